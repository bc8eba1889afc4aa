import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, RunError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import type { Outcome } from '../sync/outcome.ts';

type Write = (descriptor: number, text: string) => void;

/** What the name of an unfinished report ends with: nothing else is called so. */
const PART = '.filecloud-mirror-part';

/** Characters that are gathered before they are written. */
const GATHERED = 64 * 1024;

/** The report: one JSON object a line, one line a file. Written beside its place, and moved there when the run ends, however it ends. */
export class ReportFile {
  readonly #path: string;
  readonly #part: string;
  readonly #descriptor: number;
  readonly #write: Write;
  #lines = '';

  private constructor(path: string, part: string, descriptor: number, write: Write) {
    this.#path = path;
    this.#part = part;
    this.#descriptor = descriptor;
    this.#write = write;
  }

  /**
   * @param path absolute
   * @param write for tests
   * @throws RunError when it cannot be written
   */
  static open(path: string, write: Write = writeFileSync): ReportFile {
    try {
      makeFolder(dirname(path));
      // A link to a file stays one: what it leads to is replaced.
      const place = statSync(path, { throwIfNoEntry: false })?.isFile() === true ? realpathSync(path) : path;
      const part = `${place}${PART}`;
      return new ReportFile(place, part, openAnew(part), write);
    } catch (error) {
      throw new RunError(
        `report: “${path}” cannot be written (${messageOf(error)}). Name a file in a folder that can be written to.`,
        {
          cause: error,
        },
      );
    }
  }

  write({ path, action, size, modified, error }: Outcome): void {
    const line = {
      path,
      action,
      ...(size === undefined ? {} : { size }),
      ...(modified === undefined ? {} : { modified: timeText(modified) }),
      ...(error === undefined ? {} : { error }),
    };
    this.#lines += `${JSON.stringify(line)}\n`;
    if (this.#lines.length >= GATHERED) this.#flush();
  }

  /** @throws RunError when the rest cannot be written */
  close(): void {
    try {
      this.#flush();
    } finally {
      this.#done();
    }
  }

  /** What was written is put in its place, even where the rest found no room. */
  #done(): void {
    try {
      closeSync(this.#descriptor);
      renameSync(this.#part, this.#path);
    } catch (error) {
      throw this.#unwritable(error);
    }
  }

  #flush(): void {
    try {
      this.#write(this.#descriptor, this.#lines);
      this.#lines = '';
    } catch (error) {
      throw this.#unwritable(error);
    }
  }

  #unwritable(error: unknown): RunError {
    return new RunError(
      `report: “${this.#path}” cannot be written any more (${messageOf(error)}). Make room there, and run again.`,
      {
        cause: error,
      },
    );
  }
}

/** Opens a new file, in the place of one that a killed run left. A link that stands there is not followed. */
function openAnew(path: string): number {
  rmSync(path, { force: true });
  return openSync(path, 'wx');
}

/** `2024-07-19T19:24:40Z`; undefined beyond what dates can say. */
function timeText(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
}
