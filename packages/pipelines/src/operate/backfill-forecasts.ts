import { DqsError, formatDay, throwIfAborted, type Hooks } from '@dqs/core';
import type { LedgerStore } from '@dqs/ledger';

import { issueForecasts, type IssueRequest, type IssuingHistory, type IssuingVersion } from './issue-forecasts.js';

/** Which past days to forecast. */
export interface BackfillRequest extends Pick<IssueRequest, 'knownAt' | 'targets' | 'catalogDigest' | 'threads'> {
  /** First target day, days since 1970-01-01. Default: the day after the training of the version. */
  readonly from?: number;
  /** Last target day. Default: the last of the history. */
  readonly to?: number;
}

/** What was forecast of the past. Survives JSON. */
export interface BackfilledForecasts {
  /** `YYYY-MM-DD`, as all dates here. */
  readonly from: string;
  readonly to: string;
  /** Days with a forecast that is new. */
  readonly days: number;
  /** Forecasts of the version that are in the ledger now and were not before; those of the naive forecast beside them. */
  readonly issued: number;
  readonly naiveIssued: number;
}

/**
 * The backtest of a version in a ledger: every past day forecast from the results of the days before, by the ordinary steps of an
 * issue. As their results had come before they were issued they are backfill, which never mixes with live forecasts; it is what
 * the live losses of a version are compared with. What is there already stays.
 *
 * @throws DqsError `invalid-argument` for days that the version was trained on, or no days; as `issueForecasts`.
 */
export async function backfillForecasts(
  ledger: LedgerStore,
  history: IssuingHistory,
  version: IssuingVersion,
  request: BackfillRequest,
  hooks: Pick<Hooks, 'clock' | 'signal' | 'onProgress'> = {},
): Promise<BackfilledForecasts> {
  const { training, horizon } = version.bundle.predictor;
  const { from = training.to + 1, to = history.history.lastDay } = request;
  assertUnseen(from, to, training.to, history.history.lastDay);
  let [days, issued, naiveIssued] = [0, 0, 0];
  for (let day = from; day <= to; day += 1) {
    throwIfAborted(hooks.signal);
    hooks.onProgress?.({ stage: 'backfill', done: day - from, total: to - from + 1, unit: 'days' });
    const ofDay = { ...request, day, asOf: day - horizon };
    const { arms } = await issueForecasts(ledger, history, [version], ofDay, {
      clock: hooks.clock,
      signal: hooks.signal,
    });
    const [own, naive] = arms;
    issued += own!.issued;
    naiveIssued += naive!.issued;
    if (own!.issued > 0) days += 1;
  }
  return { from: formatDay(from), to: formatDay(to), days, issued, naiveIssued };
}

function assertUnseen(from: number, to: number, trainedTo: number, lastDay: number): void {
  if (from <= trainedTo) {
    throw new DqsError(
      'invalid-argument',
      `expected days after ${formatDay(trainedTo)}, the last that the version was trained on, got ${formatDay(from)}: of those ` +
        'it knows the results',
    );
  }
  if (from <= to && to <= lastDay) return;
  throw new DqsError(
    'invalid-argument',
    `expected days with results from ${formatDay(from)} on, got ${formatDay(from)} to ${formatDay(to)}; the last results are of ` +
      formatDay(lastDay),
  );
}
