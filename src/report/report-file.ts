import { closeSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, RunError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import type { Outcome } from '../sync/outcome.ts';

/** Characters that are gathered before they are written. */
const GATHERED = 64 * 1024;

/** The report: one JSON object a line, one line a file. Written beside its place, and moved there when the run ends, however it ends. */
export class ReportFile {
  readonly #path: string;
  readonly #part: string;
  readonly #descriptor: number;
  #lines = '';

  private constructor(path: string, part: string, descriptor: number) {
    this.#path = path;
    this.#part = part;
    this.#descriptor = descriptor;
  }

  /** @param path absolute. @throws RunError when it cannot be written */
  static open(path: string): ReportFile {
    const part = `${path}.part`;
    try {
      makeFolder(dirname(path));
      return new ReportFile(path, part, openSync(part, 'w'));
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
      writeFileSync(this.#descriptor, this.#lines);
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

/** `2024-07-19T19:24:40Z`; undefined beyond what dates can say. */
function timeText(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
}
