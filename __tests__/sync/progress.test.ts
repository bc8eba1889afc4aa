import { describe, expect, test } from 'vitest';
import type { Progress } from '../../src/report/reporter.ts';
import { Arriving } from '../../src/sync/arriving.ts';
import type { Sink } from '../../src/sync/remote.ts';
import { Tally } from '../../src/sync/tally.ts';

const MEBIBYTE = 1024 * 1024;

function scene() {
  const shown: Progress[] = [];
  const tally = new Tally({
    outcome: () => {},
    warning: () => {},
    debug: () => {},
    progress: progress => shown.push(progress),
  });
  const sink = {
    size: 0,
    proof: undefined as string | undefined,
    write: (chunk: Uint8Array) => {
      sink.size += chunk.length;
    },
    restart: () => {
      sink.size = 0;
    },
  } satisfies Sink;
  const now = () => {
    tally.progress();
    const { bytesDownloaded, filesArrived } = shown.at(-1) ?? { bytesDownloaded: -1, filesArrived: -1 };
    return [bytesDownloaded, filesArrived];
  };
  return { tally, sink, shown, now };
}

describe('a large file on its way', () => {
  test('is progress, chunk by chunk, until it has come', () => {
    const { tally, sink, shown, now } = scene();
    const arriving = Arriving.of(sink, 4 * MEBIBYTE, tally);
    arriving?.write(Buffer.alloc(MEBIBYTE));
    arriving?.write(Buffer.alloc(2 * MEBIBYTE));
    expect(shown.map(progress => [progress.bytesDownloaded, progress.filesArrived])).toEqual([
      [MEBIBYTE, 0.25],
      [3 * MEBIBYTE, 0.75],
    ]);
    expect([arriving?.size, sink.size]).toEqual([3 * MEBIBYTE, 3 * MEBIBYTE]);
    arriving?.end();
    expect(now()).toEqual([0, 0]);
    tally.downloaded({ path: 'a', action: 'new', size: 4 * MEBIBYTE });
    expect(now()).toEqual([4 * MEBIBYTE, 0]);
  });

  test('that begins again is none until then', () => {
    const { tally, sink, now } = scene();
    const arriving = Arriving.of(sink, 2 * MEBIBYTE, tally);
    arriving?.write(Buffer.alloc(MEBIBYTE));
    arriving?.restart();
    expect([sink.size, ...now()]).toEqual([0, 0, 0]);
  });

  test('is no more than all of it, whatever the server sends', () => {
    const { tally, sink, now } = scene();
    Arriving.of(sink, 2 * MEBIBYTE, tally)?.write(Buffer.alloc(3 * MEBIBYTE));
    expect(now()).toEqual([2 * MEBIBYTE, 1]);
  });

  test('hands on what proves its version, in both directions', () => {
    const { tally, sink } = scene();
    sink.proof = '"kept"';
    const arriving = Arriving.of(sink, 2 * MEBIBYTE, tally);
    expect(arriving?.proof).toBe('"kept"');
    if (arriving !== undefined) arriving.proof = '"new"';
    expect(sink.proof).toBe('"new"');
  });

  test.each([undefined, 0, MEBIBYTE - 1])('of %s bytes is none', size => {
    const { tally, sink } = scene();
    expect(Arriving.of(sink, size, tally)).toBeUndefined();
  });
});

test('each file is seen once, whatever becomes of it', () => {
  const { tally, shown } = scene();
  tally.skipped({ path: 'same', action: 'skipped' });
  tally.failed('refused', 'Its name is no name.');
  for (const size of [10, undefined, 30]) tally.toDownload(size);
  tally.notDownloaded('lost', 'It is gone.');
  tally.downloaded({ path: 'new', action: 'new', size: 10 });
  expect(shown.at(-1)).toMatchObject({ filesSeen: 5, filesToDownload: 3, filesDownloaded: 1, bytesToDownload: 40 });
  expect(tally.counts).toMatchObject({ failed: 2, skipped: 1, new: 1 });
});
