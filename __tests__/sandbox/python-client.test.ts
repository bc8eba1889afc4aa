import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { loggedIn, outcome, type Session, texts } from './client.ts';

/**
 * The calls of the official Python client (fcserver.py), parameter by parameter, and what it looks at in the answers.
 * Its way of uploading is the one that fills the sandbox, so that nothing here stands on the sandbox's own tree.
 */
describe('the calls of the official Python client', () => {
  let sandbox: Sandbox;
  let client: Session;
  beforeAll(async () => {
    sandbox = await startSandbox();
    client = await loggedIn(sandbox);
  });
  afterAll(() => sandbox.close());

  async function upload(
    path: string,
    content: string,
    slice: number,
    more: Readonly<Record<string, string>> = {},
  ): Promise<string[]> {
    const answers: string[] = [];
    for (let offset = 0; offset < content.length || offset === 0; offset += slice) {
      const query = new URLSearchParams({
        appname: 'explorer',
        path: path.slice(0, path.lastIndexOf('/')),
        offset: String(offset),
        complete: offset + slice < content.length ? '0' : '1',
        filename: path.slice(path.lastIndexOf('/') + 1),
        date: '2024-07-19 19:32:57',
        adminproxyuserid: 'None',
        nofileoverwrite: 'False',
        iflastmodified: 'None',
        filesize: String(content.length),
        ...more,
      });
      const body = new FormData();
      body.set('file_contents', new Blob([content.slice(offset, offset + slice)]), 'name');
      const headers = { cookie: client.cookies };
      const answer = await fetch(`${sandbox.url}/core/upload?${query}`, { method: 'POST', body, headers });
      answers.push(await answer.text());
    }
    return answers;
  }

  it('make a folder, and refuse a second one that differs in case only', async () => {
    const params = { path: '/demo', name: 'docs', adminproxyuserid: '' };
    expect(await outcome(client.call('createfolder', params))).toEqual(['1', 'Folder Created Successfully']);
    expect((await outcome(client.call('createfolder', { ...params, name: 'DOCS' })))[0]).toBe('0');
    expect((await outcome(client.call('/app/explorer/createfolder', { path: '/demo/none', name: 'x' })))[0]).toBe('0');
  });

  it('upload in slices, each answered with OK, the date as UTC', async () => {
    expect(await upload('/demo/docs/a b.txt', 'sliced in four', 4)).toEqual(['OK', 'OK', 'OK', 'OK']);
    expect(await upload('/demo/docs/empty.txt', '', 4)).toEqual(['OK']);
    const page = await client.text('getfilelist', {
      path: '/demo/docs',
      sortdir: '1',
      sortby: 'name',
      start: '0',
      limit: '1000',
      sendaboutinfo: '1',
      sendmetadatasetinfo: '1',
      sendcommentinfo: '1',
      sendfavinfo: '1',
      adminproxyuserid: '',
      includeextrafields: '1',
    });
    expect(texts(page, 'fullsize')).toEqual(['14', '0']);
    expect(texts(page, 'modifiedepochutc')).toEqual(['1721417577', '1721417577']);
    expect(texts(page, 'lastmodifiedby')).toEqual(['demo', 'demo']);
  });

  it('upload in vain what is not allowed, or does not fit', async () => {
    expect(await upload('/demo/docs/x.php', 'x', 9)).not.toEqual(['OK']);
    expect(await upload('/demo/docs/ x', 'x', 9)).not.toEqual(['OK']);
    expect(await upload('/demo/docs/A B.txt', 'x', 9)).not.toEqual(['OK']);
    expect(await upload('/demo/docs/a b.txt', 'x', 9, { nofileoverwrite: 'True' })).not.toEqual(['OK']);
    expect(await upload('/demo/docs/y', 'x', 9, { filesize: '2' })).not.toEqual(['OK']);
    expect(await upload('/demo/docs/y', 'x', 9, { offset: '5' })).not.toEqual(['OK']);
    expect(await upload('/demo/none/y', 'x', 9)).not.toEqual(['OK']);
    expect(sandbox.tree.children('/demo/docs').map(node => node.name)).toEqual(['a b.txt', 'empty.txt']);
  });

  it('download, ask for the lock first, and look files up', async () => {
    expect(texts(await client.text('getfilelockinfo', { path: '/demo/docs/a b.txt' }), 'locked')).toEqual(['0']);
    const url = `${sandbox.url}/core/downloadfile?filepath=%2Fdemo%2Fdocs%2Fa+b.txt&filename=a+b.txt&redirect=1`;
    expect(await (await fetch(url, { headers: { cookie: client.cookies } })).text()).toBe('sliced in four');
    expect(texts(await client.text('fileinfo', { file: '/demo/docs/a b.txt' }), 'path')).toEqual([
      '/demo/docs/a b.txt',
    ]);
    expect(await client.text('fileinfo', { file: '/demo/none' })).toBe('<fileinfo></fileinfo>');
    const exists = (file: string, caseinsensitive: string) =>
      outcome(client.call('fileexists', { file, caseinsensitive }));
    expect(await exists('/demo/docs/a b.txt', '0')).toEqual(['1', '1']);
    expect(await exists('/demo/docs/A B.TXT', '0')).toEqual(['0', '0']);
    expect(await exists('/demo/Docs/A B.TXT', '1')).toEqual(['1', '1']);
    expect(await exists('/demo/none', '1')).toEqual(['0', '0']);
  });

  it('tell a lock, which keeps others out and not its owner', async () => {
    const path = '/demo/docs/a b.txt';
    await client.text('lock', { path, readlock: '1' });
    expect(texts(await client.text('getfilelockinfo', { path }), 'lockedby')).toEqual(['demo']);
    expect(texts(await client.text('fileinfo', { file: path }), 'locked')).toEqual(['1']);
    expect(await client.text('downloadfile', { filepath: path })).toBe('sliced in four');
    await client.text('unlock', { path });
    expect(texts(await client.text('getfilelockinfo', { path }), 'readlock')).toEqual(['0']);
  });

  it('list versions, the newest first, and what a folder holds', async () => {
    await upload('/demo/docs/a b.txt', 'again', 9);
    const versions = await client.text('getversions', {
      filepath: '/demo/docs/a b.txt',
      filename: 'a b.txt',
      checksum: '1',
    });
    expect(texts(versions, 'total')).toEqual(['2']);
    expect(texts(versions, 'sizeinbytes')).toEqual(['5', '14']);
    expect(texts(versions, 'createdon')[0]).toBe('2024-Jul-19 19:32:57');
    const usage = await client.text('getfolderproperties', { path: '/demo' });
    const numbers = ['livefiles', 'livefolders', 'livesize', 'versionedfiles', 'versionedsize'];
    expect(numbers.flatMap(name => texts(usage, name))).toEqual(['2', '1', '5 B', '1', '14 B']);
    expect(texts(await client.text('getsystemstatus'), 'OS')).toEqual(['TONIDO_CLOUD']);
  });

  it('get an ETag for a folder or a file when they ask for one, as version 0.5 does', async () => {
    const headers = { 'x-fc-send-etag': '1' };
    const answer = await client.call('createfolder', { path: '/demo', name: 'tagged' }, headers);
    expect(answer.headers.get('etag')).toMatch(/^".+"$/);
    const without = await client.call('createfolder', { path: '/demo', name: 'untagged' });
    expect(without.headers.get('etag')).toBeNull();
  });

  it('rename, move and delete, folders with all they hold', async () => {
    await client.text('renamefile', { path: '/demo', name: 'docs', newname: 'Docs' });
    await client.text('/app/explorer/renameormove', {
      fromname: '/demo/Docs/a b.txt',
      toname: '/demo/c.txt',
      overwrite: '0',
    });
    expect(sandbox.tree.get('/demo/c.txt')?.type).toBe('file');
    expect((await outcome(client.call('deletefile', { path: '/demo', name: 'Docs' })))[0]).toBe('1');
    expect(sandbox.tree.get('/demo/Docs/empty.txt')).toBeUndefined();
    expect((await outcome(client.call('deletefile', { path: '/demo', name: 'Docs' })))[0]).toBe('0');
  });
});
