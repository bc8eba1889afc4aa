import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text that is written in the sources: literals joined by `+`, with `…` for what is filled in. */
export interface SourceText {
  readonly text: string;
  /** The function calls and constructors around it, innermost last: `['group', 'RunError']`. */
  readonly calls: readonly string[];
  /** `src/filecloud/session.ts:113`, for the reader of a failed test. */
  readonly place: string;
}

/** All texts in the TypeScript files below a folder. */
export function textsBelow(root: string, folder: string): SourceText[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name).replaceAll('\\', '/'))
    .filter(name => name.endsWith('.ts'))
    .sort()
    .flatMap(name => textsIn(readFileSync(join(root, name), 'utf8'), name));
}

/** What may stand between two tokens. */
const GAP = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
/** A `/` after one of these begins a regular expression, not a division. */
const BEFORE_EXPRESSION = /(?:^|[(,=:[!&|?{};+]|=>|return|case|throw)$/;
const REGULAR_EXPRESSION = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const WORD = /[\w$#]+/y;

/** The texts of one file. Enough of a scanner for TypeScript without JSX: comments, regular expressions, strings, templates, brackets. */
export function textsIn(source: string, file: string): SourceText[] {
  const found: SourceText[] = [];
  const brackets: string[] = [];
  let at = 0;
  let before = '';
  let pending: { text: string; readonly line: number } | undefined;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [text] = pattern.exec(source) ?? [];
    if (text !== undefined) at += text.length;
    return text;
  };
  const flush = (): void => {
    if (pending !== undefined) {
      found.push({
        text: pending.text,
        calls: brackets.filter(call => call !== ''),
        place: `${file}:${pending.line}`,
      });
    }
    pending = undefined;
  };
  while (match(GAP) !== undefined && at < source.length) {
    const sign = source.charAt(at);
    if (sign === "'" || sign === '"' || sign === '`') {
      const line = source.slice(0, at).split('\n').length;
      const end = endOfLiteral(source, at);
      const literal = source.slice(at, end);
      const text = textOfLiteral(literal);
      at = end;
      const calls = brackets.filter(call => call !== '');
      for (const filling of fillingsOf(literal)) {
        for (const inner of textsIn(filling, file)) {
          found.push({ ...inner, calls: [...calls, ...inner.calls], place: `${file}:${line}` });
        }
      }
      if (pending !== undefined && before === '+') pending.text += text;
      else {
        flush();
        pending = { text, line };
      }
      before = 'text';
      continue;
    }
    if (sign !== '+') flush();
    if (sign === '/' && BEFORE_EXPRESSION.test(before) && match(REGULAR_EXPRESSION) !== undefined) {
      before = 'expression';
      continue;
    }
    const word = match(WORD);
    if (word !== undefined) {
      before = word;
      continue;
    }
    if (sign === '(' || sign === '[' || sign === '{') {
      brackets.push(sign === '(' && /^[\w$#]+$/.test(before) ? before : '');
    } else if (sign === ')' || sign === ']' || sign === '}') brackets.pop();
    at++;
    before = sign === '>' && before === '=' ? '=>' : sign;
  }
  flush();
  return found;
}

function endOfLiteral(source: string, start: number): number {
  const quote = source.charAt(start);
  for (let at = start + 1; at < source.length; at++) {
    const sign = source.charAt(at);
    if (sign === '\\') at++;
    else if (sign === quote) return at + 1;
    else if (quote === '`' && source.startsWith('${', at)) at = endOfFilling(source, at + 2) - 1;
  }
  return source.length;
}

/** @param start just after `${`. @returns just after its `}` */
function endOfFilling(source: string, start: number): number {
  for (let at = start, depth = 1; at < source.length; at++) {
    const sign = source.charAt(at);
    if (sign === "'" || sign === '"' || sign === '`') at = endOfLiteral(source, at) - 1;
    else if (sign === '{') depth++;
    else if (sign === '}' && --depth === 0) return at + 1;
  }
  return source.length;
}

/** What is filled into a template, which may hold texts itself. */
function fillingsOf(literal: string): string[] {
  const fillings: string[] = [];
  if (!literal.startsWith('`')) return fillings;
  for (let at = 1; at < literal.length - 1; at++) {
    if (literal.charAt(at) === '\\') at++;
    else if (literal.startsWith('${', at)) {
      const end = endOfFilling(literal, at + 2);
      fillings.push(literal.slice(at + 2, end - 1));
      at = end - 1;
    }
  }
  return fillings;
}

function textOfLiteral(literal: string): string {
  let text = '';
  for (let at = 1; at < literal.length - 1; at++) {
    if (literal.charAt(at) === '\\') text += literal.charAt(++at) === 'n' ? '\n' : literal.charAt(at);
    else if (literal.startsWith('`') && literal.startsWith('${', at)) {
      at = endOfFilling(literal, at + 2) - 1;
      text += '…';
    } else text += literal.charAt(at);
  }
  return text;
}
