import { formatDay, SYSTEM_CLOCK, throwIfAborted, type Hooks } from '@dqs/core';
import { isDelivered, type Deliveries } from '@dqs/ingestion';
import { gradeChangedDays, type LedgerStore } from '@dqs/ledger';

import { awaitedSources, endOfGrace } from './complete-days.js';
import { DEFAULT_GRACE_HOURS } from './grace.js';

/** When to grade. */
export interface GradeOptions {
  /** Hours after the end of a day from which on nobody is waited for. @default 48 */
  readonly graceHours?: number;
}

/** A day that waits for results. */
export interface WaitingDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Sources that are due and not silent yet. */
  readonly sources: readonly string[];
}

/** What was graded. Survives JSON. */
export interface GradedDays {
  /** Days that had changed and were graded, `YYYY-MM-DD`, ascending. */
  readonly dates: readonly string[];
  /** Grades that were not there before. */
  readonly grades: number;
  /** Days that have changed and are left until they are complete. */
  readonly waiting: readonly WaitingDay[];
}

/**
 * Grades the days about which something new is known, unless they are half loaded: a day waits for its sources, each until it has
 * delivered or is silent (later than on 99 of 100 days), and for nobody longer than its grace. What comes later makes it be graded
 * again, beside the grades that were.
 *
 * @throws DqsError `deliveries-corrupt`, `aborted`, and as `gradeChangedDays`.
 */
export async function gradeDays(
  deliveries: Pick<Deliveries, 'entries'>,
  ledger: LedgerStore,
  { graceHours = DEFAULT_GRACE_HOURS }: GradeOptions = {},
  hooks: Pick<Hooks, 'clock' | 'signal' | 'onProgress'> = {},
): Promise<GradedDays> {
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  const changed = await ledger.changedDays();
  const waits = changed.some(({ day }) => now < endOfGrace(day, graceHours));
  const entries = waits ? (await deliveries.entries({ knownAt: now })).filter(isDelivered) : [];
  const waiting: WaitingDay[] = [];
  const ready: number[] = [];
  for (const { day } of changed) {
    const sources = now < endOfGrace(day, graceHours) ? awaitedSources(entries, day, now) : [];
    if (sources === undefined || sources.length > 0) waiting.push({ date: formatDay(day), sources: sources ?? [] });
    else ready.push(day);
  }
  let grades = 0;
  for (const [done, range] of rangesBetween(
    ready,
    changed.map(({ day }) => day),
  ).entries()) {
    throwIfAborted(hooks.signal);
    hooks.onProgress?.({ stage: 'grade', done, unit: 'spans of days' });
    grades += (await gradeChangedDays(ledger, range, { signal: hooks.signal })).grades;
  }
  return { dates: ready.map(formatDay), grades, waiting };
}

/** The days that are ready in spans without any other changed day. */
function rangesBetween(ready: readonly number[], changed: readonly number[]): { from: number; to: number }[] {
  const isReady = new Set(ready);
  const ranges: { from: number; to: number }[] = [];
  let isOpen = false;
  for (const day of changed) {
    if (!isReady.has(day)) isOpen = false;
    else if (isOpen) ranges.at(-1)!.to = day;
    else {
      ranges.push({ from: day, to: day });
      isOpen = true;
    }
  }
  return ranges;
}
