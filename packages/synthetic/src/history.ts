import { formatDay, Random } from '@dqs/core';

import { spoilt } from './garbage.js';
import type { RowFormat } from './row-format.js';
import { syntheticRules, type SyntheticRule } from './rules.js';
import { syntheticDataset, syntheticSeries, type SyntheticSeries } from './series.js';
import type { Shape } from './shape.js';

/** A synthetic history, drawn but not yet written. */
export interface SyntheticHistory {
  readonly rules: readonly SyntheticRule[];
  readonly series: readonly SyntheticSeries[];
  readonly shape: Shape;
  readonly firstDay: number;
  /** Series and days with results. */
  readonly cells: number;
}

/** What was written. */
export interface GeneratedCounts {
  rows: number;
  /** Damaged rows that a reader must reject. */
  rejects: number;
  /** Damaged rows whose outcome is neither pass nor fail. */
  errors: number;
}

const PASS = '{"result": "Pass", "partialResult": false, "resultDescription": "Pass"}';
const FAIL = '{"result": "Fail", "partialResult": false, "resultDescription": "Fail"}';
/** Text is passed on in chunks of about this many characters. */
const CHUNK_CHARACTERS = 1 << 18;

/** Draws datasets, rules and how likely every result passes. Same shape, seed and first day: same history. */
export function drawHistory(shape: Shape, seed: number, firstDay: number): SyntheticHistory {
  const random = new Random(seed);
  const rules = syntheticRules(shape.rules);
  const series: SyntheticSeries[] = [];
  for (let index = 0; index < shape.datasets; index += 1) {
    const dataset = syntheticDataset(random, index, shape.days);
    for (const rule of rules) series.push(syntheticSeries(random, dataset, rule, firstDay));
  }
  const cells = series.reduce((sum, { passProbability }) => sum + countPresent(passProbability), 0);
  return { rules, series, shape, firstDay, cells };
}

/**
 * The rows of a history in chunks of text, day by day as a log grows.
 *
 * @param options seed of what is damaged, and the share of the rows to damage, 0 to 1.
 * @param counts updated while the chunks are read.
 */
export function* historyText(
  history: SyntheticHistory,
  format: RowFormat,
  options: { readonly seed: number; readonly garbage: number },
  counts: GeneratedCounts,
): Generator<string> {
  const random = new Random(options.seed + 0x5eed);
  const damage = new Random(options.seed + 0xbad);
  const share = executionSharer(history);
  let text = format.header;
  for (let day = 0; day < history.shape.days; day += 1) {
    const date = formatDay(history.firstDay + day);
    const contextId = `run-${date.replaceAll('-', '')}`;
    for (const series of history.series) {
      const probability = series.passProbability[day]!;
      if (probability < 0) continue;
      const base = { dataset: series.dataset.uuid, date, rule: series.ruleCode };
      const pass = format.row(series, { ...base, results: PASS }, contextId);
      const fail = format.row(series, { ...base, results: FAIL }, contextId);
      for (let left = share(series); left > 0; left -= 1) {
        const isPass = random.next() < probability;
        counts.rows += 1;
        if (options.garbage > 0 && damage.next() < options.garbage) {
          const { row, isRejected } = spoilt(damage, { ...base, results: isPass ? PASS : FAIL });
          counts[isRejected ? 'rejects' : 'errors'] += 1;
          text += format.row(series, row, contextId);
        } else text += isPass ? pass : fail;
      }
      if (text.length < CHUNK_CHARACTERS) continue;
      yield text;
      text = '';
    }
  }
  yield text;
}

/**
 * Gives each series and day its executions, in the order of writing. With a required number of rows, rules on datasets
 * get one execution and the others share the rest evenly, by the rounded-down cumulative sum, which ends exactly.
 */
function executionSharer({ series, shape, cells }: SyntheticHistory): (series: SyntheticSeries) => number {
  const single = series.reduce((sum, s) => sum + (s.level === 'DATASET' ? countPresent(s.passProbability) : 0), 0);
  const { rows, executions } = shape;
  // Too few rows for one each, or no series to take the rest: all series share equally.
  const isShared = rows !== undefined && (rows < cells || single === cells);
  const sharers = isShared ? cells : cells - single;
  const total = rows === undefined ? executions * sharers : rows - (isShared ? 0 : single);
  let seen = 0;
  return ({ level }) => {
    if (level === 'DATASET' && !isShared) return 1;
    const before = Math.floor((seen * total) / sharers);
    seen += 1;
    return Math.floor((seen * total) / sharers) - before;
  };
}

function countPresent(passProbability: Float32Array): number {
  let count = 0;
  for (const value of passProbability) if (value >= 0) count += 1;
  return count;
}
