import { lazyFrame, pickFrame, pickRows, Random, type FeatureFrame, type FrameColumn } from '@dqs/core';
import { ROW_STATISTICS, THRESHOLD_STATISTICS, type ThresholdFrame } from '@dqs/features';
import type { TrainingSet } from '@dqs/model-backends';

import { statisticOf } from './experts.js';
import { writeOutcomes } from './level-outcomes.js';
import { PairBuffer, type PairSample } from './pair-buffer.js';
import type { LevelBlock } from './row-levels.js';

/** Days after which a pair of row and level weighs half. */
const HALF_LIFE_DAYS = 180;
/** Least share of the pairs of a level that is all but certain. */
const LEAST_KEPT = 0.2;
/** Days with that few executions keep all their levels. */
const FEW_EXECUTIONS = 3;

/** Pairs that are learned from, about, at most, for the sake of memory: fewer than 400,000 cost accuracy. */
const MOST_PAIRS = 1_000_000;

/** How pairs are picked. */
export interface SampleOptions {
  readonly seed: number;
  /** About how many pairs there are at most. @default 1,000,000 */
  readonly most?: number;
}

/** What a sample is taken from. */
export interface PairRows {
  /** Rows that may be learned from, ascending. */
  readonly rows: Int32Array;
  /** Makes the levels of some of them, block by block. */
  readonly blocks: (rows: Int32Array) => Iterable<LevelBlock>;
  /** Passes and executions of each row's target day. */
  readonly came: { readonly passes: ArrayLike<number>; readonly executions: ArrayLike<number> };
  /** Days from each row's target day to the end of the training. */
  readonly age: (row: number) => number;
  /** How many rows each row stands for. @default 1 */
  readonly standsFor?: (row: number) => number;
}

/**
 * Picks the pairs that tell something: a level that is all but certain is kept with a chance of one in five and weighs five
 * times as much. Where more than about `most` would be left, all are kept with as much smaller a chance, and weigh as
 * much more; of more rows than that, as many are looked at. Rows weigh half after 180 days. No more than the sample and one
 * block of levels is in memory at any time.
 */
export function samplePairs(from: PairRows, { seed, most = MOST_PAIRS }: SampleOptions): PairSample {
  const random = new Random(seed);
  const looked = rowsToLookAt(from.rows, most, seed);
  const buffer = new PairBuffer({ ofLevel: THRESHOLD_STATISTICS.length, ofRow: ROW_STATISTICS.length }, most, seed);
  for (const { rows, levels, places } of from.blocks(looked.rows)) {
    const outcomes = {
      width: new Float64Array(levels.numerator.length),
      reached: new Uint8Array(levels.numerator.length),
    };
    const columns = [...levels.statistics, ...levels.rowStatistics];
    const shareOf = keptShares(levels);
    rows.forEach((row, i) => {
      const r = places[i]!;
      const start = levels.offsets[r]!;
      writeOutcomes(levels, r, from.came.passes[row]!, from.came.executions[row]!, outcomes, start);
      const fading = 0.5 ** (from.age(row) / HALF_LIFE_DAYS);
      const standsFor = looked.standsFor * (from.standsFor?.(row) ?? 1);
      for (let level = start; level < levels.offsets[r + 1]!; level += 1) {
        const share = shareOf(r, level);
        buffer.expect(share);
        if (share < 1 && random.next() >= share) continue;
        const weight = (outcomes.width[level]! / share) * fading * standsFor;
        buffer.add({ row, weight, reached: outcomes.reached[level]!, columns, level, r });
      }
    });
  }
  return buffer.finish();
}

/** Rows whose levels are made: each stands for as many. */
function rowsToLookAt(rows: Int32Array, most: number, seed: number): { rows: Int32Array; standsFor: number } {
  const chance = most / rows.length;
  if (!(chance < 1)) return { rows, standsFor: 1 };
  const random = new Random(seed + 1);
  return { rows: rows.filter(() => random.next() < chance), standsFor: 1 / chance };
}

/** The chance of the pair of a row and a level of a frame to be kept. */
function keptShares(levels: ThresholdFrame): (row: number, level: number) => number {
  const share = statisticOf(levels, 'reached_ew_95');
  const last = statisticOf(levels, 'reached_last');
  const recent = statisticOf(levels, 'reached_7');
  return (row, level) =>
    levels.executions[row]! <= FEW_EXECUTIONS ? 1 : keptShare(share[level]!, last[level]!, recent[level]!);
}

function keptShare(share: number, last: number, recent: number): number {
  if (Number.isNaN(share) || recent !== last) return 1;
  return Math.min(1, Math.max(LEAST_KEPT, 4 * share * (1 - share)));
}

/**
 * The sample as a backend learns it: whether the level was reached, weighted. Its columns are those of `pairFrame`; what is known of
 * the row is put beside the statistics when it is needed.
 *
 * @param context what is known of each row beside its levels.
 */
export function pairSet({ statistics, row, reached, weight }: PairSample, context: FeatureFrame): TrainingSet {
  const known = [...THRESHOLD_STATISTICS, ...ROW_STATISTICS].map(({ name }, i) => ({
    name,
    kind: 'numeric' as const,
    values: statistics[i]!,
  }));
  const outcome = { target: reached, weight };
  if (!context.pick)
    return { frame: { rows: row.length, columns: [...known, ...contextOfPairs(context, row)] }, ...outcome };
  const pick = (pairs: Int32Array): FeatureFrame => {
    const { members, place } = distinct(pickRows(row, pairs));
    const ofPairs = known.map((column) => ({ ...column, values: pickRows(column.values, pairs) }));
    return { rows: pairs.length, columns: [...ofPairs, ...contextOfPairs(pickFrame(context, members), place)] };
  };
  return { frame: lazyFrame(row.length, [...known, ...context.columns], pick), ...outcome };
}

/** What is known of the row of each pair, put together a column at a time. */
function contextOfPairs({ columns }: FeatureFrame, row: Int32Array): FrameColumn[] {
  return columns.map(({ name, kind, values }) => ({
    name,
    kind,
    get values() {
      return pickRows(values, row);
    },
  }));
}

/** The different ones of ascending numbers, and the place of each number among them. */
function distinct(rows: Int32Array): { members: Int32Array; place: Int32Array } {
  const place = new Int32Array(rows.length);
  const members = new Int32Array(rows.length);
  let count = 0;
  rows.forEach((row, i) => {
    if (i === 0 || row !== rows[i - 1]) members[count++] = row;
    place[i] = count - 1;
  });
  return { members: members.slice(0, count), place };
}
