import { type Answer, textAnswer, withHeaders } from './answer.ts';
import type { Call } from './call.ts';
import { type Backend, command, type Operation } from './operation.ts';
import { canonicalPath, childPath, parentOf } from './tree.ts';

/** What FileCloud refuses to store by default. */
const refusedExtensions: ReadonlySet<string> = new Set(['php', 'php5', 'phar', 'phtml']);

/**
 * `upload`: a file in slices at growing offsets, the last with `complete=1`. The body of a success is exactly `OK`
 * (official Python client); anything else is the error's text. `date` is read as UTC, as the API's documentation says.
 */
export const upload: Operation = (call, backend) => {
  const { params, path } = call;
  if (call.upload === undefined) return textAnswer('No file was sent.');
  const refusal = refusedName(path, backend);
  if (refusal !== undefined) return textAnswer(refusal);
  const before = backend.tree.get(path);
  if (before?.type === 'dir') return textAnswer('A folder of this name exists.');
  if (before !== undefined && /^(1|true)$/i.test(params['nofileoverwrite'] ?? ''))
    return textAnswer('The file exists already.');
  if (backend.tree.get(parentOf(path))?.type !== 'dir') return textAnswer('The folder does not exist.');
  const offset = Number(params['offset'] ?? 0);
  const begun = offset === 0 ? new Uint8Array() : backend.uploads.get(path);
  if (begun === undefined || begun.byteLength !== offset)
    return textAnswer('The slice does not follow the one before.');
  const content = offset === 0 ? call.upload : Buffer.concat([begun, call.upload]);
  if (params['complete'] === '0') {
    backend.uploads.set(path, content);
    return textAnswer('OK');
  }
  backend.uploads.delete(path);
  const size = params['filesize'];
  if (size !== undefined && Number(size) !== content.byteLength)
    return textAnswer('The size of the file is not the announced one.');
  backend.tree.write(path, content, { modified: uploadTime(params['date']), modifiedBy: backend.accounts.user });
  return withEtag(textAnswer('OK'), call, path, backend);
};

/** `createfolder`: `name` in the folder `path`, with `subpath` below it. */
export const createFolder: Operation = (call, backend) => {
  const { name = '', subpath = '' } = call.params;
  const path = canonicalPath(`${call.path}/${name}/${subpath}`);
  if (backend.tree.get(call.path || '/')?.type !== 'dir')
    return command(call, backend, 0, 'The folder does not exist.');
  const refusal = refusedName(path, backend);
  if (refusal !== undefined) return command(call, backend, 0, refusal);
  const before = backend.tree.get(path);
  if (before?.type === 'file') return command(call, backend, 0, 'A file of this name exists.');
  if (before === undefined) backend.tree.folder(path, { modifiedBy: backend.accounts.user });
  return withEtag(command(call, backend, 1, 'Folder Created Successfully'), call, path, backend);
};

/** `deletefile`: a file or a folder. */
export const deleteFile: Operation = (call, backend) => {
  if (backend.tree.get(call.path) === undefined) return command(call, backend, 0, 'File not found.');
  backend.tree.remove(call.path);
  return command(call, backend, 1, 'File Deleted Successfully');
};

/** `renamefile`: `name` in the folder `path` becomes `newname`. */
export const renameFile: Operation = (call, backend) => {
  const { name = '', newname = '' } = call.params;
  return move(call, backend, childPath(call.path || '/', name), childPath(call.path || '/', newname));
};

/** `renameormove`: `fromname` becomes `toname`, both whole paths. */
export const renameOrMove: Operation = (call, backend) => {
  const { fromname = '', toname = '', overwrite } = call.params;
  const target = canonicalPath(toname);
  if (overwrite === '0' && backend.tree.get(target) !== undefined)
    return command(call, backend, 0, 'The target exists.');
  return move(call, backend, canonicalPath(fromname), target);
};

function move(call: Call, backend: Backend, from: string, to: string): Answer {
  const refusal = backend.tree.get(from) === undefined ? 'File not found.' : refusedName(to, backend, from);
  if (refusal !== undefined) return command(call, backend, 0, refusal);
  backend.tree.rename(from, to);
  return command(call, backend, 1, '');
}

/**
 * Why managed storage takes no such name: a second one that differs in case only, a leading space, a PHP file
 * (FileCloud's upload restrictions). Network folders take what their file system takes. `renamed`: what gives way.
 */
function refusedName(path: string, { tree }: Backend, renamed?: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === '' || name === '.' || name === '..') return 'The name is not allowed.';
  if (path.startsWith('/EXTERNAL/')) return undefined;
  if (name.startsWith(' ')) return 'Names must not begin with a space.';
  if (refusedExtensions.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase()))
    return 'Files of this type are not allowed.';
  const twin = tree
    .children(parentOf(path))
    .find(node => node.name !== name && node.path !== renamed && node.name.toLowerCase() === name.toLowerCase());
  return twin === undefined ? undefined : `${twin.name} exists already.`;
}

/** Newer servers answer the request header `X-FC-Send-ETag: 1` with an `ETag` (official Python client, 0.5). */
function withEtag(answer: Answer, call: Call, path: string, { tree }: Backend): Answer {
  if (call.headers['x-fc-send-etag'] !== '1') return answer;
  const node = tree.get(path);
  return withHeaders(answer, { etag: `"${node?.type === 'file' ? node.etag : Buffer.from(path).toString('hex')}"` });
}

/** `2024-07-19 19:32:57`, or what a browser sends, `2024-07-19T19:32:57Z`; undefined for anything else. */
function uploadTime(date: string | undefined): number | undefined {
  if (date === undefined) return undefined;
  const milliseconds = Date.parse(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(date) ? `${date.replace(' ', 'T')}Z` : date);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}
