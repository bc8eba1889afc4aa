import type { Accounts } from './accounts.ts';
import { type Answer, type CommandStyle, commandAnswer, pageAnswer, xmlAnswer } from './answer.ts';
import type { Call } from './call.ts';
import type { Locks } from './locks.ts';
import type { Switches } from './switches.ts';
import type { Tree, TreeNode } from './tree.ts';
import type { Element } from './xml.ts';
import type { Zone } from './zone.ts';

/** What the operations work on. */
export interface Backend {
  readonly tree: Tree;
  readonly switches: Switches;
  readonly accounts: Accounts;
  readonly zone: Zone;
  readonly locks: Locks;
  /** Uploads that have begun: path to the bytes that have come. */
  readonly uploads: Map<string, Uint8Array>;
}

/** One operation of the API. */
export type Operation = (call: Call, backend: Backend) => Answer;

/** A command envelope in the form that the client and the switches ask for. */
export function command(call: Call, backend: Backend, result: number, message: string, status?: number): Answer {
  return commandAnswer({ type: call.op, result, message }, styleOf(call, backend, status));
}

export function xml(root: Element, backend: Backend, status?: number): Answer {
  return xmlAnswer(root, backend.switches.pretty, status);
}

function styleOf(call: Call, backend: Backend, status: number | undefined): CommandStyle {
  const json = call.headers.accept === 'application/json';
  const { pretty } = backend.switches;
  return status === undefined ? { json, pretty } : { json, pretty, status };
}

/** The node at a path, unless it, or a folder above it, is forbidden. */
export function visible(path: string, backend: Backend): TreeNode | undefined {
  for (const forbidden of backend.switches.forbidden) {
    if (path === forbidden || path.startsWith(`${forbidden}/`)) return undefined;
  }
  return backend.tree.get(path);
}

/** The page of FileCloud's login, which a browser without a session ends on. */
export function loginPage(status = 200): Answer {
  return pageAnswer('FileCloud Login', status);
}
