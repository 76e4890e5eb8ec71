import { DqsError, errorEntry, type ErrorCode } from '@dqs/core';

import { printable, printableJson } from '@dqs/reports/terminal';

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
  const hint = failure.hint === undefined ? '' : `\nhint: ${failure.hint}`;
  const stack = style.stack ? `\n${stackOf(error)}` : '';
  // A line of the message that came from elsewhere must not look like one of ours.
  const message = failure.message.replace(/\n(?! )/g, '\n  ');
  return printable(`error [${failure.code}]: ${message}${hint}${stack}\n`);
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
