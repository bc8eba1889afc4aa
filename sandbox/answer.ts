import { bytesOf, type StoredContent } from './content.ts';
import { type Element, element, fields, renderXml } from './xml.ts';

/** An answer before it is sent: faults may still change it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: StoredContent;
  /** The part of the body that is sent, in bytes; the whole by default. */
  readonly part?: { readonly start: number; readonly end: number };
  /** Send the body chunked, without its length. */
  readonly chunked?: boolean;
}

const noBytes = new Uint8Array();

export function textAnswer(text: string, type = 'text/plain', status = 200): Answer {
  return { status, headers: { 'content-type': type }, body: Buffer.from(text) };
}

export function emptyAnswer(status = 200): Answer {
  return { status, headers: {}, body: noBytes };
}

export function xmlAnswer(root: Element, pretty: boolean, status = 200): Answer {
  return textAnswer(renderXml(root, pretty), 'text/xml', status);
}

/**
 * The command envelope, FileCloud's answer to whatever is no listing: exactly `type`, `result` and `message`, in one line
 * (the official PHP client relies on the place of the result's digit). `Accept: application/json` brings it as JSON.
 */
export function commandAnswer(command: CommandResult, style: CommandStyle): Answer {
  const { type, result, message } = command;
  if (style.json)
    return textAnswer(JSON.stringify({ command: [{ type, result, message }] }), 'application/json', style.status);
  const root = element('commands', [element('command', fields({ type, result, message }))]);
  return xmlAnswer(root, style.pretty, style.status);
}

export interface CommandResult {
  readonly type: string;
  readonly result: number;
  readonly message: string;
}

export interface CommandStyle {
  readonly json: boolean;
  readonly pretty: boolean;
  readonly status?: number;
}

export function pageAnswer(title: string, status = 200): Answer {
  const page = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return textAnswer(page, 'text/html; charset=UTF-8', status);
}

/** The answer with other headers on top. */
export function withHeaders(answer: Answer, headers: Answer['headers']): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** The bytes that the answer would send. */
export function bodyBytes(answer: Answer): Uint8Array {
  const bytes = bytesOf(answer.body);
  return answer.part === undefined ? bytes : bytes.subarray(answer.part.start, answer.part.end);
}
