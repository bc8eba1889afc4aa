import { expect } from 'vitest';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import type { FileCloudOptions } from '../../src/filecloud/filecloud.ts';
import type { RemoteEntry } from '../../src/sync/remote.ts';
import { docs, FOLDER, listed, scene, signal } from './scene.ts';

export const match = { op: 'downloadfilemulti' };
export const CONTENTS = { 'a.txt': 'aaa', 'ä b.txt': 'bb', 'empty.txt': '', 'same.txt': 'x'.repeat(5000) };

/** The files of the folder, as they are listed, and what is received of them in a batch. */
export async function batch(server: SandboxOptions = {}, options: Partial<FileCloudOptions> = {}) {
  const at = await scene({ files: docs(CONTENTS), ...server }, { retries: 1, ...options });
  const files = Object.entries(CONTENTS).map(([name, content]) =>
    listed(`${FOLDER}/${name}`, Buffer.byteLength(content)),
  );
  const fetchAll = async (asked: readonly RemoteEntry[] = files) => {
    const received: Record<string, string> = {};
    await at.cloud.downloadTogether?.(
      FOLDER,
      asked,
      (file, body) => {
        expect(asked).toContain(file);
        received[file.name] = Buffer.from(body).toString();
      },
      signal,
    );
    return received;
  };
  return { ...at, files, fetchAll };
}

/** What is received when this is the answer. */
export async function receivedFrom(body: Uint8Array) {
  const at = await batch();
  at.sandbox.inject({ match, fault: { body, contentType: 'application/zip' } });
  return { ...at, received: await at.fetchAll() };
}
