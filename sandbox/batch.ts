import { type Zippable, zipSync } from 'fflate';
import { type Answer, emptyAnswer, pageAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { bytesOf } from './content.ts';
import { refusalOf } from './download.ts';
import { type Backend, command, type Operation, visible } from './operation.ts';
import type { BatchFault } from './switches.ts';
import { childPath, type TreeFile } from './tree.ts';

interface Member {
  readonly name: string;
  readonly file: TreeFile;
}

/**
 * `downloadfilemulti`: files `fn1` … `fnN` of the folder `filepath`, as one ZIP; folders with what they hold. What is not
 * there is left out; with nothing to send the body is empty, which the official PHP client takes for failure.
 */
export const downloadFileMulti: Operation = (call, backend) => {
  const { batch, batchFault, contentLength } = backend.switches;
  if (!batch) return command(call, backend, 0, 'The operation is not supported.');
  if (batchFault === 'html') return pageAnswer('FileCloud');
  const members = askedFor(call).flatMap(name => membersAt(childPath(call.path || '/', name), name, backend));
  if (members.length === 0 || batchFault === 'empty') return emptyAnswer();
  return zipAnswer(spoiled(zip(members, batchFault), batchFault), !contentLength);
};

function askedFor({ params }: Call): string[] {
  const count = Number(params['count'] ?? 0);
  const places = Number.isInteger(count) ? Math.min(Math.max(count, 0), 10_000) : 0;
  return Array.from({ length: places }, (_, index) => params[`fn${index + 1}`] ?? '').filter(name => name !== '');
}

function membersAt(path: string, name: string, backend: Backend): Member[] {
  const node = visible(path, backend);
  if (node === undefined) return [];
  if (node.type === 'dir') {
    return backend.tree.children(path).flatMap(child => membersAt(child.path, `${name}/${child.name}`, backend));
  }
  return refusalOf(node, backend) === undefined ? [{ name, file: node }] : [];
}

function zip(members: readonly Member[], fault: BatchFault): Uint8Array {
  const kept = fault === 'missing-entry' ? members.slice(0, -1) : members;
  const entries: Zippable = Object.fromEntries(
    kept.map(({ name, file }, index) => [
      fault === 'odd-name' && index === 0 ? `unexpected-${name}` : name,
      [bytesOf(file.content), { mtime: zipTime(file.modified) }],
    ]),
  );
  const slip: Zippable =
    fault === 'zip-slip' ? { '../zip-slip.txt': Buffer.from('A file outside of the folder.') } : {};
  return zipSync({ ...slip, ...entries }, { level: 1 });
}

/** ZIP can tell the years from 1980 to 2099 only. */
function zipTime(seconds: number): number {
  return Math.min(Math.max(seconds * 1000, Date.UTC(1980, 0, 2)), Date.UTC(2099, 11, 30));
}

function spoiled(archive: Uint8Array, fault: BatchFault): Uint8Array {
  if (fault === 'truncated') return archive.subarray(0, Math.floor(archive.length / 2));
  if (fault !== 'bad-crc') return archive;
  // The checksum of the first entry, in its local header and in the central directory (APPNOTE.TXT, 4.3).
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const directory = view.getUint32(archive.length - 22 + 16, true);
  for (const at of [14, directory + 16]) view.setUint32(at, view.getUint32(at, true) ^ 0xffff_ffff, true);
  return archive;
}

function zipAnswer(archive: Uint8Array, chunked: boolean): Answer {
  const headers = { 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="files.zip"' };
  return { status: 200, headers, body: archive, chunked };
}
