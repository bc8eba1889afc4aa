import { describe, expect, test } from 'vitest';
import { Cookies } from '../../src/filecloud/cookies.ts';

/** What is sent back of what was set. */
function sentBack(...lines: readonly string[]): string | undefined {
  const cookies = new Cookies();
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
    const cookies = new Cookies();
    const lines = ['X-XSRF-TOKEN-user=token', 'tonido-login-user=demo', 'tonido-login-hash=hash'];
    expect(cookies.take(lines)).toEqual(['token', 'hash']);
    expect(cookies.take(lines)).toEqual([]);
    expect(cookies.take(['tonido-login-hash=other'])).toEqual(['other']);
    expect(cookies.get('tonido-login-hash')).toBe('other');
  });

  test('that are marked Secure are noticed, until they are cleared', () => {
    const cookies = new Cookies();
    cookies.take(['a=1; path=/']);
    expect(cookies.secure).toBe(false);
    cookies.take(['b=1; secure']);
    expect(cookies.secure).toBe(true);
    cookies.clear();
    expect([cookies.secure, cookies.header]).toEqual([false, undefined]);
  });
});
