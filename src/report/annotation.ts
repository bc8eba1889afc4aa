import type { Result } from '../result.ts';
import { visible } from './escape.ts';
import { counted } from './quantity.ts';

const NAMED = 10;
/** Most characters of a line: servers may say what they like, as long as they like. */
const LONGEST = 2000;

/**
 * The one closing word about what failed: what ended the run, how many entries failed, the first ten by name, each on one line.
 * @param redact takes secrets out: before the escaping, which would hide them from it
 * @returns undefined when nothing failed
 */
export function closingError(
  result: Pick<Result, 'failed' | 'failures' | 'ended'>,
  redact: (text: string) => string = text => text,
): string | undefined {
  const oneLine = (text: string): string => {
    const line = visible(redact(text));
    return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  };
  const lines: string[] = [];
  if (result.ended !== undefined) lines.push(oneLine(result.ended));
  if (result.failed > 0) {
    lines.push(`${counted(result.failed, 'entry', 'entries')} could not be mirrored:`);
    for (const { path, error } of result.failures.slice(0, NAMED))
      lines.push(oneLine(`${path === '' ? '(the folder itself)' : path}: ${error}`));
    if (result.failed > NAMED)
      lines.push(`… and ${counted(result.failed - NAMED, 'more', 'more')}. The report names all (input report).`);
  }
  return lines.length === 0 ? undefined : lines.join('\n');
}
