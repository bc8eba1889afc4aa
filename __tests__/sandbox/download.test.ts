import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { startSandbox, startStorageHost } from '../../sandbox/sandbox.ts';
import { loggedIn, outcome, texts } from './client.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const files = { '/SHARED/docs/a.txt': letters, '/SHARED/docs/b.txt': 'bb', '/SHARED/docs/sub/c.txt': 'ccc' };
const path = '/SHARED/docs/a.txt';
const wanted = { filepath: path, filename: 'a.txt' };

describe('downloadfile', () => {
  it('sends the bytes, with their length or without', async () => {
    await using sandbox = await startSandbox({ files });
    const { call } = await loggedIn(sandbox);
    const answer = await call('downloadfile', wanted);
    expect(answer.headers.get('content-length')).toBe('26');
    expect(await answer.text()).toBe(letters);
    sandbox.switches.contentLength = false;
    const chunked = await call('downloadfile', wanted);
    expect(chunked.headers.get('content-length')).toBeNull();
    expect(await chunked.text()).toBe(letters);
  });

  it('sends content that was never in memory, any part of it', async () => {
    await using sandbox = await startSandbox({
      files: { '/big': { size: 5_000_000_000, fill: 'abc' }, '/zeros': { size: 200_000 } },
    });
    const { call, text } = await loggedIn(sandbox);
    expect(texts(await text('fileinfo', { file: '/big' }), 'fullsize')).toEqual(['5000000000']);
    const range = { range: 'bytes=4999999996-' };
    expect(await text('downloadfile', { filepath: '/big' }, range)).toBe('bcab');
    const zeros = Buffer.from(await (await call('downloadfile', { filepath: '/zeros' })).arrayBuffer());
    expect(zeros.equals(Buffer.alloc(200_000))).toBe(true);
  });

  it.each([
    ['bytes=0-4', 206, 'abcde', 'bytes 0-4/26'],
    ['bytes=24-', 206, 'yz', 'bytes 24-25/26'],
    ['bytes=-3', 206, 'xyz', 'bytes 23-25/26'],
    ['bytes=20-99', 206, 'uvwxyz', 'bytes 20-25/26'],
    ['bytes=26-', 416, '', 'bytes */26'],
    ['bytes=5-4', 200, letters, null],
    ['bytes=0-1,3-4', 200, letters, null],
    ['lines=1-2', 200, letters, null],
  ])('H17 answers Range: %s with %i', async (range, status, body, contentRange) => {
    await using sandbox = await startSandbox({ files });
    const { call } = await loggedIn(sandbox);
    const answer = await call('downloadfile', wanted, { range });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-range')).toBe(contentRange);
    expect(await answer.text()).toBe(body);
  });

  it('H17 ignores a range, sends another than asked for, or refuses, when told to', async () => {
    await using sandbox = await startSandbox({ files });
    const { call } = await loggedIn(sandbox);
    const range = { range: 'bytes=10-' };
    sandbox.switches.ranges = 'ignore';
    expect((await call('downloadfile', wanted, range)).status).toBe(200);
    sandbox.switches.ranges = 'wrong';
    expect((await call('downloadfile', wanted, range)).headers.get('content-range')).toBe('bytes 5-25/26');
    sandbox.switches.ranges = '416';
    expect((await call('downloadfile', wanted, range)).status).toBe(416);
  });

  it('H18 sends the whole file when If-Range names another version', async () => {
    await using sandbox = await startSandbox({ files });
    const { call } = await loggedIn(sandbox);
    const etag = (await call('downloadfile', wanted)).headers.get('etag') ?? '';
    const headers = { range: 'bytes=10-', 'if-range': etag };
    expect((await call('downloadfile', wanted, headers)).status).toBe(206);
    sandbox.tree.write(path, letters);
    expect((await call('downloadfile', wanted, headers)).status).toBe(200);
    sandbox.switches.etag = 'weak';
    const weak = (await call('downloadfile', wanted)).headers.get('etag') ?? '';
    expect(weak).toMatch(/^W\//);
    expect((await call('downloadfile', wanted, { ...headers, 'if-range': weak })).status).toBe(200);
    sandbox.switches.etag = 'none';
    expect((await call('downloadfile', wanted)).headers.get('etag')).toBeNull();
  });

  it('H02 fails with the envelope and status 200, with 404, or with a page', async () => {
    await using sandbox = await startSandbox({ files, undownloadable: new Set([path]) });
    const { call, text } = await loggedIn(sandbox);
    expect(texts(await text('getfilelist', { path: '/SHARED/docs' }), 'candownload')).toEqual(['1', '1', '0', '1']);
    // The official PHP client knows the failure by the digit at byte 52.
    expect((await text('downloadfile', wanted))[52]).toBe('0');
    sandbox.switches.missingFileForm = '404';
    expect((await call('downloadfile', { filepath: '/SHARED/none' })).status).toBe(404);
    sandbox.switches.missingFileForm = 'html';
    expect(await text('downloadfile', { filepath: '/SHARED/docs' })).toMatch(/^<!DOCTYPE html>/);
  });

  it('H19 sends to the storage host, which sees no secret of a client that keeps them', async () => {
    const name = '/SHARED/docs/ä &#?%41.txt';
    await using sandbox = await startSandbox({ files: { [name]: 'stored' } });
    const host = await startStorageHost(sandbox);
    sandbox.switches.redirect = host.url;
    const { call, cookies } = await loggedIn(sandbox);
    const answer = await call('downloadfile', { filepath: name });
    expect(answer.status).toBe(302);
    const location = answer.headers.get('location') ?? '';
    expect(await (await fetch(location)).text()).toBe('stored');
    expect(host.leaks).toEqual([]);
    const careless = await fetch(location, {
      headers: { cookie: cookies, 'x-xsrf-token': 'x', authorization: 'Basic x' },
    });
    expect(careless.status).toBe(400);
    expect(host.leaks).toHaveLength(3);
    expect(host.hits).toBe(2);
    await host.close();
  });
});

describe('downloadfilemulti', () => {
  const asked = { count: '3', filepath: '/SHARED/docs/', fn1: 'a.txt', fn2: 'b.txt', fn3: 'sub' };

  it('packs the files that are there, and the folders with what they hold', async () => {
    await using sandbox = await startSandbox({ files });
    const { call } = await loggedIn(sandbox);
    const archive = await (await call('downloadfilemulti', { ...asked, count: '4', fn4: 'none' })).bytes();
    const found = Object.entries(unzipSync(archive)).map(([name, content]) => [name, Buffer.from(content).toString()]);
    expect(found).toEqual([
      ['a.txt', letters],
      ['b.txt', 'bb'],
      ['sub/c.txt', 'ccc'],
    ]);
  });

  it('fails with an empty body, as the PHP client expects, and with the envelope where it is not offered', async () => {
    await using sandbox = await startSandbox({ files });
    const { call, text } = await loggedIn(sandbox);
    expect(await text('downloadfilemulti', { count: '1', filepath: '/SHARED/docs/', fn1: 'none' })).toBe('');
    sandbox.switches.batch = false;
    expect((await outcome(call('downloadfilemulti', asked)))[0]).toBe('0');
  });

  it('spoils the archive as told', async () => {
    await using sandbox = await startSandbox({ files });
    const { call, text } = await loggedIn(sandbox);
    const archive = async () => (await call('downloadfilemulti', asked)).bytes();
    const names = async () => Object.keys(unzipSync(await archive()));
    const whole = await archive();
    sandbox.switches.batchFault = 'missing-entry';
    expect(await names()).toEqual(['a.txt', 'b.txt']);
    sandbox.switches.batchFault = 'odd-name';
    expect(await names()).toEqual(['unexpected-a.txt', 'b.txt', 'sub/c.txt']);
    sandbox.switches.batchFault = 'zip-slip';
    expect(await names()).toEqual(['../zip-slip.txt', 'a.txt', 'b.txt', 'sub/c.txt']);
    sandbox.switches.batchFault = 'truncated';
    expect(await archive()).toEqual(whole.subarray(0, Math.floor(whole.length / 2)));
    sandbox.switches.batchFault = 'bad-crc';
    const bad = await archive();
    expect(bad).toHaveLength(whole.length);
    expect(Buffer.from(bad).readUInt32LE(14)).not.toBe(Buffer.from(whole).readUInt32LE(14));
    sandbox.switches.batchFault = 'empty';
    expect(await text('downloadfilemulti', asked)).toBe('');
    sandbox.switches.batchFault = 'html';
    expect(await text('downloadfilemulti', asked)).toMatch(/^<!DOCTYPE html>/);
  });
});
