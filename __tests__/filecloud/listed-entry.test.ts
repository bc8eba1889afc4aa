import { describe, expect, test } from 'vitest';
import { answered, entry, page } from './answered-listing.ts';
import { docs, FOLDER, manyDocs, named, names, scene, signal } from './scene.ts';

describe('an entry', () => {
  test.each([
    ['dir', 'folder'],
    ['directory', 'folder'],
    ['0', 'folder'],
    ['file', 'file'],
    ['1', 'file'],
    ['', 'file'],
    ['Link', 'unknown'],
  ])('L16 of type “%s” is a %s', async (type, kind) => {
    const { list } = await answered(
      page(`<entry><path>/d/a</path><name>a</name><type>${type}</type><candownload>1</candownload></entry>`),
    );
    const [only] = await list();
    expect(only).toMatchObject({ kind });
    expect(only?.type).toBe(kind === 'unknown' ? type : undefined);
  });

  test('L16 without a type is a file', async () => {
    const { list } = await answered(page('<entry><path>/d/a</path><name>a</name></entry>'));
    expect(await list()).toMatchObject([{ kind: 'file', size: undefined, modified: undefined, downloadable: true }]);
  });

  test('L17 says whether the account may download it', async () => {
    const at = await scene({ files: manyDocs(2), undownloadable: new Set([`${FOLDER}/f0`]) });
    const entries = await at.cloud.list(FOLDER, signal);
    expect(named(entries, 'f0').downloadable).toBe(false);
    expect(named(entries, 'f1').downloadable).toBe(true);
  });

  test.each([
    ['0', 0],
    ['007', 7],
    [' 12\n', 12],
    ['5368709120', 5_368_709_120],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['9007199254740993', undefined],
    ['99999999999999999999', undefined],
    ['', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    ['1.5', undefined],
    ['413 KB', undefined],
    ['0x1F', undefined],
  ])('L18 H30 a size of “%s” is %s', async (text, size) => {
    const { list } = await answered(
      page(
        `<entry><path>/d/a</path><name>a</name><type>file</type><size>1 KB</size><fullsize>${text}</fullsize></entry>`,
      ),
    );
    expect((await list())[0]?.size).toBe(size);
  });

  test('L19 may come in any order', async () => {
    const { list } = await answered(page(`${entry('b')}${entry('a')}`, '<total>2</total><result>1</result>'));
    expect(names(await list())).toEqual(['b', 'a']);
  });

  test.each([
    ['a&amp;b', 'a&b'],
    ['a&amp;amp;b', 'a&amp;b'],
    ['it&#039;s', "it's"],
    ['&#xe4;&#228;', 'ää'],
    ['&lt;b&gt; &quot;c&quot; &apos;d&apos;', `<b> "c" 'd'`],
    ['&#128512;', '😀'],
  ])('L22 a name written “%s” is decoded once: “%s”', async (written, name) => {
    const { list } = await answered(page(entry(written)));
    const [only] = await list();
    expect(only).toMatchObject({ name, path: `${FOLDER}/${name}` });
    expect(only).not.toHaveProperty('malformed');
  });

  test('names stay exactly as they are', async () => {
    const odd = ['007', '1.10', '1e5', '0x1F', 'true', ' a ', 'a.', '%2e%2e', '__proto__', 'a\\b', 'é', 'e\u0301'];
    const { cloud } = await scene({ files: docs(Object.fromEntries(odd.map(name => [name, '']))), folders: [FOLDER] });
    // A literal of `__proto__` is no property: it is written by itself.
    expect(new Set(names(await cloud.list(FOLDER, signal)))).toEqual(new Set(odd));
  });
});
