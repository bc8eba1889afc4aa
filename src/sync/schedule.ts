import { setMaxListeners } from 'node:events';
import { CancelledError } from '../errors.ts';
import type { Queue } from '../queue.ts';

/** Files that may wait for their download, for each request in flight. Beyond that no more folders are listed. */
const WAITING_PER_SLOT = 16;

export interface Work<Folder, Job> {
  /** Last in, first out: the frontier of the walk stays small. */
  readonly folders: Folder[];
  readonly jobs: Queue<Job>;
  readonly list: (folder: Folder, signal: AbortSignal) => Promise<void>;
  readonly transfer: (job: Job, signal: AbortSignal) => Promise<void>;
}

/**
 * Lists and transfers at once until nothing is left, with at most `concurrency` in flight. While files wait, a quarter of that goes on
 * listing; when too many wait, none does (back-pressure). The first error ends it: nothing new is started, what is in flight is aborted and awaited.
 * @throws what a task threw first, or CancelledError
 */
export async function schedule<Folder, Job>(
  work: Work<Folder, Job>,
  concurrency: number,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  // Each request in flight listens; older versions of Node call more than ten a leak.
  setMaxListeners(0, stop.signal);
  const listingShare = Math.max(1, Math.floor(concurrency / 4));
  let listing = 0;
  let transferring = 0;
  let failure: { readonly error: unknown } | undefined;

  await new Promise<void>(resolve => {
    const fail = (error: unknown): void => {
      failure ??= { error };
      stop.abort();
    };
    const cancel = (): void => fail(new CancelledError());
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });

    const start = (task: Promise<void>, done: () => void): void => {
      task.catch(fail).finally(() => {
        done();
        pump();
      });
    };
    const pump = (): void => {
      while (failure === undefined && listing + transferring < concurrency) {
        const mayList =
          work.folders.length > 0 &&
          work.jobs.length < WAITING_PER_SLOT * concurrency &&
          (work.jobs.length === 0 || listing < listingShare);
        if (mayList) {
          const folder = work.folders.pop();
          if (folder === undefined) break;
          listing++;
          start(work.list(folder, stop.signal), () => listing--);
          continue;
        }
        const job = work.jobs.length > 0 ? work.jobs.shift() : undefined;
        if (job === undefined) break;
        transferring++;
        start(work.transfer(job, stop.signal), () => transferring--);
      }
      if (listing + transferring === 0) {
        signal.removeEventListener('abort', cancel);
        resolve();
      }
    };
    pump();
  });
  if (failure !== undefined) throw failure.error;
}
