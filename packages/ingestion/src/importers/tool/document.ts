import { isUtf8 } from 'node:buffer';

import { DqsError } from '@dqs/core';

import { scanJson } from './json-scan.js';
import { readTable } from './table.js';

/** The longest document that is read as a whole, decompressed. */
export const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;

/**
 * Reads a document of a tool: JSON, JSON lines (then a list of what the lines hold), or delimited text with a header (a
 * list of objects with texts). Bare `NaN` and `Infinity`, which Python and Java write, are null.
 *
 * @param name its name in errors.
 * @param columns the columns of delimited text that are kept, in lower case.
 * @throws DqsError `input-unreadable` for a document that is too large, too deep or no text; `input-truncated` for JSON
 * that ends too early.
 */
export async function readDocument(
  chunks: AsyncIterable<Buffer>,
  name: string,
  columns: ReadonlySet<string>,
): Promise<unknown> {
  return parseDocument(await wholeOf(chunks, name), name, columns);
}

async function wholeOf(chunks: AsyncIterable<Buffer>, name: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MAX_DOCUMENT_BYTES) {
      throw unusable(name, `expected a document of at most ${MAX_DOCUMENT_BYTES} bytes in ${name}, but it is longer`);
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/** The value of a document's bytes; see {@link readDocument}. */
export function parseDocument(bytes: Buffer, name: string, columns: ReadonlySet<string>): unknown {
  if (!isUtf8(bytes)) throw unusable(name, `expected UTF-8 text in ${name}, got other bytes; save it as UTF-8`);
  const start = /\S/.exec(bytes.toString('latin1', bytesOfMark(bytes), 4096))?.[0];
  if (start !== '{' && start !== '[') return readTable(bytes, name, columns);
  const { problem, hasBareNumbers } = scanJson(bytes);
  if (problem !== undefined) throw unusable(name, `expected a document that fits into memory in ${name}: ${problem}`);
  const text = bytes.toString('utf8', bytesOfMark(bytes));
  return valueOf(hasBareNumbers ? withoutBareNumbers(text) : text, name);
}

function bytesOfMark(bytes: Buffer): number {
  return bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
}

function valueOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const lines = linesOf(text);
    if (lines !== undefined) return lines;
    const isCut = isAtEnd(cause, text);
    const message = `expected whole JSON in ${name}, but it is ${isCut ? 'cut short or damaged' : 'damaged'}: ${reasonOf(cause)}; fetch it again`;
    throw new DqsError(isCut ? 'input-truncated' : 'input-unreadable', message, { cause, details: { path: name } });
  }
}

/** Whether a text was valid JSON as far as it goes. */
function isAtEnd(cause: unknown, text: string): boolean {
  const { message } = cause as Error;
  const position = /at position (\d+)/.exec(message)?.[1];
  return position === undefined ? /end of JSON input/.test(message) : Number(position) >= text.trimEnd().length;
}

function reasonOf(cause: unknown): string {
  // Newer versions of Node quote the text, which may hold anything.
  const { message } = cause as Error;
  return /at position \d+/.exec(message)?.[0] ?? /end of JSON input/.exec(message)?.[0] ?? 'no JSON';
}

/** The values of lines that are each an object; undefined where one is not. */
function linesOf(text: string): unknown[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2 || !lines.every((line) => line.trimStart().startsWith('{'))) return undefined;
  try {
    return lines.map((line) => JSON.parse(line) as unknown);
  } catch {
    return undefined;
  }
}

/** Numbers that are not JSON become null; texts stay as they are. */
function withoutBareNumbers(text: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    parts.push(text.slice(at, end).replace(/-?\b(?:NaN|Infinity)\b/g, 'null'));
    at = quote < 0 ? end : endOfText(text, quote);
    parts.push(text.slice(end, at));
  }
  return parts.join('');
}

/** The position after a text that starts with the quote at a position. */
function endOfText(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function unusable(name: string, message: string): DqsError {
  return new DqsError('input-unreadable', message, { details: { path: name } });
}
