import { isAbsolute, relative, sep } from 'node:path';
import type { Result } from '../result.ts';
import { CHANGES, FAILURES } from './highlights.ts';
import { codeMarkdown, plainMarkdown } from './markdown.ts';
import { bytesText, counted, countText, durationText } from './quantity.ts';

/** Bytes that a summary may have: GitHub drops one of more than 1 MiB whole. */
const MOST = 512 * 1024;

export interface SummaryContext {
  readonly server: string;
  readonly remotePath: string;
  /** Absolute paths. */
  readonly localPath: string;
  readonly workspace: string;
}

/**
 * The job summary of a run as GitHub's Markdown. Every name in it is plain text.
 * @param redact takes secrets out: before the escaping, which would hide them from it
 */
export function summaryOf(
  found: Result,
  context: SummaryContext | undefined,
  redact: (text: string) => string = text => text,
): string {
  const result = redacted(found, redact);
  const parts = [
    heading(result, context, redact),
    ...(result.ended === undefined ? [] : [`> ${plainMarkdown(result.ended)}`]),
    table(
      ['', 'Files'],
      [
        ['New', countText(result.new)],
        ['Updated', countText(result.updated)],
        ['Skipped', countText(result.skipped)],
        ['Deleted', countText(result.deleted)],
        ['Failed', countText(result.failed)],
      ],
      ['left', 'right'],
    ),
    totals(result),
    ...picture(result),
    ...changes(result),
    ...failures(result),
    ...(result.warnings.length === 0
      ? []
      : ['### Warnings', result.warnings.map(text => `- ${plainMarkdown(text)}`).join('\n')]),
  ];
  let text = '';
  for (const part of parts) {
    if (Buffer.byteLength(text) + Buffer.byteLength(part) > MOST) break;
    text += `${part}\n\n`;
  }
  return text;
}

function redacted(result: Result, redact: (text: string) => string): Result {
  return {
    ...result,
    ended: result.ended === undefined ? undefined : redact(result.ended),
    changes: result.changes.map(change => ({ ...change, path: redact(change.path) })),
    failures: result.failures.map(({ path, error }) => ({ path: redact(path), error: redact(error) })),
    warnings: result.warnings.map(redact),
  };
}

function heading(result: Result, context: SummaryContext | undefined, redact: (text: string) => string): string {
  const failed = result.ended !== undefined || result.failed > 0;
  const sign = result.cancelled ? '⏹️' : failed ? '❌' : '✅';
  const word = result.cancelled
    ? 'Cancelled'
    : failed
      ? 'Failed'
      : result.dryRun
        ? 'Dry run'
        : result.changed
          ? 'Mirrored'
          : 'Nothing changed';
  const title = `## ${sign} FileCloud Mirror: ${word}`;
  if (context === undefined) return title;
  const [server, from, to] = [context.server, context.remotePath, shownPath(context)].map(text =>
    codeMarkdown(redact(text)),
  );
  const arrow = `${from} on ${server} → ${to}`;
  return `${title}\n\n${arrow}${result.dryRun ? '\n\n_A dry run: nothing was written. These are the changes that a run would make._' : ''}`;
}

/** Relative to the workspace where it lies inside: as it was given, most often. */
function shownPath({ localPath, workspace }: SummaryContext): string {
  const path = relative(workspace, localPath).replaceAll(sep, '/');
  return path === '' || path === '..' || path.startsWith('../') || isAbsolute(path) ? localPath : path;
}

function totals(result: Result): string {
  const seconds = result.duration / 1000;
  const rate = result.bytes > 0 && seconds > 0 ? `, ${bytesText(Math.round(result.bytes / seconds))}/s` : '';
  const cache = result.cacheHit ? ' The mirror was restored from the cache first.' : '';
  const [bytes, time] = [`**${bytesText(result.bytes)}**`, `**${durationText(result.duration)}**`];
  if (result.dryRun) return `${bytes} would be downloaded; compared in ${time}.`;
  return `${bytes} downloaded in ${time}${rate}.${cache}`;
}

function picture(result: Result): string[] {
  const slices = (
    [
      ['New', result.new],
      ['Updated', result.updated],
      ['Skipped', result.skipped],
      ['Deleted', result.deleted],
      ['Failed', result.failed],
    ] as const
  ).filter(([, count]) => count > 0);
  if (slices.length < 2) return [];
  return [
    ['```mermaid', 'pie showData', ...slices.map(([label, count]) => `    "${label}" : ${count}`), '```'].join('\n'),
  ];
}

function changes(result: Result): string[] {
  if (result.changes.length === 0) return [];
  const shown = result.changes.slice(0, CHANGES);
  const all = result.new + result.updated + result.deleted;
  const title = all > shown.length ? `### The ${shown.length} largest of ${counted(all, 'change')}` : '### Changes';
  return [
    title,
    table(
      ['File', 'What', 'Size'],
      shown.map(({ path, action, size }) => [codeMarkdown(path), action, size === undefined ? '' : bytesText(size)]),
      ['left', 'left', 'right'],
    ),
  ];
}

function failures(result: Result): string[] {
  if (result.failures.length === 0) return [];
  const shown = result.failures.slice(0, FAILURES);
  const more = result.failed - shown.length;
  return [
    '### Failures',
    table(
      ['Entry', 'Reason'],
      shown.map(({ path, error }) => [path === '' ? '(the folder itself)' : codeMarkdown(path), plainMarkdown(error)]),
      ['left', 'left'],
    ),
    ...(more > 0 ? [`… and ${countText(more)} more. The report names all of them (input \`report\`).`] : []),
  ];
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'right')[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(align.map(side => (side === 'right' ? '---:' : ':---'))), ...rows.map(line)].join('\n');
}
