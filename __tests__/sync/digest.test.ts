import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareBytes, DigestFolder } from '../../src/sync/digest.ts';

interface Listed {
  readonly path: string;
  readonly size: number;
  readonly modified: number | undefined;
}

/** The definition, without folders: all paths sorted by their bytes. */
function reference(files: readonly Listed[]): string {
  const hash = createHash('sha256');
  for (const { path, size, modified } of [...files].sort((a, b) =>
    Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)),
  )) {
    hash.update(`${path}\0${size}\0${modified ?? ''}\n`);
  }
  return hash.digest('hex');
}

function digestOf(files: readonly Listed[]): string {
  const root = new DigestFolder();
  const folders = new Map<string, DigestFolder>([['', root]]);
  const folder = (path: string): DigestFolder => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf('/');
    const made = folder(slash < 0 ? '' : path.slice(0, slash)).folder(path.slice(slash + 1));
    folders.set(path, made);
    return made;
  };
  for (const { path, size, modified } of files) {
    const slash = path.lastIndexOf('/');
    folder(slash < 0 ? '' : path.slice(0, slash)).add(path.slice(slash + 1), size, modified);
  }
  return root.digest();
}

const name = fc.constantFrom('a', 'a-b', 'a.txt', 'a0', 'B', 'é', '\u{1F680}', '\uFF5E', 'line\nbreak', '007');
const files = fc.uniqueArray(
  fc.record({
    path: fc.array(name, { minLength: 1, maxLength: 4 }).map(parts => parts.join('/')),
    size: fc.nat(),
    modified: fc.option(fc.integer(), { nil: undefined }),
  }),
  { selector: file => file.path, maxLength: 12 },
);

test('is the SHA-256 of the list sorted by path, in whatever order and folders the files came', () => {
  fc.assert(
    fc.property(files, fc.func(fc.integer()), (listed, shuffle) => {
      const shuffled = [...listed].sort((a, b) => shuffle(a.path) - shuffle(b.path));
      expect(digestOf(shuffled)).toBe(reference(listed));
    }),
  );
});

test('an empty mirror has the digest of nothing', () => {
  expect(new DigestFolder().digest()).toBe(createHash('sha256').digest('hex'));
});

test('names compare by their bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
