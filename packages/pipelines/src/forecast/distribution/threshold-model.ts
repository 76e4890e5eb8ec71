import { pickRows, type FeatureFrame, type FrameColumn } from '@dqs/core';
import type { FittedModel } from '@dqs/model-backends';
import {
  contextColumns,
  contextDefinitions,
  featureSpec,
  pickThresholdRows,
  ROW_STATISTICS,
  THRESHOLD_STATISTICS,
  type ForecastRequests,
  type SeriesHistory,
  type ThresholdFrame,
} from '@dqs/features';

/** Rows whose levels are predicted at a time: what bounds memory. */
const CHUNK_ROWS = 16_384;

/**
 * Features of the model that the threshold model looks at beside the statistics of the level: weekday, neighbours, what is
 * known of the regime. Those that only grow with time are left out: a tree cannot go on with them.
 */
const CONTEXT_FEATURES = new Set([
  'dataset_uuid',
  'rule_code',
  'day_of_week',
  'day_of_month',
  'lag_1_day',
  'lag_7_day',
  'ewm_3',
  'weekday_expected',
  'weekday_effect',
  'weekday_residual',
  'last_residual',
  'std_28_day',
  'perfect_7_day',
  'days_since_fail',
  'days_since_last',
  'observed_days',
  'executions_total',
  'rule_mean_all',
  'dataset_others_1_day',
  'rule_others_1_day',
  'rule_others_7_day',
  'all_others_1_day',
  'all_others_7_day',
  'all_others_28_day',
  'dataset_residual_1_day',
  'dataset_residual_7_day',
  'rule_residual_1_day',
  'rule_residual_7_day',
  'all_residual_1_day',
  'all_residual_7_day',
  'horizon',
]);

/**
 * What each column of the threshold model means, by name.
 *
 * @param features meanings of the features of the model of the mean.
 */
export function pairMeanings(features: ReadonlyMap<string, string>, rules: readonly string[]): Map<string, string> {
  const own = [...THRESHOLD_STATISTICS, ...ROW_STATISTICS, ...contextDefinitions(rules)];
  return new Map([...features, ...own.map(({ name, meaning }) => [name, meaning] as const)]);
}

const STANDARD_FEATURES = new Set(featureSpec('extended').features.map(({ name }) => name));

/** A custom feature, or one of a group that is off by default, is there to matter. */
function isContext(name: string): boolean {
  return CONTEXT_FEATURES.has(name) || !STANDARD_FEATURES.has(name);
}

/** What is known of some rows and their levels, ready to be put together into pairs. */
export interface PairSources {
  readonly levels: ThresholdFrame;
  /** Columns with one value a row. */
  readonly byRow: readonly FrameColumn[];
}

/** Requests whose levels and features have been built. */
export interface PairInputs {
  readonly history: SeriesHistory;
  readonly requests: ForecastRequests;
  readonly levels: ThresholdFrame;
  readonly features: FeatureFrame;
  /** Rules whose latest results the others of a dataset look at. */
  readonly rules: readonly string[];
}

/** The sources of pairs for requests whose features have been built. */
export function pairSources({ levels, ...inputs }: PairInputs): PairSources {
  const { rowStatistics } = levels;
  return {
    levels,
    byRow: [...ROW_STATISTICS.map(({ name }, i) => numeric(name, rowStatistics[i]!)), ...rowContext(inputs)],
  };
}

/** Columns of the threshold model that do not follow from the levels of a row: the last ones. */
export function rowContext({ history, requests, features, rules }: Omit<PairInputs, 'levels'>): FrameColumn[] {
  return [
    ...contextColumns(history, requests, rules).map(({ name, values }) => numeric(name, values)),
    ...features.columns.filter(({ name }) => isContext(name)),
  ];
}

/** The names and kinds of {@link rowContext}, without their values. */
export function rowContextColumns(
  { columns }: FeatureFrame,
  rules: readonly string[],
): Pick<FrameColumn, 'name' | 'kind'>[] {
  return [
    ...contextDefinitions(rules).map(({ name }) => ({ name, kind: 'numeric' as const })),
    ...columns.filter(({ name }) => isContext(name)),
  ];
}

function numeric(name: string, values: Float32Array): FrameColumn {
  return { name, kind: 'numeric', values };
}

/** The sources of some rows, in the order asked for. */
export function pickSources({ levels, byRow }: PairSources, rows: Int32Array): PairSources {
  return {
    levels: pickThresholdRows(levels, rows),
    byRow: byRow.map((column) => ({ ...column, values: pickRows(column.values, rows) })),
  };
}

/**
 * The columns of the threshold model for some pairs of row and level: statistics of the level, then columns of the row. Their
 * values are put together when they are read: of all pairs of a long history they would take more memory than anything else.
 *
 * @param level index of the level of each pair.
 * @param row of each pair.
 */
export function pairFrame({ levels, byRow }: PairSources, level: Int32Array, row: Int32Array): FeatureFrame {
  const picked = ({ name, kind, values }: FrameColumn, rows: Int32Array): FrameColumn => ({
    name,
    kind,
    get values() {
      return pickRows(values, rows);
    },
  });
  const ofLevel = levelColumns(levels).map((column) => picked(column, level));
  const ofRow = byRow.map((column) => picked(column, row));
  return { rows: level.length, columns: [...ofLevel, ...ofRow] };
}

/** The columns with one value a level. */
function levelColumns({ statistics }: ThresholdFrame): FrameColumn[] {
  return THRESHOLD_STATISTICS.map(({ name }, i) => ({ name, kind: 'numeric', values: statistics[i]! }));
}

/** Predicts every level of some rows: without putting pairs together where the model can, else a chunk of rows at a time. */
export function predictPairs(sources: PairSources, model: FittedModel, threads: number): Float64Array {
  const { levels, byRow } = sources;
  const { offsets, rows, numerator } = levels;
  if (rows > 0) {
    const ofLevel = { rows: numerator.length, columns: levelColumns(levels) };
    const chances = model.predictGroups?.(ofLevel, { rows, columns: byRow }, offsets, threads);
    if (chances) return chances;
  }
  const chances = new Float64Array(numerator.length);
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const to = Math.min(rows, from + CHUNK_ROWS);
    const { level, row } = allPairs(offsets, from, to);
    if (level.length > 0) chances.set(model.predict(pairFrame(sources, level, row), threads), offsets[from]);
  }
  return chances;
}

/** Every level of some rows, with its row. */
export function allPairs(offsets: Int32Array, from: number, to: number): { level: Int32Array; row: Int32Array } {
  const start = offsets[from]!;
  const level = Int32Array.from({ length: offsets[to]! - start }, (_, i) => start + i);
  const row = new Int32Array(level.length);
  for (let r = from; r < to; r += 1) row.fill(r, offsets[r]! - start, offsets[r + 1]! - start);
  return { level, row };
}
