import { sizeOf } from './content.ts';
import { readableSize } from './entry.ts';
import { type Backend, command, type Operation, visible, xml } from './operation.ts';
import { nameOf, type TreeFile, type TreeNode } from './tree.ts';
import { element, fields } from './xml.ts';
import { versionTime } from './zone.ts';

/** `fileexists`: the answer is both in the result (official Python client) and in the message (API documentation). */
export const fileExists: Operation = (call, backend) => {
  const exact = visible(call.path, backend) !== undefined;
  const found = exact || (call.params['caseinsensitive'] === '1' && existsInAnyCase(call.path, backend));
  return command(call, backend, found ? 1 : 0, found ? '1' : '0');
};

function existsInAnyCase(path: string, { tree }: Backend): boolean {
  let folders: readonly TreeNode[] = [tree.get('/')].filter(node => node !== undefined);
  for (const name of path.split('/').filter(part => part !== '')) {
    folders = folders.flatMap(node => (node.type === 'dir' ? tree.children(node.path) : []));
    folders = folders.filter(node => node.name.toLowerCase() === name.toLowerCase());
  }
  return folders.length > 0;
}

/** `getversions`: every state that a file was written in, the newest first. */
export const getVersions: Operation = (call, backend) => {
  const file = visible(call.path, backend);
  if (file?.type !== 'file') return command(call, backend, 0, 'File not found.');
  const versions = file.versions.map((version, index) =>
    element(
      'version',
      fields({
        versionnumber: index + 1,
        size: readableSize(version.size),
        how: 'upload',
        createdon: versionTime(backend.zone.wallClock(version.modified)),
        createdby: file.modifiedBy || backend.accounts.user,
        filename: nameOf(call.path),
        sizeinbytes: version.size,
        fileid: `${file.etag}-${index + 1}`,
      }),
    ),
  );
  return xml(element('versions', [element('total', versions.length), ...versions.toReversed()]), backend);
};

/** `getfolderproperties`: what a folder holds, all the way down. */
export const getFolderProperties: Operation = (call, backend) => {
  const folder = visible(call.path || '/', backend);
  if (folder?.type !== 'dir') return command(call, backend, 0, 'Folder not found.');
  const { files, folders } = below(folder.path, backend);
  const live = files.reduce((sum, file) => sum + sizeOf(file.content), 0);
  const old = files.flatMap(file => file.versions.slice(0, -1));
  const versioned = old.reduce((sum, version) => sum + version.size, 0);
  const usage = {
    totalfolders: folders,
    totalfiles: files.length + old.length,
    totalsize: readableSize(live + versioned),
    versionedsize: readableSize(versioned),
    versionedfiles: old.length,
    livefiles: files.length,
    livefolders: folders,
    livesize: readableSize(live),
  };
  return xml(element('folderproperties', [element('usage', fields(usage))]), backend);
};

function below(path: string, backend: Backend): { readonly files: readonly TreeFile[]; readonly folders: number } {
  const files: TreeFile[] = [];
  const waiting = [path];
  let folders = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const node of backend.tree.children(folder)) {
      if (node.type === 'file') {
        files.push(node);
      } else {
        folders++;
        waiting.push(node.path);
      }
    }
  }
  return { files, folders };
}

export const getSystemStatus: Operation = (_call, backend) => {
  const status = {
    appversion: '23.241.0.1',
    OS: 'TONIDO_CLOUD',
    syncapilevel: 2,
    disablemyfiles: 0,
    uploadrestrictions: 'php|php5|phar|phtml',
  };
  return xml(element('systemstatus', [element('status', fields(status))]), backend);
};

export const getFileLockInfo: Operation = (call, backend) => {
  const lock = backend.locks.get(call.path);
  const info = { locked: lock ? 1 : 0, readlock: lock?.readlock ? 1 : 0, lockedby: lock?.user ?? '' };
  return xml(element('filelockinfos', [element('filelockinfo', fields(info))]), backend);
};

export const lock: Operation = (call, backend) => {
  if (visible(call.path, backend) === undefined) return command(call, backend, 0, 'File not found.');
  backend.locks.set(call.path, { user: backend.accounts.user, readlock: call.params['readlock'] === '1' });
  return command(call, backend, 1, '');
};

export const unlock: Operation = (call, backend) => {
  backend.locks.delete(call.path);
  return command(call, backend, 1, '');
};
