import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';

/** A server to be tried, and what may be touched there. */
export interface Candidate {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** A folder for scratch files, `/SHARED/scratch`: everything that is written is written in a new folder below it, and removed after. */
  readonly folder: string;
}

/**
 * What a FileCloud server has to do for this project, as tests over plain HTTP. The same suite runs against the sandbox and against a real
 * server: where both pass, what works with one works with the other.
 */
export function conformance(name: string, candidate: () => Candidate | Promise<Candidate>): void {
  describe(name, () => {
    let server: Candidate;
    let cookies = '';
    let token = '';
    let scratch = '';

    const ask = async (path: string, form: Record<string, string> = {}): Promise<{ status: number; text: string }> => {
      const answer = await fetch(`${server.url}${path}`, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: { cookie: cookies, 'x-requested-with': 'XMLHttpRequest', 'x-xsrf-token': token, accept: '*/*' },
        redirect: 'manual',
      });
      return { status: answer.status, text: await answer.text() };
    };
    const upload = async (file: string, content: string, date: string): Promise<void> => {
      const query = new URLSearchParams({
        appname: 'explorer',
        path: scratch,
        offset: '0',
        complete: '1',
        filename: file,
        filesize: String(Buffer.byteLength(content)),
        date,
      });
      const body = new FormData();
      body.set('file_contents', new Blob([content]), file);
      const answer = await fetch(`${server.url}/core/upload?${query}`, {
        method: 'POST',
        body,
        headers: { cookie: cookies, 'x-requested-with': 'XMLHttpRequest', 'x-xsrf-token': token },
      });
      expect(await answer.text()).toBe('OK');
    };
    const list = async (path: string, start = 0, limit = 1000): Promise<string> =>
      (await ask('/core/getfilelist', { path, start: String(start), limit: String(limit) })).text;
    const download = (path: string): Promise<Response> => {
      const query = new URLSearchParams({ filepath: path, filename: path.slice(path.lastIndexOf('/') + 1) });
      return fetch(`${server.url}/core/downloadfile?${query.toString().replaceAll('+', '%20')}`, {
        headers: { cookie: cookies, 'x-requested-with': 'XMLHttpRequest', 'x-xsrf-token': token },
      });
    };

    beforeAll(async () => {
      server = await candidate();
      const answer = await fetch(`${server.url}/core/loginguest`, {
        method: 'POST',
        body: new URLSearchParams({ userid: server.username, password: server.password }),
      });
      expect(values(await answer.text(), 'result')).toEqual(['1']);
      const pairs = answer.headers.getSetCookie().map(line => line.split(';', 1)[0] ?? '');
      cookies = pairs.join('; ');
      token = pairs.find(pair => pair.startsWith('X-XSRF-TOKEN='))?.slice('X-XSRF-TOKEN='.length) ?? '';
      const made = `conformance-${randomUUID()}`;
      expect(values((await ask('/core/createfolder', { path: server.folder, name: made })).text, 'result')).toEqual([
        '1',
      ]);
      scratch = `${server.folder}/${made}`;
      await upload('a b & c.txt', 'first', '2024-07-19 19:32:57');
      await upload('empty.txt', '', '2024-07-20 00:00:00');
      for (const number of [1, 2, 3]) await upload(`number ${number}.txt`, String(number), '2024-07-21 00:00:00');
      return async () => {
        await ask('/core/deletefile', { path: server.folder, name: made });
        await ask('/core/locksession');
      };
    });

    test('says that the session is there, and that it is a FileCloud server', async () => {
      const { text } = await ask('/core/getauthenticationinfo');
      expect(values(text, 'authenticated')).toEqual(['1']);
      expect(values(text, 'OS')).toEqual(['TONIDO_CLOUD']);
    });

    test('lists a folder whole, with names, sizes and UTC times', async () => {
      const text = await list(scratch);
      expect(values(text, 'total')).toEqual(['5']);
      expect(values(text, 'name').sort()).toEqual([
        'a b &amp; c.txt',
        'empty.txt',
        'number 1.txt',
        'number 2.txt',
        'number 3.txt',
      ]);
      expect(values(text, 'fullsize').map(Number).sort()).toEqual([0, 1, 1, 1, 5]);
      for (const time of values(text, 'modifiedepochutc')) expect(time).toMatch(/^\d{10}$/);
    });

    test('the time of an upload is the time of the listing, in UTC', async () => {
      const text = await list(scratch);
      expect(values(text, 'modifiedepochutc')[values(text, 'name').indexOf('a b &amp; c.txt')]).toBe('1721417577');
    });

    test('pages by start and limit; total is the number of all', async () => {
      const pages = [await list(scratch, 0, 2), await list(scratch, 2, 2), await list(scratch, 4, 2)];
      expect(pages.map(page => values(page, 'name').length)).toEqual([2, 2, 1]);
      expect(pages.flatMap(page => values(page, 'total'))).toEqual(['5', '5', '5']);
      expect(new Set(pages.flatMap(page => values(page, 'name'))).size).toBe(5);
    });

    test('a folder that is not there is no empty folder', async () => {
      const { status, text } = await ask('/core/getfilelist', { path: `${scratch}/missing`, start: '0', limit: '10' });
      const succeeded = status === 200 && text.includes('<entries>') && values(text, 'result')[0] !== '0';
      expect(succeeded).toBe(false);
    });

    test('downloads the bytes that were uploaded', async () => {
      const answer = await download(`${scratch}/a b & c.txt`);
      expect([answer.status, await answer.text()]).toEqual([200, 'first']);
      const empty = await download(`${scratch}/empty.txt`);
      expect([empty.status, await empty.text()]).toEqual([200, '']);
    });

    test('a file that is not there is not downloaded with success', async () => {
      const answer = await download(`${scratch}/missing.txt`);
      const text = await answer.text();
      expect(answer.status !== 200 || values(text, 'result')[0] === '0' || /<html/i.test(text)).toBe(true);
    });

    test('tells about one file, and has no entry for one that is not there', async () => {
      const there = await ask('/core/fileinfo', { file: `${scratch}/number 1.txt` });
      expect(values(there.text, 'name')).toEqual(['number 1.txt']);
      const missing = await ask('/core/fileinfo', { file: `${scratch}/missing.txt` });
      expect(missing.text).not.toContain('<name>missing.txt</name>');
    });

    test('a file that was deleted is gone from the listing', async () => {
      await upload('gone.txt', 'x', '2024-07-21 00:00:00');
      expect(values(await list(scratch), 'name')).toContain('gone.txt');
      await ask('/core/deletefile', { path: scratch, name: 'gone.txt' });
      expect(values(await list(scratch), 'name')).not.toContain('gone.txt');
    });

    test('a call without a session is refused', async () => {
      const answer = await fetch(`${server.url}/core/getfilelist`, {
        method: 'POST',
        body: new URLSearchParams({ path: scratch, start: '0', limit: '10' }),
      });
      expect(values(await answer.text(), 'name')).toEqual([]);
    });
  });
}

/** The texts of all elements of a name. */
function values(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(match => match[1]?.trim() ?? '');
}
