import { createHash } from 'node:crypto';

import { pickFrame, pickRows } from '@dqs/core';
import {
  featureSpec,
  fitContract,
  observedRequests,
  otherRules,
  pickThresholdRows,
  SeriesHistory,
  thresholdFrame,
  THRESHOLD_STATISTICS,
} from '@dqs/features';

import { cameOn } from '../../../src/evaluate/best-naive.js';
import { pairSet, samplePairs } from '../../../src/forecast/distribution/pair-sample.js';
import { RowLevels } from '../../../src/forecast/distribution/row-levels.js';
import { trainingSet } from '../../../src/train/training-set.js';
import { madePanel } from '../../support/panels.js';

const history = SeriesHistory.fromPanel(madePanel({ datasets: 4, rules: 5, days: 120, executions: 12 }));
const requests = observedRequests(history, { fromDay: history.firstDay, toDay: history.lastDay, horizon: 1 });
const levels = thresholdFrame(history, requests);
const came = cameOn(history, requests);
const rows = Int32Array.from(requests.series.keys());
/** The levels of some rows, so many rows at a time. */
function* blocks(some: Int32Array, size: number) {
  for (let from = 0; from < some.length; from += size) {
    const block = some.slice(from, from + size);
    yield { rows: block, levels: pickThresholdRows(levels, block), places: Int32Array.from(block.keys()) };
  }
}
const sample = (most: number, { seed = 7, size = rows.length } = {}) =>
  samplePairs({ rows, blocks: (some) => blocks(some, size), came, age: () => 0 }, { seed, most });
const sumOf = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);
const LEVEL = THRESHOLD_STATISTICS.findIndex(({ name }) => name === 'level');
/** A digest of all numbers of a sample: a comparison of so many numbers one by one would take seconds. */
function digestOf({ statistics, row, reached, weight }: ReturnType<typeof sample>): string {
  const hash = createHash('sha256');
  for (const values of [...statistics, row, reached, weight]) hash.update(values.slice());
  return hash.digest('hex');
}
const textsOf = ({ row, statistics }: ReturnType<typeof sample>) =>
  Array.from(row, (one, i) => `${one} ${statistics[LEVEL]![i]}`);

describe('the sample of pairs', () => {
  const all = sample(Number.POSITIVE_INFINITY);

  it('is thinned to about as many pairs as asked for, and weighs as much', () => {
    for (const share of [4, 20]) {
      const most = all.row.length / share;
      const thinned = sample(most);
      // A sum of independent picks: five standard deviations of at most √most.
      expect(Math.abs(thinned.row.length - most)).toBeLessThan(5 * Math.sqrt(most));
      expect(sumOf(thinned.weight) / sumOf(all.weight)).toBeCloseTo(1, 0.7);
    }
  });

  it('is the same where there are no more pairs than asked for', () => {
    expect(digestOf(sample(10 * all.row.length))).toBe(digestOf(all));
  });

  it('is the same whatever the blocks of rows', () => {
    for (const most of [Number.POSITIVE_INFINITY, all.row.length / 3, all.row.length / 30]) {
      for (const size of [1, 17, 700]) expect(digestOf(sample(most, { size }))).toBe(digestOf(sample(most)));
    }
  });

  it('has every pair once, in order, with its row and its outcome', () => {
    const { row, reached, statistics } = sample(all.row.length / 2);
    expect([...row]).toEqual([...row].sort((a, b) => a - b));
    const texts = textsOf(sample(all.row.length / 2));
    expect(new Set(texts).size).toBe(texts.length);
    row.forEach((one, i) => {
      const below = statistics[LEVEL]![i]! - 1 / levels.executions[one]!;
      const passed = came.passes[one]! / came.executions[one]!;
      // A level is reached when more passed than at the one below, which is as far away as one execution at most.
      if (passed >= statistics[LEVEL]![i]!) expect(reached[i]).toBe(1);
      if (passed < below - 1) expect(reached[i]).toBe(0);
    });
  });

  it('looks at no more rows than pairs are asked for, each of which stands for others', () => {
    const most = rows.length / 5;
    const asked: number[] = [];
    const from = (some: Int32Array) => {
      asked.push(some.length);
      return blocks(some, 100);
    };
    samplePairs({ rows, blocks: from, came, age: () => 0 }, { seed: 7, most });
    expect(Math.abs(asked[0]! - most)).toBeLessThan(5 * Math.sqrt(most));
  });

  it('weighs a pair as much more as its row stands for', () => {
    const from = { rows, blocks: (some: Int32Array) => blocks(some, 100), came, age: () => 0 };
    const heavy = samplePairs({ ...from, standsFor: (row) => (row % 2 === 0 ? 8 : 1) }, { seed: 7 });
    expect(heavy.row).toEqual(all.row);
    expect([...heavy.weight]).toEqual(Array.from(all.weight, (one, i) => (all.row[i]! % 2 === 0 ? 8 : 1) * one));
  });

  it('follows from the seed', () => {
    const most = all.row.length / 4;
    expect(digestOf(sample(most))).toBe(digestOf(sample(most)));
    expect(textsOf(sample(most, { seed: 8 }))).not.toEqual(textsOf(sample(most)));
  });

  it('is learned as whole rows, whether they are in memory or made when they are needed', () => {
    const span = { from: history.firstDay, to: history.lastDay };
    const contract = fitContract(featureSpec('extended'), history, { upToDay: history.lastDay });
    const rules = otherRules(history, history.lastDay);
    const [kept, made] = [rows.length, 0].map((inMemory) => {
      const { context } = new RowLevels(history, trainingSet(contract, history, span, 1, inMemory), rules);
      return pairSet(all, context);
    });
    const pairs = Int32Array.of(0, 1, 5, 6, 700);
    const picked = pickFrame(made!.frame, pairs);
    expect([kept!.frame.pick, typeof made!.frame.pick]).toEqual([undefined, 'function']);
    expect(picked.columns.map(({ name }) => name)).toEqual(kept!.frame.columns.map(({ name }) => name));
    picked.columns.forEach(({ values }, i) => expect(values).toEqual(pickRows(kept!.frame.columns[i]!.values, pairs)));
  });
});
