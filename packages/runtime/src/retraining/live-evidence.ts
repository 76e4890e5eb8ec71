import { MS_PER_DAY } from '@dqs/core';
import type { LedgerStore } from '@dqs/ledger';
import type { PairedRows, RetrainingPlace, RetrainingPolicy } from '@dqs/pipelines/retrain';
import type { LivePerformance } from '@dqs/registry';

import { pairedGrades } from './paired-grades.js';

/** The evidence of a ledger on versions of a model. */
export type LiveEvidenceOf = Required<Pick<RetrainingPlace, 'shadow' | 'live'>>;

type Graded = Pick<LedgerStore, 'forecasts' | 'grades'>;

/**
 * What the graded forecasts of a ledger say of a challenger in its shadow, beside the champion, and of a new version beside the one
 * that it replaced: only on days that both forecast live, from the day after which they could.
 *
 * @param now what is known at this time, milliseconds.
 */
export function liveEvidence(ledger: Graded, { model }: Pick<RetrainingPolicy, 'model'>, now: number): LiveEvidenceOf {
  const today = Math.floor(now / MS_PER_DAY);
  const daysSince = (ms: number) => ({ from: Math.floor(ms / MS_PER_DAY), to: today, knownAt: now });
  const live: LivePerformance = {
    measure: async ({ version, previous, since }) => {
      const versions = [
        { arm: 'champion', model, version },
        { arm: 'predecessor', model, version: previous },
      ] as const;
      const { day, first, second } = await pairedGrades(ledger, versions, daysSince(Date.parse(since)));
      return {
        samples: day.length,
        error: mean(first.error),
        previousError: mean(second.error),
        crps: mean(first.crps),
        previousCrps: mean(second.crps),
      };
    },
  };
  const shadow = async ({ challenger, champion, since }: Parameters<LiveEvidenceOf['shadow']>[0]) => {
    if (challenger === null || champion === null) return NOTHING;
    const versions = [
      { arm: 'challenger', model, version: challenger },
      { arm: 'champion', model, version: champion },
    ] as const;
    const { day, first, second, naive } = await pairedGrades(ledger, versions, daysSince(since));
    return {
      day: Int32Array.from(day),
      challenger: Float64Array.from(first.error),
      champion: Float64Array.from(second.error),
      // Where there was none to compare with, the champion stands for it: it is no easier to beat.
      naive: Float64Array.from(naive, (error, row) => (Number.isNaN(error) ? second.error[row]! : error)),
      segments: new Map(),
    };
  };
  return { live, shadow };
}

const NOTHING: PairedRows = {
  day: new Int32Array(),
  challenger: new Float64Array(),
  champion: new Float64Array(),
  naive: new Float64Array(),
  segments: new Map(),
};

/** null over none. */
function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
