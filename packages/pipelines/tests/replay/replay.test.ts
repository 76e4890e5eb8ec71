import { DqsError, formatDay, parseDay } from '@dqs/core';

import {
  replayExperiment,
  replayForecasts,
  trainModel,
  unitOf,
  type ReplayVersion,
  type TrainResult,
} from '../../src/index.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';

const panel = madePanel({ datasets: 6, rules: 3, days: 150 });
const TEST_FROM = FIRST_DAY + 90;
const trained: TrainResult[] = [];
const versions: ReplayVersion[] = [];

beforeAll(async () => {
  const options = { spec: 'classic', testFrom: TEST_FROM, params: { min_data_in_leaf: 5 } } as const;
  for (const [name, rounds] of [
    ['few', 1],
    ['more', 60],
  ] as const) {
    const result = await trainModel(panel, { ...options, rounds });
    trained.push(result);
    const { bundle, predictor } = result;
    versions.push({ name, bundle: { manifest: { ...bundle.manifest, files: {} }, predictor } });
  }
});
afterAll(() => trained.forEach(({ predictor }) => predictor.model.close()));

describe('forecasts of past days', () => {
  it('are those that the evaluation of the training scored', () => {
    const replay = replayForecasts(panel, versions);
    trained.forEach(({ evaluation }, i) => {
      const { predictedPassPercentage: predicted } = replay.versions[i]!;
      const mae =
        replay.actual.reduce((sum, actual, row) => sum + Math.abs(actual - predicted[row]!), 0) / predicted.length;
      expect(replay.actual).toHaveLength(evaluation!.rows);
      expect(mae).toBeCloseTo(evaluation!.scores[0]!.model.mae, 9);
    });
  });

  it('begin behind the training days of every version, in order of day', () => {
    const { span, requests } = replayForecasts(panel, versions);
    const ends = versions.map(({ bundle }) => parseDay(bundle.manifest.training.to)!);
    expect(span!.from).toBe(Math.max(...ends) + 1);
    const days = [...requests.targetDay];
    expect(days).toEqual([...days].sort((a, b) => a - b));
    expect(requests.asOfDay.every((asOf, row) => asOf === requests.targetDay[row]! - 1)).toBe(true);
  });

  it('do not change with any result dated on the target day or later', () => {
    const cut = TEST_FROM + 20;
    const whole = replayForecasts(panel, versions, { toDay: cut });
    const spoilt = filterCells(panel, (day) => day <= cut);
    // Every cell of the last day turns into its opposite: only its own outcome may change.
    const { passes, fails, day } = spoilt.cells;
    day.forEach((at, i) => {
      if (at === cut) [passes[i], fails[i]] = [fails[i]!, passes[i]!];
    });
    const again = replayForecasts(spoilt, versions, { toDay: cut });
    versions.forEach((_, i) => {
      expect(again.versions[i]!.predictedPassPercentage).toEqual(whole.versions[i]!.predictedPassPercentage);
    });
    expect(again.actual).not.toEqual(whole.actual);
  });

  it('use the longer of two horizons, or the requested one', () => {
    const far = { ...versions[1]!.bundle, predictor: { ...versions[1]!.bundle.predictor, horizon: 7 } };
    const mixed = [versions[0]!, { name: 'far', bundle: far }];
    expect(replayForecasts(panel, mixed).horizon).toBe(7);
    expect(replayForecasts(panel, mixed, { horizon: 2 }).horizon).toBe(2);
  });

  it('are refused for days of the training, and where none lies behind it', async () => {
    const fromDay = TEST_FROM - 10;
    expect(() => replayForecasts(panel, versions, { fromDay })).toThrow(
      /after the training days of every version, which end on 2026-03-31, got 2026-03-22/,
    );
    const short = filterCells(panel, (day) => day < TEST_FROM);
    expect(replayForecasts(short, versions)).toMatchObject({ span: undefined, actual: new Float64Array(0) });
    await expect(replayExperiment(short, versions)).rejects.toThrow(DqsError);
    await expect(replayExperiment(short, versions)).rejects.toThrow(/the history ends on 2026-03-31/);
  });

  it('report progress by day and stop on a signal', () => {
    const seen: number[] = [];
    replayForecasts(panel, versions, {}, { onProgress: ({ done }) => seen.push(done) });
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, i) => i));
    const signal = AbortSignal.abort();
    expect(() => replayForecasts(panel, versions, {}, { signal })).toThrow(
      expect.objectContaining({ code: 'aborted' }),
    );
  });
});

describe('an experiment over past days', () => {
  it('finds the version that was trained for longer, and says on which day', async () => {
    const { evaluation, from, to, forecasts } = await replayExperiment(panel, versions);
    const result = evaluation.treatments[0]!;
    expect([from, to]).toEqual([formatDay(TEST_FROM), formatDay(FIRST_DAY + 149)]);
    expect(result.primary.rows).toBe(forecasts);
    expect(result.verdict).toBe('treatment better');
    expect(result.concluded!.day > from && result.concluded!.day <= to).toBe(true);
    expect(result.primary.timeline.map(({ day }) => day)).toContain(result.concluded!.day);
    expect(result.primary.fixed).toMatchObject({ isDue: true, winner: 'treatment' });
    expect(result.split).toMatchObject({ design: 'split', days: result.primary.days });
    expect(result.split!.units!.control + result.split!.units!.treatment).toBe(18);
  });

  it('of a version against itself finds no difference at all', async () => {
    const same = [versions[1]!, { ...versions[1]!, name: 'copy' }];
    const result = (await replayExperiment(panel, same)).evaluation.treatments[0]!;
    expect(result).toMatchObject({ verdict: 'inconclusive', primary: { difference: 0 } });
  });

  it('has segments by level, by rule or by dataset', async () => {
    const segments = async (segmentBy: 'level' | 'rule' | 'dataset') => {
      const { evaluation } = await replayExperiment(panel, versions, { segmentBy });
      return evaluation.treatments[0]!.segments.map(({ segment }) => segment).sort();
    };
    expect(await segments('level')).toEqual(['ATTRIBUTE', 'DATASET']);
    expect(await segments('rule')).toEqual(['101', '102', '103']);
    expect(await segments('dataset')).toHaveLength(6);
  });

  it('needs two versions that differ', async () => {
    await expect(replayExperiment(panel, [versions[0]!])).rejects.toThrow(/treatments/);
    await expect(replayExperiment(panel, [versions[0]!, versions[0]!])).rejects.toThrow(/distinct versions/);
  });

  it('calls a series by tenant, dataset and rule, and no two by the same text', () => {
    expect(unitOf({ tenantId: 'EU', datasetUuid: 'd', ruleCode: '007' })).toBe('EU/d/007');
    expect(unitOf({ tenantId: 'a/b', datasetUuid: 'c', ruleCode: '1' })).toBe('a%2Fb/c/1');
    expect(unitOf({ tenantId: 'a%2Fb', datasetUuid: 'c', ruleCode: '1' })).toBe('a%252Fb/c/1');
    expect(unitOf({ tenantId: '', datasetUuid: 'a', ruleCode: 'b' })).toBe('/a/b');
  });
});
