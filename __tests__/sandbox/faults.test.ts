import { describe, expect, it } from 'vitest';
import { type Fault, type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { loggedIn, outcome, type Session } from './client.ts';

const path = '/SHARED/docs/a.txt';
const content = 'x'.repeat(1000);

/** One download under a fault: what came of it. */
async function download(sandbox: Sandbox, { call }: Session, fault: Fault): Promise<Response> {
  sandbox.inject({ match: { op: 'downloadfile' }, fault });
  return call('downloadfile', { filepath: path });
}

/** The bytes that came before the connection broke. */
async function received(response: Response): Promise<{ bytes: number; broken: boolean }> {
  let bytes = 0;
  try {
    for await (const piece of response.body ?? []) bytes += piece.length;
    return { bytes, broken: false };
  } catch {
    return { bytes, broken: true };
  }
}

async function scene(): Promise<{ sandbox: Sandbox; session: Session } & AsyncDisposable> {
  const sandbox = await startSandbox({ files: { [path]: content } });
  return { sandbox, session: await loggedIn(sandbox), [Symbol.asyncDispose]: () => sandbox.close() };
}

describe('an injected fault', () => {
  it('H05 answers with another status, headers and body', async () => {
    await using at = await scene();
    const fault = { status: 429, headers: { 'retry-after': '7' }, body: 'slow down' };
    const answer = await download(at.sandbox, at.session, fault);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await answer.text()).toBe('slow down');
    expect(at.sandbox.requests.at(-1)?.status).toBe(429);
  });

  it('H09 resets the connection, at once or after some bytes', async () => {
    await using at = await scene();
    await expect(download(at.sandbox, at.session, { reset: true })).rejects.toThrow();
    expect(at.sandbox.requests.at(-1)?.status).toBe(0);
    const answer = await download(at.sandbox, at.session, { resetAfter: 400 });
    // A reset may overtake bytes that the client has not read yet.
    const { bytes, broken } = await received(answer);
    expect(broken).toBe(true);
    expect(bytes).toBeLessThanOrEqual(400);
  });

  it('H12 H13 falls short of the length, or ends early and looks complete', async () => {
    await using at = await scene();
    const short = await download(at.sandbox, at.session, { shortLength: 400 });
    expect(short.headers.get('content-length')).toBe('1000');
    expect(await received(short)).toEqual({ bytes: 400, broken: true });
    const cut = await download(at.sandbox, at.session, { truncate: 400 });
    expect(cut.headers.get('content-length')).toBeNull();
    expect(await received(cut)).toEqual({ bytes: 400, broken: false });
  });

  it('H10 stalls until the client gives up, or until the sandbox closes', async () => {
    const at = await scene();
    const answer = await download(at.sandbox, at.session, { stallAfter: 400 });
    const rest = received(answer);
    await at.sandbox.close();
    expect(await rest).toEqual({ bytes: 400, broken: true });
  });

  it('H11 drips', async () => {
    await using at = await scene();
    const answer = await download(at.sandbox, at.session, { drip: { bytes: 250, everyMs: 1 } });
    expect(await received(answer)).toEqual({ bytes: 1000, broken: false });
  });

  it('H01 H02 sends something else with status 200', async () => {
    await using at = await scene();
    const fake = await download(at.sandbox, at.session, { body: '{}', contentType: 'application/json' });
    expect([fake.status, await fake.text()]).toEqual([200, '{}']);
    expect(await (await download(at.sandbox, at.session, { html: true })).text()).toMatch(/^<!DOCTYPE html>/);
    expect(await outcome(download(at.sandbox, at.session, { commands: 'No.' }))).toEqual(['0', 'No.']);
  });

  it('H14 L07 compresses: well, cut short, and as a bomb', async () => {
    await using at = await scene();
    expect(await (await download(at.sandbox, at.session, { gzip: 'ok' })).text()).toBe(content);
    const cut = await download(at.sandbox, at.session, { gzip: 'cut' });
    expect((await received(cut)).bytes).toBeLessThan(1000);
    const bomb = await download(at.sandbox, at.session, { gzip: 'bomb' });
    expect(Number(bomb.headers.get('content-length'))).toBeLessThan(400_000);
    let bytes = 0;
    for await (const piece of bomb.body ?? []) {
      bytes += piece.length;
      if (bytes > 3_000_000) break;
    }
    expect(bytes).toBeGreaterThan(3_000_000);
  });

  it('H19 redirects, also where FileCloud would not', async () => {
    await using at = await scene();
    const answer = await download(at.sandbox, at.session, { redirectTo: 'http://169.254.169.254/', status: 307 });
    expect([answer.status, answer.headers.get('location')]).toEqual([307, 'http://169.254.169.254/']);
  });

  it('sends more headers than a client takes', async () => {
    await using at = await scene();
    await expect(download(at.sandbox, at.session, { headerBytes: 100_000 })).rejects.toThrow();
  });

  it('H16 changes the tree between the question and the answer', async () => {
    await using at = await scene();
    const answer = await download(at.sandbox, at.session, { before: ({ tree }) => tree.write(path, 'new') });
    expect(await answer.text()).toBe('new');
  });

  it('rewrites the answer, whatever its length', async () => {
    await using at = await scene();
    at.sandbox.inject({
      match: { op: 'getfilelist', path: '/SHARED/docs' },
      fault: { transform: xml => xml.replaceAll('a.txt', '../ü.txt') },
    });
    expect(await at.session.text('getfilelist', { path: '/SHARED/docs' })).toContain('<name>../ü.txt</name>');
  });

  it('waits, lets some pass, strikes so often, and can be taken back', async () => {
    await using at = await scene();
    const list = async (folder: string) => (await at.session.call('getfilelist', { path: folder })).status;
    const fault = at.sandbox.inject({
      match: { op: 'getfilelist', path: /^\/SHARED/ },
      skip: 1,
      times: 2,
      fault: { status: 503 },
    });
    expect(await list('/')).toBe(200);
    expect(await list('/SHARED')).toBe(200);
    expect(await list('/SHARED')).toBe(503);
    expect(fault.hits).toBe(1);
    fault.remove();
    expect(await list('/SHARED')).toBe(200);
    at.sandbox.inject({ times: 2, fault: { status: 500 } });
    expect([await list('/'), await list('/'), await list('/')]).toEqual([500, 500, 200]);
    at.sandbox.inject({ fault: { latency: 1 } });
    expect(await list('/')).toBe(200);
  });
});
