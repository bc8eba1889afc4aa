import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { Fault } from '../../sandbox/sandbox.ts';
import { door, serve, serveRaw } from './raw-server.ts';
import { client, docs, FOLDER, listed, MemorySink, rejection, scene, signal } from './scene.ts';

const PASSWORD = 'pä ss/w&rd+"42"';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXP';

/** A text in every form that it is sent or printed in. */
function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ v: secret }).toString().slice(2),
    Buffer.from(secret).toString('base64'),
    JSON.stringify(secret).slice(1, -1),
  ];
}

/** Everything that a program could print of an error. */
function printed(error: Error): string {
  return `${error.stack}\n${inspect(error, { depth: 9, showHidden: true })}`;
}

const FAULTS: Readonly<Record<string, Fault>> = {
  reset: { reset: true },
  'reset in the middle': { resetAfter: 10 },
  'short body': { shortLength: 10 },
  'status 500': { status: 500 },
  'status 403': { status: 403 },
  'too many headers': { headerBytes: 30_000 },
  'redirect away': { redirectTo: 'http://127.0.0.1:1/' },
  'redirect in circles': { redirectTo: '/core/getfilelist' },
  'redirect to nowhere': { redirectTo: 'http://[' },
  compressed: { gzip: 'ok' },
  page: { html: true },
  refusal: { commands: 'No.' },
};

test.each(Object.entries(FAULTS))('no secret is in an error or a line of the log: %s', async (_, fault) => {
  const { cloud, sandbox, log } = await scene(
    { files: docs({ a: 'aaa', b: 'bbb' }), password: PASSWORD, totpSecret: TOTP_SECRET },
    { password: PASSWORD, totpSecret: TOTP_SECRET, retries: 1 },
  );
  // The code, both names of the token, the seed and the hash of the session.
  expect(log.secrets.length).toBeGreaterThanOrEqual(4);
  const errors: Error[] = [];
  sandbox.inject({ times: Number.POSITIVE_INFINITY, fault });
  const cancelled = AbortSignal.abort();
  for (const failing of [
    () => cloud.list(FOLDER, signal),
    () => cloud.download(listed(`${FOLDER}/a`, 3), new MemorySink(), signal),
    () => cloud.lookUp(`${FOLDER}/a`, signal),
    () => cloud.login(signal),
    () => cloud.list(FOLDER, cancelled),
    () => cloud.downloadTogether?.(FOLDER, [listed(`${FOLDER}/a`, 3), listed(`${FOLDER}/b`, 3)], () => {}, signal),
  ]) {
    await failing()?.catch((error: Error) => errors.push(error));
  }
  expect(errors.length).toBeGreaterThan(1);
  const everything = [...log.lines, ...errors.map(printed)].join('\n');
  for (const secret of [PASSWORD, TOTP_SECRET, ...log.secrets]) {
    for (const form of formsOf(secret)) expect(everything).not.toContain(form);
  }
});

test('H04 no password is in the error of a rejected login', async () => {
  const { sandbox } = await scene();
  const { cloud, log } = client(sandbox.url, { password: PASSWORD });
  const everything = `${printed(await rejection(cloud.login(signal)))}\n${log.lines.join('\n')}`;
  for (const form of formsOf(PASSWORD)) expect(everything).not.toContain(form);
});

test.each([
  ['where the text is cut', 'pw-secret', 'x'.repeat(195), ''],
  ['where elements are taken out', 'pw<b>secret', '', '</b>'],
  ['where white space is taken together', 'pw-s  e\tcret', '', ''],
])('G09 no part of a password is in the error about a page that repeats it, %s', async (_, password, before, after) => {
  const { url } = await serve((_request, response) => {
    response.end(`<html>${before}${password}${after}</html>`);
  });
  const { cloud, log } = client(url, { password });
  log.secret(password);
  const { message } = await rejection(cloud.login(signal));
  expect(message).toContain('does not answer like a FileCloud server');
  expect(message).not.toMatch(/pw|secret/);
});

test('H10 no password is in the error of a request that stalls', async () => {
  const { url } = await serveRaw(() => {});
  const form = new URLSearchParams({ password: PASSWORD }).toString();
  const { get, log } = door(url, { timeout: 0.05, retries: 0 });
  const everything = `${printed(await rejection(get('/core/loginguest', { form })))}\n${log.lines.join('\n')}`;
  for (const form of formsOf(PASSWORD)) expect(everything).not.toContain(form);
});
