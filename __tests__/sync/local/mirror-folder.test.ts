import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OWN_FOLDER } from '../../../src/sync/names.ts';
import { FailingFileSystem, systemError } from './failing-file-system.ts';
import { PLATFORMS, put, Room } from './room.ts';

/** The user that owns nothing, by its usual number. */
const NOBODY = 65_534;
const onPosix = test.skipIf(process.platform === 'win32');

describe.each(PLATFORMS)('folders as on %s', platform => {
  test('are read, made and removed', async () => {
    const room = new Room();
    const mirror = room.open({ platform });
    const deep = mirror.root.child('a').child('b');
    expect(deep.read().size).toBe(0);
    deep.make();
    deep.make();
    await put(mirror, deep, 'c', 'c');
    expect([...deep.read()]).toEqual([['c', 'file']]);
    expect(() => mirror.root.removeFolder('a')).toThrow('“a” in the mirror');
    expect(() => mirror.root.child('a').removeFile('b')).toThrow('a folder stands there');
    deep.removeFile('c');
    deep.removeFile('c');
    mirror.root.child('a').removeFolder('b');
    mirror.root.child('a').removeFolder('b');
    expect(room.tree()).toMatchObject({ a: 'folder' });
    // What was open of the removed folder is forgotten.
    await put(mirror, deep, 'c', 'again');
    mirror.close();
    expect(room.tree()).toEqual({ a: 'folder', 'a/b': 'folder', 'a/b/c': 'again' });
  });

  test('kinds are told apart, and the own folder is not shown', async () => {
    const room = new Room();
    room.write('mirror/file', '');
    room.write('mirror/folder/.filecloud-mirror', 'somebody');
    symlinkSync('nowhere', join(room.mirror, 'link'));
    const mirror = room.open({ platform });
    const file = mirror.temporaryFile();
    file.write(Buffer.alloc(300_000));
    expect(existsSync(join(room.mirror, OWN_FOLDER))).toBe(true);
    expect(Object.fromEntries(mirror.root.read())).toEqual({ file: 'file', folder: 'folder', link: 'link' });
    expect(mirror.root.child('folder').read().size).toBe(1);
    expect(mirror.root.stat('link')).toBeUndefined();
    expect(mirror.root.stat('folder')).toBeUndefined();
    file.discard();
  });

  onPosix('F13 a FIFO is seen as something else and never opened', () => {
    const room = new Room();
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(room.mirror, 'pipe')]);
    const { root } = room.open({ platform });
    expect(root.read()).toEqual(new Map([['pipe', 'other']]));
    expect(root.stat('pipe')).toBeUndefined();
    expect(() => root.child('pipe').read()).toThrow('no folder');
  });

  test('F04 F05 a hard link is broken and a read-only file replaced', async () => {
    const room = new Room();
    linkSync(join(room.outside, 'a.txt'), join(room.mirror, 'a.txt'));
    room.write('mirror/locked', 'old');
    chmodSync(join(room.mirror, 'locked'), 0o444);
    const mirror = room.open({ platform });
    await put(mirror, mirror.root, 'a.txt', 'new');
    await put(mirror, mirror.root, 'locked', 'new');
    expect(room.tree()).toMatchObject({ 'a.txt': 'new', locked: 'new' });
    room.expectCanaryAlive();
  });

  test('F12 a folder in the place of a file stays, and the download is gone', async () => {
    const room = new Room();
    room.write('mirror/x/y', 'y');
    mkdirSync(join(room.mirror, 'empty'));
    const mirror = room.open({ platform });
    for (const name of ['x', 'empty']) {
      await expect(put(mirror, mirror.root, name, 'new')).rejects.toMatchObject({ code: 'folder' });
    }
    mirror.close();
    expect(room.tree()).toEqual({ empty: 'folder', x: 'folder', 'x/y': 'y' });
  });

  onPosix('F18 modes are 0644 and 0755, less the umask', async () => {
    const room = new Room();
    const umask = process.umask(0o027);
    try {
      const mirror = room.open({ platform });
      await put(mirror, mirror.root.child('d'), 'f', '');
    } finally {
      process.umask(umask);
    }
    expect(lstatSync(join(room.mirror, 'd')).mode & 0o7777).toBe(0o750);
    expect(lstatSync(join(room.mirror, 'd', 'f')).mode & 0o7777).toBe(0o640);
  });

  test('E06 a rename changes the case, and never replaces another file', () => {
    const room = new Room();
    room.write('mirror/A/x', 'x');
    room.write('mirror/b', 'b');
    room.write('mirror/c', 'c');
    const { root } = room.open({ platform });
    root.child('A').read();
    root.rename('A', 'a');
    expect(root.child('a').read().size).toBe(1);
    expect(() => root.rename('b', 'c')).toThrow('something stands in its place');
    expect(() => root.rename('gone', 'd')).toThrow('not there any more');
    expect(room.tree()).toEqual({ a: 'folder', 'a/x': 'x', b: 'b', c: 'c' });
  });

  test('what is moved away comes back, goes, or comes back at the end', async () => {
    const room = new Room();
    for (const name of ['back', 'gone', 'open', 'taken']) room.write(`mirror/${name}/x/y`, name);
    symlinkSync(room.outside, join(room.mirror, 'gone', 'link'));
    const mirror = room.open({ platform });
    for (const name of ['back', 'gone']) mirror.root.child(name).child('x').read();
    const [back, gone, , taken] = ['back', 'gone', 'open', 'taken'].map(name => mirror.moveAway(mirror.root, name));
    expect(mirror.root.read().size).toBe(0);
    await put(mirror, mirror.root, 'taken', 'new');
    expect(() => taken?.restore()).toThrow('“taken” in the mirror');
    taken?.discard();
    back?.restore();
    back?.discard();
    gone?.discard();
    gone?.restore();
    // What was open of it is forgotten: the same names mean other folders now.
    await put(mirror, mirror.root.child('gone').child('x'), 'z', 'new');
    expect(mirror.root.child('back').child('x').read().size).toBe(1);
    mirror.close();
    expect(room.tree()).toEqual({
      back: 'folder',
      'back/x': 'folder',
      'back/x/y': 'back',
      gone: 'folder',
      'gone/x': 'folder',
      'gone/x/z': 'new',
      open: 'folder',
      'open/x': 'folder',
      'open/x/y': 'open',
      taken: 'new',
    });
    room.expectCanaryAlive();
  });
});

describe.each(PLATFORMS)('what a killed run had moved away (%s)', platform => {
  /** A run that moves something away, and is killed before it does anything else but `then`. */
  function killed(room: Room, path: string, then: () => void = () => {}): void {
    const names = path.split('/');
    const name = names.pop() ?? '';
    const mirror = room.open({ platform });
    mirror.moveAway(
      names.reduce((folder, parent) => folder.child(parent), mirror.root),
      name,
    );
    then();
  }

  test.each(['a', 'd/e/a'])('G11 “%s” is put back by the next one', path => {
    const room = new Room();
    room.write(`mirror/${path}`, 'precious');
    const before = room.tree();
    killed(room, path);
    expect(existsSync(join(room.mirror, path))).toBe(false);
    room.open({ platform }).close();
    expect(room.tree()).toEqual(before);
  });

  test('G11 in the place of empty folders, which were made for its replacement', () => {
    const room = new Room();
    room.write('mirror/a', 'precious');
    killed(room, 'a', () => mkdirSync(join(room.mirror, 'a', 'b', 'c'), { recursive: true }));
    room.open({ platform }).close();
    expect(room.tree()).toEqual({ a: 'precious' });
  });

  test('G11 also where its folder has gone, and a whole folder with links in it', () => {
    const room = new Room();
    room.write('mirror/d/sub/a', 'precious');
    mkdirSync(join(room.mirror, 'd', 'sub', 'empty'));
    symlinkSync(room.outside, join(room.mirror, 'd', 'sub', 'link'));
    killed(room, 'd/sub', () => rmdirSync(join(room.mirror, 'd')));
    room.open({ platform }).close();
    expect(room.tree()).toEqual({
      d: 'folder',
      'd/sub': 'folder',
      'd/sub/a': 'precious',
      'd/sub/empty': 'folder',
      'd/sub/link': 'other',
    });
    room.expectCanaryAlive();
  });

  test.each([
    ['a file', 'a', 'new'],
    ['a file below', 'a/b/c', 'new'],
  ])('goes for good where its replacement is there: %s', (_, path, content) => {
    const room = new Room();
    room.write('mirror/a', 'old');
    killed(room, 'a', () => room.write(`mirror/${path}`, content));
    room.open({ platform }).close();
    const tree = room.tree();
    expect(tree[path]).toBe(content);
    expect(Object.keys(tree)).not.toContain(OWN_FOLDER);
  });

  test('stays where it is when it cannot be put back', () => {
    const room = new Room();
    room.write('mirror/a', 'precious');
    killed(room, 'a');
    const failing = new FailingFileSystem();
    failing.before = ({ name }) => {
      if (name === 'renameSync') throw systemError('EACCES');
    };
    room.open({ platform, fileSystem: failing.fileSystem }).close();
    expect(Object.values(room.tree())).toContain('precious');
    room.open({ platform }).close();
    expect(room.tree()).toEqual({ a: 'precious' });
  });

  test.each([
    ['moved-00000000-0-1', '.git/hooks/pre-commit'],
    ['moved-00000000-0-1', '.filecloud-mirror/x'],
    ['moved-00000000-0-2', 'd/.git'],
    ['moved-00000000-0-2', 'a'],
    ['moved-00000000-0-3', 'a/b'],
    ['moved-00000000-0-0', 'a'],
    ['moved-00000000-0-1', ''],
  ])('G13 what is planted there as %s/%s does nothing', (top, path) => {
    const room = new Room();
    const whole = `mirror/${OWN_FOLDER}/${top}/${path}`;
    if (path === '') mkdirSync(join(room.path, whole), { recursive: true });
    else room.write(whole, 'planted');
    room.open({ platform }).close();
    expect(room.tree()).toEqual({});
  });

  test('G13 a link that is planted there leads nowhere', () => {
    const room = new Room();
    mkdirSync(join(room.mirror, OWN_FOLDER));
    symlinkSync(room.outside, join(room.mirror, OWN_FOLDER, 'moved-00000000-0-1'));
    mkdirSync(join(room.mirror, OWN_FOLDER, 'moved-00000000-0-2'));
    symlinkSync(room.outside, join(room.mirror, OWN_FOLDER, 'moved-00000000-0-2', 'sub'));
    // A link that stands in its place, too.
    symlinkSync(room.outside, join(room.mirror, 'sub'));
    room.open({ platform }).close();
    expect(room.tree()).toEqual({ sub: 'other' });
    room.expectCanaryAlive();
  });
});

test('N19 a file that was moved away does not come back over what took its place', async () => {
  const room = new Room();
  room.write('mirror/a', 'old');
  const mirror = room.open();
  const moved = mirror.moveAway(mirror.root, 'a');
  await put(mirror, mirror.root, 'a', 'new');
  expect(() => moved.restore()).toThrow('something stands in its place already');
  mirror.close();
  expect(room.read('a')).toBe('new');
});

test.each([
  [5, 'a'],
  [6, undefined],
])('F09 a file that is in use on Windows %i times is tried again five times', async (times, content) => {
  const room = new Room();
  const failing = new FailingFileSystem();
  const mirror = room.open({ platform: 'win32', fileSystem: failing.fileSystem });
  let left = times;
  failing.before = ({ name }) => {
    if (name === 'renameSync' && left-- > 0) throw systemError('EBUSY');
  };
  const done = put(mirror, mirror.root, 'a', 'a');
  if (content === undefined) await expect(done).rejects.toThrow('another program uses it');
  else await done;
  expect(failing.calls.filter(call => call === 'renameSync')).toHaveLength(6);
  mirror.close();
  expect(room.tree()['a']).toBe(content);
});

test('F11 an entry on another disk says so', async () => {
  const room = new Room();
  const failing = new FailingFileSystem();
  const mirror = room.open({ fileSystem: failing.fileSystem });
  failing.before = ({ name }) => {
    if (name === 'renameSync') throw systemError('EXDEV');
  };
  await expect(put(mirror, mirror.root, 'a', 'a')).rejects.toThrow('lies on another disk');
  mirror.close();
  expect(room.tree()).toEqual({});
});

test.runIf(process.platform === 'linux')(
  'F08 descriptors stay few, are given back, and give way when there are too many',
  async () => {
    const room = new Room();
    for (let n = 0; n < 100; n++) mkdirSync(join(room.mirror, `f${n}`, 'x'), { recursive: true });
    const failing = new FailingFileSystem();
    const mirror = room.open({ fileSystem: failing.fileSystem });
    const folders = [...mirror.root.read().keys()].map(name => mirror.root.child(name).child('x'));
    for (const folder of folders) folder.read();
    expect(room.openDescriptors().length).toBeLessThan(40);
    const kept = folders.slice(0, 50);
    for (const folder of kept) {
      folder.retain();
      folder.retain();
      folder.read();
      folder.release();
    }
    expect(room.openDescriptors().length).toBeGreaterThan(50);
    for (const folder of kept) folder.release();
    expect(room.openDescriptors().length).toBeLessThan(40);
    let failed = false;
    failing.before = ({ name, subject }) => {
      if (failed || name !== 'openSync' || !String(subject).endsWith('/x')) return;
      failed = true;
      throw systemError('EMFILE');
    };
    folders[0]?.read();
    expect(failed).toBe(true);
    expect(room.openDescriptors().length).toBeLessThan(6);
    mirror.close();
    expect(room.openDescriptors()).toEqual([]);
  },
);

// Root may write everywhere; for it, the test of failing calls stands in.
onPosix('F06 a folder that may not be written fails alone, and says what to do', async () => {
  const room = new Room();
  room.write('mirror/locked/x', 'old');
  const locked = join(room.mirror, 'locked');
  chmodSync(locked, 0o555);
  const comeBack = stepDown(room);
  const mirror = room.open();
  try {
    const folder = mirror.root.child('locked');
    await expect(put(mirror, folder, 'x', 'new')).rejects.toThrow('permission is denied. Let this user write');
    expect(() => folder.removeFile('x')).toThrow('“locked/x” in the mirror');
    expect(() => folder.child('y').make()).toThrow('“locked/y” in the mirror');
    await put(mirror, mirror.root, 'other', 'new');
    mirror.close();
  } finally {
    comeBack();
    chmodSync(locked, 0o755);
  }
  expect(room.tree()).toEqual({ locked: 'folder', 'locked/x': 'old', other: 'new' });
});

/** Nothing is forbidden to root: as root, the test goes on as nobody. @returns how to be root again */
function stepDown(room: Room): () => void {
  if (process.getuid?.() !== 0) return () => {};
  const parent = room.path;
  for (const path of ['', ...readdirSync(parent, { recursive: true, encoding: 'utf8' })])
    chownSync(join(parent, path), NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  return () => process.seteuid?.(0);
}

test('without /proc, folders are reached by plain paths, checked', async () => {
  const room = new Room();
  const failing = new FailingFileSystem();
  failing.before = ({ subject }) => {
    if (String(subject).startsWith('/proc/')) throw systemError('ENOENT');
  };
  const mirror = room.open({ platform: 'linux', fileSystem: failing.fileSystem });
  await put(mirror, mirror.root.child('a'), 'b', 'b');
  mirror.close();
  expect(room.tree()).toEqual({ a: 'folder', 'a/b': 'b' });
});

onPosix('N20 a local name that is not UTF-8 is not taken for removed', () => {
  const room = new Room();
  const bytes = Buffer.concat([Buffer.from(`${room.mirror}/bad`), Buffer.from([0xff])]);
  try {
    writeFileSync(bytes, '');
  } catch {
    return; // macOS takes no such name.
  }
  const { root } = room.open();
  const [name = ''] = root.read().keys();
  expect(() => root.removeFile(name)).toThrow('not there any more');
  expect(readFileSync(bytes, 'utf8')).toBe('');
});
