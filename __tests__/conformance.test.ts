import { afterAll } from 'vitest';
import { startSandbox } from '../sandbox/sandbox.ts';
import { type Candidate, conformance } from './conformance.ts';

const sandbox = await startSandbox({ folders: ['/SHARED/scratch'] });
afterAll(() => sandbox.close());
conformance('the sandbox conforms', () => ({
  url: sandbox.url,
  username: 'demo',
  password: 'demo-password',
  folder: '/SHARED/scratch',
}));

// A real server, where one is given: read-only but for the folder.
const live = liveServer(process.env);
if (live !== undefined) conformance(`${live.url} conforms`, () => live);

function liveServer(environment: NodeJS.ProcessEnv): Candidate | undefined {
  const {
    FILECLOUD_LIVE_URL: url,
    FILECLOUD_LIVE_USERNAME: username,
    FILECLOUD_LIVE_PASSWORD: password,
    FILECLOUD_LIVE_FOLDER: folder,
  } = environment;
  if (!url || !username || !password || !folder) return undefined;
  return { url: url.replace(/\/+$/, ''), username, password, folder };
}
