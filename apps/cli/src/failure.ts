import { DqsError, type ErrorCode } from '@dqs/core';

import { printable, printableJson } from '@dqs/reports/terminal';

/** What to do next, where the message of the error does not say it already. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  'bundle-spec-mismatch': 'train the bundle again with this version: dqs train --out <dir>',
  'input-column-missing': 'columns are found by name, in any order; see the list in the README',
  'input-too-many-rejects': 'see what was rejected with --rejects <file>, or allow more with --max-reject-ratio',
  internal: 'this is a defect: please report it with what --verbose shows',
  'not-enough-history': 'dqs ingest adds the results to a saved panel and shows the range of their dates',
  'series-unknown': 'dqs predict --all lists every series of the history',
};

/** An error as it is shown: one code, one message, perhaps what to do. Survives JSON. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Any thrown value as a failure; what is no DqsError is a defect, `internal`. */
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
  const hint = HINTS[code];
  return hint === undefined ? {} : { hint };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const cause = error.cause === undefined ? '' : `\ncaused by: ${stackOf(error.cause) || String(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
