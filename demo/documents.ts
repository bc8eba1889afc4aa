/** Sample documents that look like a real share, in memory: nested folders, odd names, an empty folder, a big file. */

/** The smallest PDF that viewers open: one page, one line. */
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 52>>stream
BT /F1 18 Tf 20 100 Td (Data sheet, revision 7) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** A red dot, 1 × 1. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);

export const REMOTE_PATH = '/SHARED/handbook';
/** The document that the demo edits before its third run. */
export const EDITED = `${REMOTE_PATH}/policies/travel & expenses.md`;
/** 12 MiB. */
const BIG = 12 * 1024 * 1024;

/** Files by their path on the server. */
export function sampleDocuments(): Record<string, { content: string | Uint8Array; modified: number }> {
  let modified = 1_721_417_577; // 2024-07-19T19:32:57Z
  const files: Record<string, { content: string | Uint8Array; modified: number }> = {};
  const add = (path: string, content: string | Uint8Array): void => {
    files[`${REMOTE_PATH}/${path}`] = { content, modified };
    modified += 86_400;
  };
  add('README.md', '# Handbook\n\nThe documents that every build needs.\n');
  add('policies/travel & expenses.md', '# Travel & expenses\n\nBook early.\n');
  add('policies/security.md', '# Security\n\nLock your screen.\n');
  add('policies/2024 (draft) #3.md', '# Draft\n');
  add('policies/100% remote.md', '# Remote work\n');
  add('policies/C++ guidelines.md', '# C++\n');
  add('data sheets/sensor 007.pdf', PDF);
  add('data sheets/sensor 1.10.pdf', PDF);
  add('data sheets/Übersicht.csv', 'part;price\n007;12,50\n1.10;8,00\n');
  add('brand/logo.png', PNG);
  add('brand/🚀 launch/poster.png', PNG);
  add('brand/🚀 launch/notes.txt', '');
  add('legal/<contract> \'final\' "v2".txt', 'All rights reserved.\n');
  add('legal/error page.html', '<!doctype html><title>A real HTML document</title>\n');
  add('legal/export.xml', '<commands><command><result>0</result></command></commands>');
  add('.hidden/.settings', 'theme=dark\n');
  for (let chapter = 1; chapter <= 4; chapter++) {
    for (let page = 1; page <= 5; page++) {
      add(
        `manual/chapter ${chapter}/page ${page}.md`,
        `# Chapter ${chapter}, page ${page}\n${'Lorem ipsum. '.repeat(60)}\n`,
      );
    }
  }
  add('training/images.bin', Buffer.alloc(BIG, 'filecloud'));
  add('training/labels.json', JSON.stringify({ labels: ['cat', 'dog'] }));
  return files;
}

export const EMPTY_FOLDERS = [`${REMOTE_PATH}/inbox (empty)`];
