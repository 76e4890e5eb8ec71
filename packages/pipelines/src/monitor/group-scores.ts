import { AGGREGATE_STATISTICS, type AggregateGroup, type DailyAggregates } from '@dqs/ledger';
import { emptyScores, SCORE_BINS, SCORE_SUMS, type PoolScores, type ScoreHistogram } from '@dqs/monitoring';

/** The daily scores of a group of a ledger: one version in one arm on one pool, live or backfill. */
export interface GroupScores {
  readonly group: AggregateGroup;
  readonly scores: PoolScores;
}

const WIDTH = AGGREGATE_STATISTICS.length;
/** Where each column of scores lies in an aggregate: the ledger keeps what monitoring reads, under the same names. */
const SUMS = SCORE_SUMS.map((name) => [name, placeOf(name)] as const);
const BINS = (Object.keys(SCORE_BINS) as ScoreHistogram[]).map((name) => [name, placeOf(`${name}0`)] as const);

function placeOf(name: string): number {
  const place = AGGREGATE_STATISTICS.indexOf(name);
  if (place < 0) throw new TypeError(`expected the ledger to aggregate ${name}`);
  return place;
}

/** Aggregates by group, each with its days in ascending order. */
export function groupScores(aggregates: DailyAggregates): GroupScores[] {
  const rowsOf = aggregates.groups.map((): number[] => []);
  aggregates.group.forEach((group, row) => rowsOf[group]!.push(row));
  return aggregates.groups.flatMap((group, i) => {
    const rows = rowsOf[i]!;
    return rows.length === 0 ? [] : [{ group, scores: scoresOf(aggregates, rows) }];
  });
}

function scoresOf({ day, values }: DailyAggregates, rows: readonly number[]): PoolScores {
  const scores = emptyScores(Int32Array.from(rows, (row) => day[row]!));
  rows.forEach((row, i) => {
    const at = row * WIDTH;
    for (const [name, place] of SUMS) scores.sums[name][i] = values[at + place]!;
    for (const [name, place] of BINS) {
      scores.bins[name].forEach((column, bin) => (column[i] = values[at + place + bin]!));
    }
  });
  return scores;
}
