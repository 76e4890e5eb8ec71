import { DqsError } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

import type { FeedbackMark } from '../facts/facts.js';
import type { TakenBack } from './taken-back.js';

/** Something that a person says of a series. */
export interface MarkRequest extends FeedbackMark {
  /** Id of the series, as ticks know it. */
  readonly series: string;
  /** When it is said, in milliseconds since 1970. */
  readonly at: number;
  readonly comment?: string;
}

/** What a person said of a series. Survives JSON. */
export interface KeptMark extends MarkRequest {
  /** Follows from what was said, by whom, and when. */
  readonly id: string;
  /** Who took it back; null if nobody did. */
  readonly withdrawn: TakenBack | null;
}

/**
 * The mark that a request makes.
 *
 * @throws DqsError `invalid-argument` if `expected-until` does not say until what.
 */
export function markOf(request: MarkRequest): KeptMark {
  const { series, kind, day, by, below, at, comment } = request;
  if (kind === 'expected-until' && !(below !== undefined && below >= 0 && below <= 100)) {
    throw new DqsError(
      'invalid-argument',
      `expected the pass percentage, from 0 to 100, below which expected-until is told again, got ${below}`,
    );
  }
  const id = `mark-${sha256(JSON.stringify([series, kind, day, by, below ?? null, at, comment ?? null])).slice(0, 12)}`;
  const said = { ...(below !== undefined && { below }), ...(comment !== undefined && { comment }) };
  return { id, series, kind, day, by, at, ...said, withdrawn: null };
}

/** The marks of a tick, by series: those made by then and not taken back by then. */
export function marksAt(marks: readonly KeptMark[], at: number): ReadonlyMap<string, readonly FeedbackMark[]> {
  const found = new Map<string, FeedbackMark[]>();
  for (const { series, kind, day, by, below, at: saidAt, withdrawn } of marks) {
    if (saidAt > at || (withdrawn !== null && withdrawn.at <= at)) continue;
    const mark: FeedbackMark = { kind, day, by, ...(below !== undefined && { below }) };
    const own = found.get(series);
    if (own) own.push(mark);
    else found.set(series, [mark]);
  }
  return found;
}
