import { DqsError, errorEntry, type ErrorCode } from '@dqs/core';
import * as z from 'zod';

import { statusOf } from './status.js';

/** One part of a request that is not allowed. */
export interface RequestProblem {
  /** Where: a JSON pointer into the body, such as `/forecasts/0/rule_code`; of others `query/limit`, `path/id`, `header/if-match`. */
  readonly pointer: string;
  /** What was expected, and what arrived. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}

/** An answer that says why a request was not met: RFC 9457. */
export const PROBLEM = z.strictObject({
  type: z.string().describe('Page of the error code, relative to the server: /errors/series-unknown'),
  title: z.string().describe('What the code means'),
  status: z.int(),
  detail: z.string().describe('What was expected, where, what arrived, what to do'),
  code: z.string().describe('Stable; programs branch on it'),
  request_id: z.string(),
  errors: z
    .array(z.strictObject({ pointer: z.string(), message: z.string(), fix: z.string() }))
    .optional()
    .describe('Every part of the request that is wrong'),
});

/** As the type of {@link PROBLEM}. */
export type Problem = z.infer<typeof PROBLEM>;

/** An error with the status and the problems of a request that it is about. */
export interface Failure {
  readonly error: DqsError;
  readonly status: number;
  readonly problems: readonly RequestProblem[];
}

/** The error of a request with parts that are not allowed. */
export function requestInvalid(problems: readonly RequestProblem[], status = 400): DqsError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more, see errors)` : '';
  const where = first === undefined || first.pointer === '' ? '' : `${first.pointer}: `;
  const message = `${where}${first?.message ?? 'the request is not allowed'}${more}`;
  return new DqsError('request-invalid', message, { details: { status, problems } });
}

/** Anything that was thrown, as a failure. What is no error of ours tells nothing of the inside of the server. */
export function failureOf(thrown: unknown): Failure {
  if (DqsError.is(thrown)) return ownFailure(thrown);
  const { statusCode, code } = thrown as { readonly statusCode?: number; readonly code?: string };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return ownFailure(ofFramework(thrown, statusCode));
  if (code === 'FST_ERR_REP_ALREADY_SENT') return ownFailure(new DqsError('aborted', 'the answer was cut off'));
  const message =
    'expected to answer the request, but something unexpected happened; the log of the server says more under its id';
  return { error: new DqsError('internal', message, { cause: thrown }), status: 500, problems: [] };
}

function ownFailure(error: DqsError): Failure {
  const { status, problems } = error.details as { readonly status?: unknown; readonly problems?: unknown };
  const isRequest = error.code === 'request-invalid';
  return {
    error,
    status: isRequest && typeof status === 'number' ? status : statusOf(error.code),
    problems: Array.isArray(problems) && problems.every(isProblem) ? problems : [],
  };
}

function isProblem(value: unknown): value is RequestProblem {
  return typeof value === 'object' && value !== null && 'pointer' in value && 'fix' in value;
}

/** What the framework refuses: a body that is too long or no JSON, another content type. */
function ofFramework(thrown: unknown, status: number): DqsError {
  const { message } = thrown as Error;
  const fix = FIXES.get(status) ?? 'send what /openapi.json describes';
  return requestInvalid([{ pointer: '', message, fix }], status);
}

const FIXES = new Map([
  [400, 'send one JSON document'],
  [413, 'send less at once: several requests, each within the limit'],
  [415, 'send Content-Type: application/json, or application/x-ndjson for results'],
]);

/** The document of a failure. Messages of what failed inside, such as paths, are for the log alone. */
export function problemOf({ error, status, problems }: Failure, requestId: string): Problem {
  const title = errorEntry(error.code).meaning;
  return {
    type: `/errors/${error.code}`,
    title,
    status,
    detail: isForCaller(status, error.code) ? error.message : title,
    code: error.code,
    request_id: requestId,
    ...(problems.length > 0 && { errors: [...problems] }),
  };
}

/** Whether the message of an error may be told to whoever asked. */
export function isForCaller(status: number, code: ErrorCode): boolean {
  return status < 500 || code === 'not-served' || code === 'internal';
}
