import { DqsError } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

import type { SilenceFacts } from '../facts/facts.js';
import type { TakenBack } from './taken-back.js';

/** A silence to be made. */
export interface SilenceRequest extends SilenceFacts {
  /** When it is made, in milliseconds since 1970. */
  readonly at: number;
}

/** A silence that a person made. Survives JSON. */
export interface KeptSilence extends SilenceRequest {
  /** Follows from what it says, who made it, and when. */
  readonly id: string;
  /** Who ended it before its time; null if nobody did. */
  readonly ended: TakenBack | null;
}

/**
 * The silence that a request makes.
 *
 * @throws DqsError `invalid-argument` if it matches everything or ends before it begins.
 */
export function silenceOf(request: SilenceRequest): KeptSilence {
  const { match, from, until, by, comment, at } = request;
  if (!Object.values(match).some((patterns) => patterns.length > 0)) {
    throw new DqsError('invalid-argument', 'expected a silence that names what it is about, got one about everything');
  }
  if (!(until > from)) {
    throw new DqsError(
      'invalid-argument',
      `expected a silence that ends after it begins, got ${from} to ${until} (milliseconds since 1970)`,
    );
  }
  const fields = Object.entries(match).sort(([a], [b]) => (a < b ? -1 : 1));
  const id = `sil-${sha256(JSON.stringify([fields, from, until, by, comment, at])).slice(0, 12)}`;
  return { id, match, from, until, by, comment, at, ended: null };
}

/** The silences of a tick: those made by then, with the ends known by then. What came later changes nothing. */
export function silencesAt(silences: readonly KeptSilence[], at: number): readonly SilenceFacts[] {
  return silences
    .filter((one) => one.at <= at)
    .map(({ match, from, until, by, comment, ended }) => {
      const isEnded = ended !== null && ended.at <= at;
      return { match, from, until: isEnded ? Math.min(until, ended.at) : until, by, comment };
    });
}
