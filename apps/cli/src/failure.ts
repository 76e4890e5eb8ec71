import { DqsError, errorEntry, type ErrorCode } from '@dqs/core';

import { printable, printableJson, screenWidth, wrapWords } from '@dqs/reports/terminal';

/** An error as shown to users: a code, a message, perhaps a hint. Survives JSON. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Any thrown value as a failure; anything but a DqsError is a defect, `internal`. */
export function failureOf(error: unknown): Failure {
  if (DqsError.is(error)) {
    const details = Object.keys(error.details).length > 0 ? { details: error.details } : {};
    return { code: error.code, message: error.message, ...hintFor(error.code), ...details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, ...hintFor('internal') };
}

/** A failure as lines for people, or as one line of JSON. */
export function failureText(
  failure: Failure,
  error: unknown,
  style: { readonly json: boolean; readonly stack: boolean },
) {
  if (style.json) return `${printableJson(JSON.stringify({ error: failure }))}\n`;
  const hint = failure.hint === undefined ? '' : `\n${fitted(`hint: ${failure.hint}`)}`;
  const stack = style.stack ? `\n${stackOf(error)}` : '';
  return printable(`${fitted(`error [${failure.code}]: ${failure.message}`)}${hint}${stack}\n`);
}

/** A message as stderr shows it: a line that goes on, or that came from elsewhere, must not look like one of ours. */
function fitted(message: string): string {
  const lines = message.replace(/\n(?! )/g, '\n  ');
  const width = screenWidth(process.stderr);
  if (width === undefined) return lines;
  return lines
    .split('\n')
    .flatMap((line, i) => {
      const indent = i === 0 ? '' : /^ */.exec(line)![0];
      const [first = '', ...rest] = wrapWords(line.slice(indent.length), width - indent.length - 2);
      return [indent + first, ...rest.map((part) => `${indent}  ${part}`)];
    })
    .join('\n');
}

function hintFor(code: ErrorCode): { readonly hint?: string } {
  const { hint } = errorEntry(code);
  return hint === undefined ? {} : { hint };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const cause = error.cause === undefined ? '' : `\ncaused by: ${stackOf(error.cause) || String(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
