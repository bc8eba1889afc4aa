import { describe, expect, test } from 'vitest';
import { Cookies } from '../../src/filecloud/cookies.ts';

/** What is sent back of what was set. */
function sentBack(...lines: readonly string[]): string | undefined {
  const cookies = new Cookies('https:');
  cookies.take(lines);
  return cookies.header;
}

describe('H26 cookies', () => {
  test.each([
    [['a=1'], 'a=1'],
    [['a=1; path=/; SameSite=Lax; HttpOnly', 'b=2'], 'a=1; b=2'],
    [['a=1', 'a=2'], 'a=2'],
    [['a=x=y='], 'a=x=y='],
    [[' a = 1 '], 'a=1'],
    [['a=1; Domain=other.example.com; Path=/elsewhere'], 'a=1'],
    [['a=1', 'a='], undefined],
    [['a=1', 'a=deleted'], undefined],
    [['a=1', 'a=2; Max-Age=0'], undefined],
    [['a=1', 'a=2; expires=Thu, 01 Jan 1970 00:00:00 GMT'], undefined],
    [['a=1; Max-Age=3600; expires=Fri, 01 Jan 2999 00:00:00 GMT'], 'a=1'],
    [['a=1; expires=soon'], 'a=1'],
    [['=1', 'nothing', ''], undefined],
    [['__proto__=1'], '__proto__=1'],
  ] as const)('%j are sent back as %s', (lines, header) => {
    expect(sentBack(...lines)).toBe(header);
  });

  test('together are 8 KiB at most: what is beyond is not taken', () => {
    const half = 'x'.repeat(4000);
    expect(sentBack(`a=${half}`, `b=${half}`, `c=${half}`, 'd=1')).toBe(`a=${half}; b=${half}; d=1`);
  });

  test('that are new are told, to be kept out of logs; the name of the user is no secret', () => {
    const cookies = new Cookies('https:');
    const lines = ['X-XSRF-TOKEN-user=token', 'tonido-login-user=demo', 'tonido-login-hash=hash'];
    expect(cookies.take(lines)).toEqual(['token', 'hash']);
    expect(cookies.take(lines)).toEqual([]);
    expect(cookies.take(['tonido-login-hash=other'])).toEqual(['other']);
    expect(cookies.get('tonido-login-hash')).toBe('other');
  });

  test('that are marked Secure are left out over plain http, one by one', () => {
    const cookies = new Cookies('http:');
    expect(cookies.take(['a=secret; path=/', 'b=other; secure', 'c=third; SECURE ; path=/'])).toEqual(['secret']);
    expect(cookies.header).toBe('a=secret');
    cookies.take(['a=new; Secure', 'b=plain']);
    expect(cookies.header).toBe('b=plain');
    const safe = new Cookies('https:');
    safe.take(['a=1; Secure', 'b=2']);
    expect([safe.header, safe.withheld]).toEqual(['a=1; b=2', false]);
  });

  test.each([
    [['tonido-login-hash=1', 'AWSALBCORS=1; Secure'], false],
    [['tonido-login-hash=1; Secure', 'AWSALB=1'], true],
    [['tonido-login-hash=1', 'X-XSRF-TOKEN=1; Secure'], true],
    [['session=1; Secure'], true],
    [['a=1'], false],
    [[], false],
  ] as const)('%j over plain http: the session is withheld: %s', (lines, withheld) => {
    const cookies = new Cookies('http:');
    cookies.take(lines);
    expect(cookies.withheld).toBe(withheld);
  });
});
