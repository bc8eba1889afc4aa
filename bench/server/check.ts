/** Shows how much the server gives when nobody's own work is in the way: far more than any contestant asks for. */
import { execFile } from 'node:child_process';
import { listingTargets } from '../contestants.ts';
import { fileCount, ROOT, type Shape, shareFiles } from '../share.ts';
import { type ServerKind, startServer } from './start.ts';

interface Load {
  readonly title: string;
  readonly shape: Shape;
  readonly targets: (shape: Shape) => Iterable<string>;
}

const CONNECTIONS = '16';
const small: Shape = { folders: 500, files: 20, size: 4096 };

const LOADS: readonly Load[] = [
  { title: 'listings of 20 files', shape: { ...small, folders: 5_000 }, targets: listingTargets },
  { title: 'listings of 1,000 files', shape: { folders: 0, files: 100_000, size: 4096 }, targets: listingTargets },
  { title: 'files of 4 KiB', shape: small, targets: fileTargets },
  { title: 'batches of 20 files of 4 KiB', shape: small, targets: batchTargets },
  { title: 'files of 256 MiB', shape: { folders: 0, files: 8, size: 256 * 1024 * 1024 }, targets: fileTargets },
];

function* fileTargets(shape: Shape): Generator<string> {
  for (const { path } of shareFiles(shape)) yield `/dav${ROOT}/${path}`;
}

function* batchTargets(shape: Shape): Generator<string> {
  const folders = Map.groupBy(shareFiles(shape), ({ path }) => path.slice(0, path.lastIndexOf('/')));
  for (const [folder, files] of folders) {
    const names = files.map(({ path }, index) => `&fn${index + 1}=${path.slice(folder.length + 1)}`).join('');
    yield `/core/downloadfilemulti?count=${files.length}&filepath=${ROOT}/${folder}/${names}`;
  }
}

/** @throws Error when the server runs in Node: only the C one comes with a loader as fast as it */
export async function checkServer(kind: ServerKind, say: (line: string) => void): Promise<void> {
  const load = kind.compiled?.load;
  if (load === undefined) throw new Error('Only the C server can be checked: install a C compiler.');
  say(`The server (${kind.title}) and a loader with ${CONNECTIONS} connections that only counts, on the same machine:`);
  for (const { title, shape, targets } of LOADS) {
    const server = await startServer(kind, shape, 0);
    try {
      const { seconds, requests, bytes } = await runLoad(load, server.port, [...targets(shape)]);
      const rate = Math.round(requests / seconds).toLocaleString('en-US');
      say(
        `  ${title.padEnd(28)} ${requests} in ${seconds.toFixed(3)} s: ${rate} a second, ${(bytes / seconds / 1e9).toFixed(2)} GB/s` +
          (requests === fileCount(shape)
            ? ''
            : `, ${Math.round(fileCount(shape) / seconds).toLocaleString('en-US')} files a second`),
      );
    } finally {
      await server.stop();
    }
  }
}

function runLoad(
  load: string,
  port: number,
  targets: readonly string[],
): Promise<Record<'seconds' | 'requests' | 'bytes', number>> {
  return new Promise((resolve, reject) => {
    const child = execFile(load, [String(port), CONNECTIONS], (error, output) => {
      if (error === null) resolve(JSON.parse(output));
      else reject(error);
    });
    child.stdin?.end(`${targets.join('\n')}\n`);
  });
}
