import { type Answer, emptyAnswer, pageAnswer, withHeaders } from './answer.ts';
import type { Call } from './call.ts';
import { sizeOf } from './content.ts';
import { type Backend, command, type Operation, visible } from './operation.ts';
import type { TreeFile } from './tree.ts';

/** `downloadfile`: the bytes of a file, from this server or, with the `redirect` switch, from the storage behind it. */
export const downloadFile: Operation = (call, backend) => {
  const { switches } = backend;
  const node = visible(call.path, backend);
  if (node?.type !== 'file') return failedDownload(call, backend, 'File not found.');
  const refusal = refusalOf(node, backend);
  if (refusal !== undefined) return failedDownload(call, backend, refusal);
  if (switches.redirect !== undefined) {
    const path = node.path.split('/').map(encodeURIComponent).join('/');
    return withHeaders(emptyAnswer(302), {
      location: `${switches.redirect.replace(/\/+$/, '')}${path}?X-Amz-Signature=sandbox`,
    });
  }
  return fileAnswer(node, call.headers.range, headerOf(call, 'if-range'), backend);
};

/** A header, where it came once. */
function headerOf(call: Call, name: string): string | undefined {
  const value = call.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Why a file that is there cannot be downloaded, if so. */
export function refusalOf(file: TreeFile, { switches, locks, accounts }: Backend): string | undefined {
  if (switches.undownloadable.has(file.path)) return 'You do not have permission to download this file.';
  const lock = locks.get(file.path);
  return lock?.readlock && lock.user !== accounts.user ? `The file is locked by ${lock.user}.` : undefined;
}

/** A file as HTTP: whole or, asked with `Range`, the part that the switch makes of it. */
export function fileAnswer(
  file: TreeFile,
  range: string | undefined,
  ifRange: string | undefined,
  { switches }: Pick<Backend, 'switches'>,
): Answer {
  const size = sizeOf(file.content);
  const headers: Record<string, string> = {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'last-modified': new Date(file.modified * 1000).toUTCString(),
  };
  const etag = `"${file.etag}"`;
  if (switches.etag !== 'none') headers['etag'] = switches.etag === 'weak' ? `W/${etag}` : etag;
  if (switches.ranges !== 'ignore') headers['accept-ranges'] = 'bytes';
  const whole: Answer = { status: 200, headers, body: file.content, chunked: !switches.contentLength };
  if (range === undefined || switches.ranges === 'ignore') return whole;
  if (
    ifRange !== undefined &&
    !(switches.etag === 'strong' && ifRange === etag) &&
    ifRange !== headers['last-modified']
  ) {
    return whole;
  }
  const part = partOf(range, size);
  if (part === undefined) return whole;
  if (part === 'beyond' || switches.ranges === '416') {
    return { ...emptyAnswer(416), headers: { ...headers, 'content-range': `bytes */${size}` } };
  }
  const sent =
    switches.ranges === 'wrong'
      ? { start: part.start === 0 ? Math.min(1, size - 1) : Math.floor(part.start / 2), end: part.end }
      : part;
  const contentRange = `bytes ${sent.start}-${sent.end - 1}/${size}`;
  return { ...whole, status: 206, headers: { ...headers, 'content-range': contentRange }, part: sent };
}

/** One range of `bytes=…`; undefined for what is to be ignored (RFC 9110, 14.2). */
function partOf(range: string, size: number): { start: number; end: number } | 'beyond' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range.trim());
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') {
    if (last === '') return undefined;
    const length = Math.min(Number(last), size);
    return length === 0 ? 'beyond' : { start: size - length, end: size };
  }
  const start = Number(first);
  const end = last === '' ? size : Math.min(size, Number(last) + 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? 'beyond' : { start, end };
}

/** The three ways in which a download fails; the command envelope with status 200 is what the official PHP client expects. */
function failedDownload(call: Call, backend: Backend, message: string): Answer {
  switch (backend.switches.missingFileForm) {
    case 'commands':
      return command(call, backend, 0, message);
    case '404':
      return pageAnswer('404 Not Found', 404);
    case 'html':
      return pageAnswer('FileCloud');
  }
}
