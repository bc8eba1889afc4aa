import nodeFileSystem from 'node:fs';
import type { FileSystem } from '../../../src/sync/local/file-system.ts';

/** One call on the file system, before it is made. */
export interface FileSystemCall {
  /** Which call it is, from 1. */
  readonly k: number;
  readonly name: string;
  /** What it is about: a path or a descriptor. */
  readonly subject: unknown;
}

/** The real file system, counting its calls. Before any of them something may happen, or fail. */
export class FailingFileSystem {
  /** The names of the calls so far. */
  readonly calls: string[] = [];
  readonly fileSystem: FileSystem;
  /** Called before each call; what it throws, the call throws. */
  before: (call: FileSystemCall) => void = () => {};
  /** Which path is really looked at: a file system that takes several names for one. */
  seenAs: (path: string) => string = path => path;

  constructor() {
    this.fileSystem = new Proxy<FileSystem>(nodeFileSystem, {
      get: (target, property) => {
        const call: unknown = Reflect.get(target, property);
        if (typeof call !== 'function') return call;
        const name = String(property);
        return (...values: readonly unknown[]): unknown => {
          this.calls.push(name);
          try {
            this.before({ k: this.calls.length, name, subject: values[0] });
          } catch (error) {
            // Closing frees the descriptor also where it fails.
            if (name === 'closeSync') Reflect.apply(call, target, values);
            throw error;
          }
          const [path, ...rest] = values;
          const isLook = name === 'lstatSync' && typeof path === 'string';
          return Reflect.apply(call, target, isLook ? [this.seenAs(path), ...rest] : values);
        };
      },
    });
  }

  /** Lets the k-th call (from 1) fail with a code of the system. */
  fail(k: number, code: string): void {
    this.before = call => {
      if (call.k === k) throw systemError(code);
    };
  }
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}
