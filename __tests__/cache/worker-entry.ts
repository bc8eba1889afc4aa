import { cacheWorker } from '../../src/cache/worker.ts';

// What the entries of the program do when they are started with `--cache-worker`.
await cacheWorker();
