import { type Answer, textAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { sizeOf } from './content.ts';
import { entryElement } from './entry.ts';
import { type Backend, command, loginPage, type Operation, visible, xml } from './operation.ts';
import { parentOf, type TreeNode } from './tree.ts';
import { type Element, element, fields } from './xml.ts';

/** FileCloud shows ten entries where no limit is asked for (user API documentation). */
const defaultLimit = 10;

/** `getfilelist`: one page of a folder. `total` counts the folder, whatever the page. */
export const getFileList: Operation = (call, backend) => {
  const { switches, tree } = backend;
  const folder = visible(call.path || '/', backend);
  if (folder === undefined)
    return failedListing(call, backend, `The path ${call.path} does not exist or is not accessible.`);
  if (folder.type === 'file') return failedListing(call, backend, `${call.path} is not a folder.`);
  const nodes = sorted(tree.children(folder.path), call.params['sortby'], call.params['sortdir']);
  const start = switches.ignoreStart ? 0 : Math.max(0, numberOf(call.params['start'], 0));
  const page = nodes.slice(start, start + pageSize(call, backend));
  const extraFields = call.params['includeextrafields'] === '1';
  const record: Record<string, string | number | undefined> = {
    parentpath: folder.path === '/' ? '/' : parentOf(folder.path),
    total: switches.omitTotal ? undefined : nodes.length + switches.totalOffset,
    realpath: folder.path,
    canupload: 1,
    isshareable: 1,
    candownload: 1,
    cansetacls: 0,
    showshareoption: 0,
    teamfolder: 0,
    result: switches.omitMetaResult ? undefined : 1,
    message: switches.omitMetaResult ? undefined : '',
    defaultfile: '',
    showzipfolders: 0,
    aboutfile: '',
  };
  return entries(
    record,
    page.map(node => entryElement(node, backend, extraFields)),
    backend,
  );
};

/** `fileinfo`: the entry of one path, or none (the official Python client takes that for "not found"). */
export const fileInfo: Operation = (call, backend) => {
  const node = visible(call.path, backend);
  const extraFields = call.params['includeextrafields'] === '1';
  return xml(element('fileinfo', node === undefined ? [] : [entryElement(node, backend, extraFields)]), backend);
};

function entries(
  meta: Record<string, string | number | undefined>,
  list: readonly Element[],
  backend: Backend,
): Answer {
  return xml(element('entries', [element('meta', fields(meta)), ...list]), backend);
}

function failedListing(call: Call, backend: Backend, message: string): Answer {
  switch (backend.switches.listingError) {
    case 'meta':
      return metaFailure(backend, message);
    case 'commands':
      return command(call, backend, 0, message);
    case '401':
    case '403':
      return command(call, backend, 0, message, Number(backend.switches.listingError));
    case 'html':
      return loginPage();
    case 'filelistfail':
      return textAnswer('<filelistfail></filelistfail>', 'text/xml');
  }
}

/** A listing that failed, in the listing's own envelope. */
export function metaFailure(backend: Backend, message: string): Answer {
  return entries({ result: 0, message }, [], backend);
}

function pageSize(call: Call, { switches }: Backend): number {
  const asked = switches.ignoreLimit ? -1 : numberOf(call.params['limit'], defaultLimit);
  const limit = asked < 0 ? Number.POSITIVE_INFINITY : asked;
  return Math.min(limit, switches.pageCap ?? Number.POSITIVE_INFINITY);
}

function numberOf(text: string | undefined, otherwise: number): number {
  return text === undefined || !/^-?\d+$/.test(text) ? otherwise : Number(text);
}

function sorted(
  nodes: readonly TreeNode[],
  by: string | undefined,
  direction: string | undefined,
): readonly TreeNode[] {
  const descending = direction === '-1';
  if (!descending && by !== 'date' && by !== 'size') return nodes;
  const rank = (node: TreeNode, index: number): number => {
    if (by === 'date') return node.modified ?? 0;
    if (by === 'size') return node.type === 'file' ? sizeOf(node.content) : 0;
    return index;
  };
  return nodes
    .map((node, index) => ({ node, rank: rank(node, index) }))
    .sort((a, b) => kind(a.node) - kind(b.node) || (descending ? b.rank - a.rank : a.rank - b.rank))
    .map(({ node }) => node);
}

function kind(node: TreeNode): number {
  return node.type === 'dir' ? 0 : 1;
}
