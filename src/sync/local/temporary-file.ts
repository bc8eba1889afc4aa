import type { Sink } from '../remote.ts';
import type { Disk } from './disk.ts';
import type { Place } from './folder-access.ts';
import { type FileVersion, keyOf } from './kept-name.ts';
import { codeOf, localError } from './local-error.ts';
import type { OwnFolder } from './own-folder.ts';

/** Bytes that wait in memory; only larger files are on disk before they are whole. */
const MOST_BUFFERED = 256 * 1024;

/** Bytes of a download that are worth keeping. */
const LEAST_KEPT = 1024 * 1024;

/** Seconds since 1970 that a Date can hold, in either direction. */
const FARTHEST_TIME = 8.64e12;

/** A download on its way. It becomes visible in the mirror only whole, by `LocalFolder.place`. */
export class TemporaryFile implements Sink {
  readonly #disk: Disk;
  readonly #own: OwnFolder;
  readonly #version: FileVersion | undefined;
  #name: string;
  /** See {@link Sink.proof}. */
  proof: string | undefined;
  #size = 0;
  #buffer = Buffer.alloc(0);
  #descriptor: number | undefined;
  #onDisk = false;

  /**
   * @param version what is downloaded: a large one that is not placed is kept, and gone on with by a later run
   * @throws LocalError
   */
  constructor(disk: Disk, own: OwnFolder, version?: FileVersion) {
    this.#disk = disk;
    this.#own = own;
    this.#version = version;
    const kept = version === undefined ? undefined : own.goOnWith(version);
    this.#name = kept?.name ?? own.newName();
    if (kept !== undefined) {
      this.#descriptor = kept.descriptor;
      this.#size = kept.part.bytes;
      this.proof = kept.part.proof;
      this.#onDisk = true;
    }
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#size;
  }

  /** @throws LocalError */
  write(chunk: Uint8Array): void {
    if (this.#descriptor === undefined) {
      if (this.#size + chunk.byteLength <= MOST_BUFFERED) {
        this.#keep(chunk);
        return;
      }
      this.#spill();
    }
    this.#append(chunk, this.#size);
    this.#size += chunk.byteLength;
  }

  /** @throws LocalError */
  restart(): void {
    const descriptor = this.#descriptor;
    if (descriptor !== undefined) this.#translated(() => this.#disk.fileSystem.ftruncateSync(descriptor));
    this.#size = 0;
    this.proof = undefined;
  }

  /**
   * To be called at the end, however it was: what was not put in place is thrown away. Never throws.
   * @param isEnding whether the run ends before its end: then a large part is kept for the next one, where its version can be proven
   */
  discard(isEnding = false): void {
    this.#buffer = Buffer.alloc(0);
    try {
      this.#close();
    } catch {
      // It goes anyway.
    }
    if (this.#onDisk) {
      const { proof } = this;
      if (isEnding && this.#version !== undefined && proof !== undefined && this.#size >= LEAST_KEPT) {
        this.#own.keep(this.#name, { key: keyOf(this.#version), bytes: this.#size, proof });
      } else this.#own.remove(this.#name);
    }
    this.#onDisk = false;
  }

  /**
   * Writes what still waits and sets the time of the last change. Nothing more can be written then.
   * @param modified whole seconds since 1970 UTC; undefined leaves the present time
   * @throws LocalError
   */
  finish(modified: number | undefined): void {
    if (this.#descriptor === undefined) {
      if (this.#onDisk) return;
      this.#spill();
    }
    if (modified !== undefined) this.#setTime(modified);
    this.#translated(() => this.#close());
  }

  /**
   * Moves the finished file over whatever file or link stands at its place.
   * @throws LocalError
   */
  moveTo(folder: Place, name: string): void {
    this.#disk.move(this.#own.place, this.#name, folder, name, 'written');
    this.#onDisk = false;
  }

  /** The chunk may be reused by the caller, so it is copied. */
  #keep(chunk: Uint8Array): void {
    const needed = this.#size + chunk.byteLength;
    if (needed > this.#buffer.byteLength) {
      const larger = Buffer.allocUnsafe(Math.max(needed, Math.min(2 * this.#buffer.byteLength, MOST_BUFFERED)));
      this.#buffer.copy(larger, 0, 0, this.#size);
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#size);
    this.#size = needed;
  }

  #spill(): void {
    // wx: what stands there already, a link too, is an error and not written to. The umask is the system's.
    this.#descriptor = this.#own.inside(this.#name, path => this.#disk.fileSystem.openSync(path, 'wx', 0o644));
    this.#onDisk = true;
    this.#append(this.#buffer.subarray(0, this.#size), 0);
    this.#buffer = Buffer.alloc(0);
  }

  /** Positions are explicit: after a restart, the descriptor's own would leave a hole. */
  #append(bytes: Uint8Array, position: number): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    this.#translated(() => {
      for (let done = 0; done < bytes.byteLength; ) {
        done += this.#disk.fileSystem.writeSync(descriptor, bytes, done, bytes.byteLength - done, position + done);
      }
    });
  }

  #setTime(modified: number): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    // A Date, since numbers below zero mean "now" to Node.
    const time = new Date(Math.max(-FARTHEST_TIME, Math.min(FARTHEST_TIME, modified)) * 1000);
    this.#translated(() => {
      try {
        this.#disk.fileSystem.futimesSync(descriptor, time, time);
      } catch (error) {
        // A time that the file system cannot hold: the content is still right.
        const code = codeOf(error);
        if (code !== 'EINVAL' && code !== 'EOVERFLOW' && code !== 'ERANGE') throw error;
      }
    });
  }

  #close(): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    // Also where closing fails, the descriptor is free afterwards and may be somebody else's.
    this.#descriptor = undefined;
    this.#disk.fileSystem.closeSync(descriptor);
  }

  #translated(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw localError(error, 'written', this.#disk.mirror, `${this.#own.place.path}/${this.#name}`);
    }
  }
}
