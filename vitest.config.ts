import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    setupFiles: ['__tests__/setup.ts'],
    include: ['__tests__/**/*.test.ts'],
    // One loading of the sources a worker: the tests keep no state in modules.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    // No test asserts a speed; this only ends what hangs, also on a machine twenty times slower than a laptop.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    server: { deps: { inline: [/@actions\/(languageservice|workflow-parser|expressions)/] } },
  },
});
