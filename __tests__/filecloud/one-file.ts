import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import type { FileCloudOptions } from '../../src/filecloud/filecloud.ts';
import { FOLDER, MemorySink, named, scene, signal } from './scene.ts';

export const ALWAYS = Number.POSITIVE_INFINITY;
export const PATH = `${FOLDER}/a.txt`;
export const TEXT = 'The quick brown fox. '.repeat(50);
export const match = { op: 'downloadfile' };

/** One file on the server, as it is listed. */
export async function one(
  content: string = TEXT,
  server: SandboxOptions = {},
  options: Partial<FileCloudOptions> = {},
) {
  const at = await scene({ files: { [PATH]: content }, ...server }, options);
  const entry = named(await at.cloud.list(FOLDER, signal), 'a.txt');
  const sink = new MemorySink();
  return {
    ...at,
    entry,
    sink,
    download: () => at.cloud.download(entry, sink, signal),
    /** What the server was asked since it was listed. */
    ops: () => at.sandbox.requests.slice(2).map(({ op }) => op),
    ranges: () => at.sandbox.requests.filter(({ op }) => op === 'downloadfile').map(({ headers }) => headers.range),
  };
}
