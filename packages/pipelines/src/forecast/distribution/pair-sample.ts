import { Random } from '@dqs/core';
import type { ThresholdFrame } from '@dqs/features';
import type { TrainingSet } from '@dqs/model-backends';

import { statisticOf } from './experts.js';
import type { LevelOutcomes } from './level-outcomes.js';
import { pairFrame, type PairSources } from './threshold-model.js';

/** Days after which a pair of row and level weighs half. */
const HALF_LIFE_DAYS = 180;
/** Least share of the pairs of a level that is all but certain. */
const LEAST_KEPT = 0.2;
/** Days with that few executions keep all their levels. */
const FEW_EXECUTIONS = 3;

/** A sample of the pairs to learn from. */
export interface PairSample {
  readonly level: Int32Array;
  readonly row: Int32Array;
  readonly weight: Float32Array;
}

/**
 * Picks the pairs that tell something: a level that is all but certain is kept with a chance of one in five and weighs five
 * times as much. Rows weigh half after 180 days.
 *
 * @param rows that may be learned from.
 * @param age days from each row's target day to the end of the training.
 */
export function samplePairs(
  levels: ThresholdFrame,
  { width }: LevelOutcomes,
  rows: Int32Array,
  age: (row: number) => number,
  seed: number,
): PairSample {
  const random = new Random(seed);
  const share = statisticOf(levels, 'reached_ew_95');
  const last = statisticOf(levels, 'reached_last');
  const recent = statisticOf(levels, 'reached_7');
  const [level, row, weight]: [number[], number[], number[]] = [[], [], []];
  for (const r of rows) {
    const fading = 0.5 ** (age(r) / HALF_LIFE_DAYS);
    for (let i = levels.offsets[r]!; i < levels.offsets[r + 1]!; i += 1) {
      const kept = levels.executions[r]! <= FEW_EXECUTIONS ? 1 : keptShare(share[i]!, last[i]!, recent[i]!);
      if (kept < 1 && random.next() >= kept) continue;
      level.push(i);
      row.push(r);
      weight.push((width[i]! / kept) * fading);
    }
  }
  return { level: Int32Array.from(level), row: Int32Array.from(row), weight: Float32Array.from(weight) };
}

function keptShare(share: number, last: number, recent: number): number {
  if (Number.isNaN(share) || recent !== last) return 1;
  return Math.min(1, Math.max(LEAST_KEPT, 4 * share * (1 - share)));
}

/** The sample as a backend learns it: whether the level was reached, weighted. */
export function pairSet(sources: PairSources, { reached }: LevelOutcomes, sample: PairSample): TrainingSet {
  return {
    frame: pairFrame(sources, sample.level, sample.row),
    target: Float32Array.from(sample.level, (level) => reached[level]!),
    weight: sample.weight,
  };
}
