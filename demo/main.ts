/**
 * The main job, watched: the built action mirrors sample documents from the sandbox three times. Everything is new, then everything is
 * skipped, then one edit is picked up. No network but loopback.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/sandbox.ts';
import { actionDefaults } from './action-defaults.ts';
import { EDITED, EMPTY_FOLDERS, REMOTE_PATH, sampleDocuments } from './documents.ts';
import { runAction } from './runner.ts';

const entry = join(import.meta.dirname, '..', 'dist', 'index.js');
const documents = sampleDocuments();
const count = Object.keys(documents).length;
const workspace = mkdtempSync(join(tmpdir(), 'filecloud-mirror-demo-'));
const sandbox = await startSandbox({ files: documents, folders: EMPTY_FOLDERS, user: 'ci', password: 'correct horse' });
const rounds = [
  { title: 'First run: everything is new', expected: { new: count, updated: 0, skipped: 0 } },
  { title: 'Second run: nothing changed', expected: { new: 0, updated: 0, skipped: count } },
  { title: 'Third run: one document was edited', expected: { new: 0, updated: 1, skipped: count - 1 } },
];
let right = true;
try {
  if (!existsSync(entry)) throw new Error(`${entry} is missing. Build it with: npm run build`);
  for (const [index, { title, expected }] of rounds.entries()) {
    if (index === 2) sandbox.tree.write(EDITED, '# Travel & expenses\n\nBook early. Travel by train.\n', 1_730_000_000);
    console.log(`\n════ ${title} ${'═'.repeat(70 - title.length)}\n`);
    const result = await runAction({
      entry,
      workspace,
      defaults: actionDefaults(),
      inputs: {
        server: sandbox.url,
        username: 'ci',
        password: 'correct horse',
        'remote-path': REMOTE_PATH,
        'local-path': 'handbook',
        cache: 'false',
      },
      onOutput: chunk => process.stdout.write(chunk),
    });
    console.log('\n── outputs ──');
    for (const [name, value] of Object.entries(result.outputs)) console.log(`${name}=${value}`);
    console.log('\n── job summary ──');
    console.log(result.summary);
    const agrees =
      result.status === 0 && Object.entries(expected).every(([name, value]) => result.outputs[name] === String(value));
    if (!agrees) {
      right = false;
      console.error(`This run ended with status ${result.status} and not as expected: ${JSON.stringify(expected)}`);
    }
  }
} finally {
  await sandbox.close();
  rmSync(workspace, { recursive: true, force: true });
}
console.log(
  right ? `All three runs did what they should: ${count} new, ${count} skipped, 1 updated.` : 'Not as expected.',
);
process.exitCode = right ? 0 : 1;
