import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Pair {
  readonly key: string;
  readonly cert: string;
}

/** An authority that nobody trusts, and what it signed. */
export interface Authority {
  readonly certificate: string;
  /** For 127.0.0.1 and localhost. */
  readonly right: Pair;
  /** For another host. */
  readonly elsewhere: Pair;
  /** Not valid any more. */
  readonly expired: Pair;
}

/** Makes an authority with openssl: certificates in the repository would expire. */
export function makeAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout'];
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const sign = (names: string, days: number): Pair => {
    writeFileSync(join(folder, 'names'), `subjectAltName=${names}\n`);
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
    openssl('x509', '-req', '-in', 'csr', ...by, '-days', String(days), '-extfile', 'names', '-out', 'signed');
    return { key: read('key'), cert: read('signed') };
  };
  try {
    openssl(
      'req',
      '-x509',
      ...newKey,
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      '2',
      '-subj',
      '/CN=An authority of our own',
    );
    openssl('req', ...newKey, 'key', '-out', 'csr', '-subj', '/CN=server');
    return {
      certificate: read('ca.pem'),
      right: sign('IP:127.0.0.1,DNS:localhost', 2),
      elsewhere: sign('DNS:elsewhere.example.com', 2),
      expired: sign('IP:127.0.0.1,DNS:localhost', -1),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
