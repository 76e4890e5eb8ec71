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

/** Pairs that are learned from, about, at most, for the sake of memory: fewer than 400,000 cost accuracy. */
const MOST_PAIRS = 4_000_000;

/** How pairs are picked. */
export interface SampleOptions {
  readonly seed: number;
  /** About how many pairs there are at most. @default 4,000,000 */
  readonly most?: number;
}

/** A sample of the pairs to learn from. */
export interface PairSample {
  readonly level: Int32Array;
  readonly row: Int32Array;
  readonly weight: Float32Array;
}

/**
 * Picks the pairs that tell something: a level that is all but certain is kept with a chance of one in five and weighs five
 * times as much. Where more than about `most` would be left, all are kept with as much smaller a chance, and weigh as
 * much more. Rows weigh half after 180 days.
 *
 * @param rows that may be learned from.
 * @param age days from each row's target day to the end of the training.
 */
export function samplePairs(
  levels: ThresholdFrame,
  { width }: LevelOutcomes,
  rows: Int32Array,
  age: (row: number) => number,
  { seed, most = MOST_PAIRS }: SampleOptions,
): PairSample {
  const random = new Random(seed);
  const kept = keptShares(levels, rows);
  const expected = kept.reduce((sum, share) => sum + share, 0);
  const thinned = Math.min(1, most / expected);
  let size = 0;
  const picked = kept.map((share) => {
    const chance = share * thinned;
    const isPicked = chance >= 1 || random.next() < chance;
    if (isPicked) size += 1;
    return isPicked ? chance : 0;
  });
  const sample = { level: new Int32Array(size), row: new Int32Array(size), weight: new Float32Array(size) };
  let [at, pair] = [0, 0];
  for (const r of rows) {
    const fading = 0.5 ** (age(r) / HALF_LIFE_DAYS);
    for (let i = levels.offsets[r]!; i < levels.offsets[r + 1]!; i += 1, pair += 1) {
      if (picked[pair] === 0) continue;
      sample.level[at] = i;
      sample.row[at] = r;
      sample.weight[at] = (width[i]! / picked[pair]!) * fading;
      at += 1;
    }
  }
  return sample;
}

/** The chance of every pair to be kept, in the order of rows and levels. */
function keptShares(levels: ThresholdFrame, rows: Int32Array): Float64Array {
  const share = statisticOf(levels, 'reached_ew_95');
  const last = statisticOf(levels, 'reached_last');
  const recent = statisticOf(levels, 'reached_7');
  const pairs = rows.reduce((sum, r) => sum + levels.offsets[r + 1]! - levels.offsets[r]!, 0);
  const kept = new Float64Array(pairs);
  let pair = 0;
  for (const r of rows) {
    const isShort = levels.executions[r]! <= FEW_EXECUTIONS;
    for (let i = levels.offsets[r]!; i < levels.offsets[r + 1]!; i += 1, pair += 1) {
      kept[pair] = isShort ? 1 : keptShare(share[i]!, last[i]!, recent[i]!);
    }
  }
  return kept;
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
