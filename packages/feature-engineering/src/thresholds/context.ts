import { lastIndexUpTo } from '../history/search.js';
import type { ForecastRequests, SeriesHistory } from '../history/series-history.js';

/** Other rules of a dataset that are looked at, at most. */
export const MOST_OTHER_RULES = 20;
/** Observations that the latest number of records is compared with, and those whose spread is taken. */
const COMPARED = 7;
const SPREAD = 14;

const RECORD_STATISTICS = [
  { name: 'records_ratio', meaning: "the dataset's latest number of records against the mean of the 7 before" },
  { name: 'records', meaning: 'that number itself' },
  { name: 'records_spread', meaning: 'standard deviation of the last 14 numbers over their mean' },
] as const;

/** A column of {@link contextColumns} in words. */
export interface ContextDefinition {
  readonly name: string;
  /** In plain words, for explanations. */
  readonly meaning: string;
}

/** One number a forecast, beside its levels: a column of the threshold model. */
export interface ContextColumn extends ContextDefinition {
  /** NaN where nothing is known. */
  readonly values: Float32Array;
}

/** The columns of {@link contextColumns}, in order. */
export function contextDefinitions(rules: readonly string[]): ContextDefinition[] {
  const others = rules.map((rule, i) => ({
    name: `other_rule_${i + 1}`,
    meaning: `latest pass fraction of rule ${rule} on the same dataset`,
  }));
  return [...others, ...RECORD_STATISTICS];
}

/**
 * The rules whose latest results the other rules of a dataset look at: those with most observed days up to a day, at most
 * `MOST_OTHER_RULES`; ties by code.
 */
export function otherRules(history: SeriesHistory, upToDay: number): string[] {
  const observed = new Map<string, number>();
  history.series.forEach(({ ruleCode }, series) => {
    const start = history.offsets[series]!;
    const days = lastIndexUpTo(history.day, start, history.offsets[series + 1]!, upToDay) + 1 - start;
    if (days > 0) observed.set(ruleCode, (observed.get(ruleCode) ?? 0) + days);
  });
  const byDays = [...observed].sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1));
  return byDays.slice(0, MOST_OTHER_RULES).map(([rule]) => rule);
}

/**
 * What the dataset's other rules and its number of records were, as of the as-of day, for every request: the latest pass
 * fraction of each of `rules` but the series' own, then the numbers of records.
 */
export function contextColumns(
  history: SeriesHistory,
  { series, asOfDay }: ForecastRequests,
  rules: readonly string[],
): ContextColumn[] {
  const rows = series.length;
  const columns = contextDefinitions(rules).map((definition) => ({
    ...definition,
    values: new Float32Array(rows).fill(Number.NaN),
  }));
  const others = columns.slice(0, rules.length);
  const records = columns.slice(rules.length);
  const peers = peersFor(history, rules);
  for (let row = 0; row < rows; row += 1) {
    const own = series[row]!;
    const asOf = asOfDay[row]!;
    const of = peers[own]!;
    for (let k = 0; k < others.length; k += 1) {
      if (of[k]! >= 0 && of[k] !== own) others[k]!.values[row] = latestFraction(history, of[k]!, asOf);
    }
    writeRecords(history, own, asOf, records, row);
  }
  return columns;
}

type Peers = readonly Int32Array[];

/** Forecasts are asked for one by one, with the same rules again and again. */
const PEERS = new WeakMap<SeriesHistory, WeakMap<readonly string[], Peers>>();

function peersFor(history: SeriesHistory, rules: readonly string[]): Peers {
  const byRules = PEERS.get(history) ?? new WeakMap<readonly string[], Peers>();
  PEERS.set(history, byRules);
  let peers = byRules.get(rules);
  if (!peers) byRules.set(rules, (peers = peersOf(history, rules)));
  return peers;
}

/** For each series the series of its dataset with each of the rules, −1 where there is none. */
function peersOf({ series }: SeriesHistory, rules: readonly string[]): Peers {
  const place = new Map(rules.map((rule, i) => [rule, i]));
  const byDataset = new Map<string, Int32Array>();
  return series.map(({ tenantId, datasetUuid, ruleCode }, index) => {
    const dataset = JSON.stringify([tenantId, datasetUuid]);
    let peers = byDataset.get(dataset);
    if (!peers) byDataset.set(dataset, (peers = new Int32Array(rules.length).fill(-1)));
    const at = place.get(ruleCode);
    if (at !== undefined) peers[at] = index;
    return peers;
  });
}

function latestFraction({ offsets, day, passes, executions }: SeriesHistory, series: number, asOf: number): number {
  const start = offsets[series]!;
  const last = lastIndexUpTo(day, start, offsets[series + 1]!, asOf);
  return last < start ? Number.NaN : passes[last]! / executions[last]!;
}

function writeRecords(
  { offsets, day, recordCount }: SeriesHistory,
  series: number,
  asOf: number,
  [ratio, latest, spread]: readonly ContextColumn[],
  row: number,
): void {
  const start = offsets[series]!;
  const last = lastIndexUpTo(day, start, offsets[series + 1]!, asOf);
  const records = last < start ? Number.NaN : recordCount[last]!;
  latest!.values[row] = records;
  ratio!.values[row] = over(records, momentsOf(recordCount, Math.max(start, last - COMPARED), last).mean);
  const { mean, deviation } = momentsOf(recordCount, Math.max(start, last + 1 - SPREAD), last + 1);
  spread!.values[row] = over(deviation, mean);
}

/** A quotient, missing where it has no meaning. */
function over(value: number, by: number): number {
  return by > 0 ? value / by : Number.NaN;
}

/** Mean and standard deviation of the known numbers from an index to before another; NaN where there is none. */
function momentsOf(values: Float64Array, from: number, to: number): { mean: number; deviation: number } {
  let [known, sum] = [0, 0];
  for (let i = from; i < to; i += 1) {
    if (Number.isNaN(values[i])) continue;
    known += 1;
    sum += values[i]!;
  }
  const mean = sum / known;
  let squares = 0;
  for (let i = from; i < to; i += 1) if (!Number.isNaN(values[i])) squares += (values[i]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / known) };
}
