import { expect } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { RunError } from '../../src/errors.ts';
import type { FileCloudOptions } from '../../src/filecloud/filecloud.ts';
import { client, rejection, signal } from './scene.ts';

/** How a login ends that fails, and how many requests it took. */
export async function rejected(server: SandboxOptions, options: Partial<FileCloudOptions> = {}) {
  const sandbox = await startSandbox(server);
  try {
    const { cloud } = client(sandbox.url, options);
    const error = await rejection(cloud.login(signal));
    expect(error).toBeInstanceOf(RunError);
    return { message: error.message, ops: sandbox.requests.map(({ op }) => op) };
  } finally {
    await sandbox.close();
  }
}
