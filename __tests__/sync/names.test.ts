import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collisionKey, isOwnName, OWN_FOLDER, refusal } from '../../src/sync/names.ts';

const PLATFORMS = ['linux', 'darwin', 'win32'] as const;
const name = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0xffff })).map(units => String.fromCharCode(...units)),
  fc.string({ unit: fc.constantFrom('.', '/', '\\', ':', ' ', 'a', '\0', '\ud800', 'é', '~', '1', 'CON') }),
);

describe('names that may not become local', () => {
  test.each([
    ['N01', '..', 'points outside the folder'],
    ['N02', '.', 'the folder itself'],
    ['N03', '', 'is empty'],
    ['N04', '/', 'contains “/”'],
    ['N04', '/etc/passwd', 'contains “/”'],
    ['N05', 'a/b', 'contains “/”'],
    ['N08', 'a\0b', 'NUL'],
    ['N20', 'a\ud800b', 'lone surrogate'],
    ['N20', '\udc00', 'lone surrogate'],
    ['N21', '.filecloud-mirror', 'reserved'],
    ['N21', '.FileCloud-MIRROR', 'reserved'],
    ['N21', '.filecloud\u200c-mirror', 'reserved'],
    ['N21', '\ufeff.filecloud-mirror', 'reserved'],
    ['N26', '.git', 'git would run commands from'],
    ['N26', '.GIT', 'git would run commands from'],
    ['N26', '.g\u200cit', 'git would run commands from'],
    ['N26', '\u206f.git', 'git would run commands from'],
    ['N12', 'a'.repeat(256), '256'],
  ])('%s %j anywhere', (_, refused, reason) => {
    for (const platform of PLATFORMS) expect(refusal(refused, platform), platform).toContain(reason);
  });

  test.each<readonly [string, string, string]>([
    ['N06', 'a\\b', '“\\”'],
    ['N06', '..\\x', '“\\”'],
    ['N07', 'C:', '“:”'],
    ['N07', '\\\\host\\x', '“\\”'],
    ['N07', 'file:stream', '“:”'],
    ['N09', 'a\nb', 'control character'],
    ['N09', '\x01', 'control character'],
    ['N10', 'a.', 'dot or a space'],
    ['N10', 'a ', 'dot or a space'],
    ['N10', '...', 'dot or a space'],
    ['N11', 'CON', 'device'],
    ['N11', 'nul.txt.jpg', 'device'],
    ['N11', 'nul .txt', 'device'],
    ['N11', 'COM0', 'device'],
    ['N11', 'lpt¹.log', 'device'],
    ['N11', 'CONIN$', 'device'],
    ['N21', 'FILECL~1', 'reserved'],
    ['N26', 'git~1', 'git would run commands from'],
    ['N26', 'GIT~12', 'git would run commands from'],
    ['N26', '.git.', 'dot or a space'],
    ['N26', '.git::$INDEX_ALLOCATION', '“:”'],
    ...[...'<>"|?*'].map(sign => ['N07', `a${sign}`, `“${sign}”`] as const),
  ])('%s %j on Windows only', (_, refused, reason) => {
    expect(refusal(refused, 'win32')).toContain(reason);
    expect(refusal(refused, 'linux')).toBeUndefined();
  });

  test('N12 bytes count on Linux, UTF-16 units elsewhere', () => {
    expect(refusal('é'.repeat(127), 'linux')).toBeUndefined();
    expect(refusal('é'.repeat(128), 'linux')).toContain('256 bytes');
    expect(refusal('é'.repeat(255), 'win32')).toBeUndefined();
    expect(refusal('é'.repeat(255), 'darwin')).toBeUndefined();
    expect(refusal('😀'.repeat(128), 'darwin')).toContain('256 characters');
  });

  test('the reason says what to do', () => {
    expect(refusal('..', 'linux')).toBe(
      'The name is “..”, which points outside the folder. Rename it on the server, or exclude it.',
    );
  });
});

test.each([
  ['N09', 'tab\there'],
  ['N09', 'a\n::error::x'],
  ['N09', '\u202egnp.exe'],
  ['N10', ' a '],
  ['N23', '__proto__'],
  ['N25', '%2e%2e%2f'],
  ['dots', '...'],
  ['a dot file', '.gitignore'],
  ['a dot file', '.github'],
  ['a folder of a bare repository', 'handbook.git'],
  ['letters beyond', 'Übersicht – 2024 😀.pdf'],
  ['an own-like name', '.filecloud-mirror2'],
])('%s %j is a name like others on Linux', (_, fine) => {
  expect(refusal(fine, 'linux')).toBeUndefined();
});

test('N01–N08 no name that is let through leads anywhere but one step down', () => {
  fc.assert(
    fc.property(name, candidate => {
      if (refusal(candidate, 'linux') === undefined) {
        expect(posix.join('/m', candidate)).toBe(`/m/${candidate}`);
        expect(Buffer.from(candidate).toString()).toBe(candidate);
      }
      if (refusal(candidate, 'win32') === undefined) {
        expect(win32.resolve('C:\\m', candidate)).toBe(`C:\\m\\${candidate}`);
        expect(refusal(candidate, 'linux') === undefined || Buffer.byteLength(candidate) > 255).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

describe('names that are one on some file systems', () => {
  const all = { case: true, normalisation: true };
  test.each([
    ['N15', 'A.txt', 'a.TXT', { case: true, normalisation: false }],
    ['N15', 'Straße', 'STRASSE', { case: true, normalisation: false }],
    ['N15', 'ẞ', 'ß', { case: true, normalisation: false }],
    ['N15', 'ΣΑΣ', 'σας', { case: true, normalisation: false }],
    ['N16', 'é', 'e\u0301', { case: false, normalisation: true }],
    ['N16', 'É', 'e\u0301', all],
    ['N16', '\u212b', 'å', all],
  ])('%s %j and %j', (_, one, other, fold) => {
    expect(collisionKey(one, fold)).toBe(collisionKey(other, fold));
    expect(collisionKey(one, { case: false, normalisation: false })).toBe(one);
  });

  test('N15 N16 the key is the same for every way to write a name, and its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), written => {
        const key = collisionKey(written, all);
        for (const form of ['NFC', 'NFD'] as const) expect(collisionKey(written.normalize(form), all)).toBe(key);
        // Decomposed first, as Unicode defines it: upper case turns U+0345, an accent, into a letter.
        expect(collisionKey(written.normalize('NFD').toUpperCase(), all)).toBe(key);
        expect(collisionKey(key, all)).toBe(key);
      }),
      { numRuns: 300 },
    );
  });
});

test('N21 the own folder is known by every name that it could go by', () => {
  for (const platform of PLATFORMS) {
    expect(isOwnName(OWN_FOLDER, platform)).toBe(true);
    expect(isOwnName('filecloud-mirror', platform)).toBe(false);
  }
});
