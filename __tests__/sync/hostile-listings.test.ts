import { describe, expect, test } from 'vitest';
import { fileEntry, folderEntry } from './remote-in-memory.ts';
import { EVERYTHING, Scene } from './scene.ts';

const T = 1_700_000_000;

describe('hostile listings', () => {
  test('N01 N04 N05 names that point elsewhere fail by name, others go on', async () => {
    const scene = new Scene();
    const names = ['..', '.', '', '/etc/passwd', 'a/b', 'nul\0', '.filecloud-mirror'];
    scene.remote.write('good', 'g', T);
    scene.remote.listings.set('', [
      ...names.map(name => fileEntry(name, `/${name}`, 1, T)),
      fileEntry('good', '/good', 1, T),
    ]);
    const report = await scene.run();
    expect(report.counts).toMatchObject({ new: 1, failed: names.length });
    expect(Object.keys(scene.tree())).toEqual(['good']);
  });

  test('N26 a .git of the server is not mirrored, at no level, and what stands there stays as it is', async () => {
    const scene = new Scene();
    scene.write('docs/.git', 'gitdir: mine', T);
    scene.write('.git/config', 'mine', T);
    for (const path of ['.git/config', 'docs/.git/hooks/pre-commit', 'docs/.git', 'deep/er/.GiT', 'good']) {
      scene.remote.write(path, 'evil', T);
    }
    const report = await scene.run();
    expect(report.counts).toMatchObject({ new: 1, failed: 3 });
    expect(report.outcomes).toContainEqual({
      path: '.git',
      action: 'failed',
      error: 'The name is “.git”, which git would run commands from. Rename it on the server, or exclude it.',
    });
    const mine = { '.git': 'folder', '.git/config': `mine@${T}`, docs: 'folder', 'docs/.git': `gitdir: mine@${T}` };
    expect(scene.tree()).toEqual({ ...mine, deep: 'folder', 'deep/er': 'folder', good: `evil@${T}` });
    expect((await scene.run({ exclude: ['**/.[gG][iI][tT]', '**/.git', '**/.GiT'] })).counts).toMatchObject({
      failed: 0,
    });
  });

  test('N26 no folder of the server becomes a repository without a .git: git would run commands from its config', async () => {
    const scene = new Scene();
    for (const name of ['HEAD', 'config', 'objects/x', 'refs/x', 'hooks/x', 'notes.txt'])
      scene.remote.write(`r/${name}`, 'x', T);
    for (const name of ['HEAD', 'commondir', 'config']) scene.remote.write(`worktree/${name}`, 'x', T);
    for (const name of ['HEAD', 'config', 'refs/x']) scene.remote.write(`harmless/${name}`, 'x', T);
    const report = await scene.run();
    expect(report.counts).toMatchObject({ new: 1 + 3, failed: 5 + 3 });
    expect(report.outcomes).toContainEqual({
      path: 'r/HEAD',
      action: 'failed',
      error:
        'With others of its folder it would be a Git repository, and git runs commands from those. Rename it on the server, or exclude it.',
    });
    expect(Object.keys(scene.tree()).filter(path => path.startsWith('r/'))).toEqual(['r/notes.txt']);
    expect((await scene.run({ exclude: ['**/HEAD'] })).counts).toMatchObject({ failed: 0 });
  });

  test("N26 it doesn't become one in two runs, nor is a repository of the user's given another config", async () => {
    const scene = new Scene();
    scene.remote.write('r/HEAD', 'x', T);
    await scene.run();
    scene.remote.remove('r/HEAD');
    for (const name of ['config', 'objects/x', 'refs/x']) scene.remote.write(`r/${name}`, 'x', T);
    for (const name of ['HEAD', 'config', 'objects/x', 'refs/x']) scene.write(`mine/${name}`, 'mine', T);
    scene.remote.write('mine/config', 'evil', T);
    scene.remote.write('mine/hooks/x', 'evil', T);
    expect((await scene.run()).counts).toMatchObject({ new: 0, updated: 0, failed: 3 + 2 });
    expect(Object.keys(scene.tree()).filter(path => path.startsWith('r/'))).toEqual(['r/HEAD']);
    expect(scene.tree()['mine/config']).toBe(`mine@${T}`);
  });

  test('N03 a malformed entry makes the listing incomplete: nothing is deleted', async () => {
    const scene = new Scene();
    scene.write('mine', 'x');
    scene.remote.listings.set('', [{ ...fileEntry('', '/', 1, T), malformed: 'It has no name.' }]);
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(report.counts).toMatchObject({ failed: 1, deleted: 0 });
  });

  test("N03 a malformed entry that the globs leave out is nobody's trouble; one without a name always is", async () => {
    const scene = new Scene();
    scene.write('a', 'a', T);
    scene.write('gone', 'x', T);
    const odd = { ...fileEntry('odd', '/other', 1, T), malformed: 'Its name and the end of its path differ.' };
    scene.remote.listings.set('', [fileEntry('a', '/a', 1, T), odd]);
    const left = await scene.run({ delete: true, maxDelete: EVERYTHING, exclude: ['odd'], dryRun: true });
    expect(left.counts).toMatchObject({ skipped: 1, failed: 0, deleted: 1 });
    expect(left).toMatchObject({ complete: true, warnings: [] });
    const wanted = await scene.run({ delete: true, maxDelete: EVERYTHING, exclude: ['other'] });
    expect(wanted.counts).toMatchObject({ failed: 1, deleted: 0 });
    scene.remote.listings.set('', [fileEntry('a', '/a', 1, T), { ...odd, name: '' }]);
    const nameless = await scene.run({ delete: true, maxDelete: EVERYTHING, include: ['a', 'gone'] });
    expect(nameless.counts).toMatchObject({ failed: 1, deleted: 0 });
    expect(nameless.complete).toBe(false);
  });

  test('N17 a file and a folder of one name: neither is touched', async () => {
    const scene = new Scene();
    scene.write('x', 'mine');
    scene.remote.listings.set('', [fileEntry('x', '/x', 1, T), folderEntry('x', '/x')]);
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(report.counts).toMatchObject({ failed: 1, new: 0, updated: 0, deleted: 0 });
    expect(scene.tree()['x']).toContain('mine');
  });

  test('N22 duplicates: identical ones are one, different ones fail', async () => {
    const scene = new Scene();
    scene.remote.write('same', 's', T);
    scene.remote.listings.set('', [
      fileEntry('same', '/same', 1, T),
      fileEntry('same', '/same', 1, T),
      fileEntry('twice', '/twice', 1, T),
      fileEntry('twice', '/twice', 2, T),
    ]);
    expect((await scene.run()).counts).toMatchObject({ new: 1, failed: 1 });
  });

  test('N14 a folder that contains itself, and endless depth, end in an error', async () => {
    const scene = new Scene();
    scene.remote.listings.set('', [folderEntry('self', '/')]);
    const loop = await scene.run();
    expect(loop.outcomes).toEqual([
      { path: 'self', action: 'failed', error: expect.stringContaining('contains itself') },
    ]);

    const deep = new Scene();
    deep.remote.list = async path => [folderEntry('d', `${path}d/`)];
    const report = await deep.run();
    expect(report.counts.failed).toBe(1);
    expect(report.outcomes.at(-1)?.error).toContain('levels deep');
    expect(report.complete).toBe(false);
  });

  test('N14 a folder of the deepest level is mirrored, and what lies below it fails', async () => {
    const scene = new Scene();
    const deepest = Array(128).fill('d').join('/');
    scene.remote.write(`${deepest}/a`, 'a', T);
    scene.remote.write(`${deepest}/e/b`, 'b', T);
    const report = await scene.run();
    expect(report.outcomes.map(({ path, action }) => [path, action])).toEqual([
      [`${deepest}/e`, 'failed'],
      [`${deepest}/a`, 'new'],
    ]);
  });

  test.runIf(process.platform === 'linux')(
    'N13 the longest path that can be is mirrored, and found again',
    async () => {
      const scene = new Scene();
      const most = 4095 - Buffer.byteLength(scene.path) - 1;
      const folders = Array(most >> 8)
        .fill('x'.repeat(255))
        .join('/');
      const rest = most - folders.length - 1;
      scene.remote.write(`${folders}/${'y'.repeat(rest)}`, 'y', T);
      scene.remote.write(`${folders}/${'y'.repeat(rest + 1)}`, 'y', T);
      expect((await scene.run()).counts).toMatchObject({ new: 1, failed: 1 });
      const again = await scene.run();
      expect(again.counts).toMatchObject({ skipped: 1, failed: 1 });
      expect(again.outcomes.find(({ action }) => action === 'failed')?.error).toContain(
        `(${most} bytes below the mirror)`,
      );
    },
  );

  test('N13 a path that is too long for the file system fails by name', async () => {
    const scene = new Scene();
    const part = 'x'.repeat(250);
    let path = '';
    for (let level = 0; level < 20; level++) {
      scene.remote.listings.set(path, [folderEntry(part, `/${path === '' ? '' : `${path}/`}${part}`)]);
      path = path === '' ? part : `${path}/${part}`;
    }
    const report = await scene.run();
    expect(report.counts.failed).toBe(1);
    expect(report.outcomes.at(-1)?.error).toContain('longer than this file system allows');
  });

  test('N23 names of object properties are names like others', async () => {
    const scene = new Scene();
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty/valueOf'])
      scene.remote.write(name, name);
    expect((await scene.run()).counts).toMatchObject({ new: 4, failed: 0 });
    expect((await scene.run()).counts).toMatchObject({ skipped: 4 });
  });
});
