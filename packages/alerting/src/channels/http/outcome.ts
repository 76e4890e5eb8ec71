import { DqsError, MS_PER_DAY } from '@dqs/core';
import { lineText } from '@dqs/core/wording';

import type { Outcome } from '../channel.js';
import { withoutSecrets, type Secret } from '../secret.js';
import type { HttpAnswer } from './http-client.js';
import { HttpProblem } from './http-problem.js';

/** Longest wait that a peer can ask for. */
const LONGEST_WAIT_MS = MS_PER_DAY;
const MOST_SHOWN = 200;

/** Statuses beside 5xx that another attempt may change: request timeout, too early, too many requests. */
const LATER = new Set([408, 425, 429]);

/**
 * What an answer means: 2xx is sent, 410 gone, 408, 425, 429 and 5xx later, all else refused, redirects included, which
 * nobody follows.
 */
export function answerOutcome(answer: HttpAnswer, secrets: readonly Secret[], now: number): Outcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { status: 'sent' };
  const why = answerText(answer, secrets);
  if (status === 410) return { status: 'gone', why };
  if (!LATER.has(status) && status < 500) return { status: 'refused', why };
  const afterMs = waitOf(answer.retryAfter, now);
  return { status: 'later', why, ...(afterMs !== undefined && { afterMs }) };
}

/** An answer in one line, without the secrets that it may repeat. */
export function answerText({ host, status, body }: HttpAnswer, secrets: readonly Secret[]): string {
  const said = lineText(withoutSecrets(body, secrets), MOST_SHOWN);
  const redirect = status >= 300 && status < 400 ? ', and redirects are not followed: write the final address' : '';
  return `${host} answered ${status}${redirect}${said === '' ? '' : `: ${said}`}`;
}

/** What it means that there was no answer. What the caller interrupted is thrown on. */
export function problemOutcome(problem: unknown, secrets: readonly Secret[]): Outcome {
  if (DqsError.is(problem) && problem.code === 'aborted') throw problem;
  if (!(problem instanceof HttpProblem)) throw problem;
  const why = withoutSecrets(problem.message, secrets);
  return problem.kind === 'forbidden' ? { status: 'refused', why } : { status: 'later', why };
}

/**
 * Milliseconds that a `Retry-After` asks to wait, at most a day: seconds or a date (RFC 9110, 10.2.3). Undefined where it is
 * missing or neither.
 */
export function waitOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const text = retryAfter.trim();
  const ms = /^\d+(\.\d+)?$/.test(text) ? 1000 * Number(text) : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(LONGEST_WAIT_MS, Math.max(0, ms));
}
