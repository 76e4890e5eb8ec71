import type { ExperimentEvaluation } from '@dqs/experiments';
import { wilsonInterval } from '@dqs/core/stats';
import type {
  BackendComparison,
  BacktestReport,
  BacktestSeries,
  Calibration,
  DistributionScores,
  Evaluation,
  EvaluationCalibration,
  SegmentDistribution,
  SegmentKind,
  TuneReport,
  ValidationReport,
} from '@dqs/pipelines';
import { SearchSpace, type SpaceDefinition, type Trial } from '@dqs/search';

/** A name that would run if it ever became markup, and that is long enough to break a layout. */
export const EVIL = `</script></style><img src=x onerror=alert(1)>${'long'.repeat(30)}`;

/** Numbers in [0, 1) that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** The n-th day from a Monday. */
export function day(n: number): string {
  return new Date(Date.UTC(2025, 2, 3 + n)).toISOString().slice(0, 10);
}

const NAIVE = ['last-value', 'mean-7', 'median-7', 'median-28', 'same-weekday', 'training-mean'];

/** Scores of all rows, of two levels and of three rules; in the second level the model is worse than the naive forecast. */
export function evaluation(): Evaluation {
  const errors = (mae: number) => ({ mae, rmse: 2.4 * mae, bias: -0.31 * mae, logLoss: 0.2 });
  const scores = [
    ['all', 'all', 1240, 2.31],
    ['ATTRIBUTE', 'level', 800, 2.02],
    ['DATASET', 'level', 440, 2.84],
    ['rule: 101', 'rule', 600, 2.1],
    ['rule: 102', 'rule', 628, 2.4],
    [`rule: ${EVIL}`, 'rule', 12, 3.4],
  ].map(([segment, kind, rows, mae]) => ({
    segment: String(segment),
    kind: kind as SegmentKind,
    rows: Number(rows),
    model: errors(Number(mae)),
    naive: Object.fromEntries(NAIVE.map((name, i) => [name, errors(name === 'median-7' ? 2.62 : 3.1 + i / 10)])),
    bestNaive: 'median-7',
    skill: 1 - Number(mae) / 2.62,
    distribution: segmentDistribution(Number(mae), Number(rows)),
  }));
  return { from: day(0), to: day(30), horizon: 1, rows: 1240, scores, calibration: calibration() };
}

function segmentDistribution(mae: number, rows: number): SegmentDistribution {
  const scoresOf = (error: number, share: number): DistributionScores => ({
    mae: error,
    rmse: 2.4 * error,
    crps: 0.78 * error,
    logScore: 0.3 * error,
    intervalScore80: 6 * error,
    intervalScore95: 11 * error,
    coverage80: { share, ...wilsonInterval(Math.round(share * rows), rows) },
    coverage95: { share: (1 + 2 * share) / 2.75, ...wilsonInterval(Math.round(((1 + 2 * share) / 2.75) * rows), rows) },
  });
  const naive = { 'last-7': scoresOf(3.2, 0.71), 'last-28': scoresOf(2.9, 0.77), 'what-followed': scoresOf(3.4, 0.69) };
  return { model: scoresOf(mae, 0.75 + mae / 50), naive, bestNaive: 'last-28', skill: 1 - mae / 2.9 };
}

/** Odds that come true, and those of naive distributions that are too bold; one bin of few forecasts. */
function calibration(): EvaluationCalibration {
  const of = (boldness: number): Calibration => ({
    reliability: [0, 1, 2, 3, 5, 6, 8, 9].map((bin) => {
      const rows = bin === 5 ? 12 : 60 + 40 * (bin % 4);
      const forecast = (bin + 0.45) / 10;
      const events = Math.round(rows * (forecast + boldness * (0.5 - forecast)));
      const at = { from: bin / 10, to: (bin + 1) / 10, rows, forecast };
      return { ...at, observed: events / rows, ...wilsonInterval(events, rows) };
    }),
    calibrationError: 0.01 + boldness / 4,
    pitHistogram: Array.from({ length: 10 }, (_, bin) =>
      Math.round(120 + boldness * 24 * Math.abs(bin - 4.5) + (bin % 3)),
    ),
  });
  const pitBand = wilsonInterval(124, 1240);
  return {
    target: 100,
    pitBand,
    model: of(0),
    naive: { 'last-7': of(0.4), 'last-28': of(0.2), 'what-followed': of(0.5) },
  };
}

/** A backtest; results are missing on two days in a row, and series start on different days. */
export function backtestReport(seriesCount = 6): BacktestReport {
  const next = numbers(7);
  const days = Array.from({ length: 31 }, (_, i) => i).filter((i) => i !== 12 && i !== 13);
  const percent = () => 100 - Math.round(next() * 80) / 8;
  return {
    evaluation: evaluation(),
    byHorizon: [evaluation()],
    folds: [0, 1, 2].map((fold) => ({
      train: { from: '2024-01-01', to: day(-1 + 10 * fold), rows: 9000 + 400 * fold },
      evaluation: { ...evaluation(), from: day(10 * fold), to: day(10 * fold + 9) },
    })),
    days: days.map((at) => ({
      day: day(at),
      rows: 40,
      actual: percent(),
      expected: percent(),
      predicted: percent(),
      naive: percent(),
      mae: 4 * next(),
      naiveMae: 5 * next(),
      crps: 3 * next(),
      naiveCrps: 4 * next(),
    })),
    series: Array.from({ length: seriesCount }, (_, i) => seriesOf(i, days.slice(i), percent)),
  };
}

function seriesOf(i: number, days: readonly number[], percent: () => number): BacktestSeries {
  const predicted = days.map(percent);
  const around = (by: number) => predicted.map((median) => Math.min(100, Math.max(0, median + by)));
  return {
    tenantId: 'acme',
    datasetUuid: `0b6f1c${i}0-1111-4222-8333-444455556666`,
    datasetName: i === 1 ? EVIL : `orders ${i}`,
    ruleCode: String(101 + i),
    mae: 9 - i,
    naiveMae: 6,
    crps: 7 - i,
    naiveCrps: 5,
    days: days.map(day),
    actual: days.map(percent),
    expected: days.map(percent),
    predicted,
    naive: days.map((_, at) => (at === 3 ? Number.NaN : percent())),
    lower80: around(-4),
    upper80: around(3),
    lower95: around(-9),
    upper95: around(6),
  };
}

/** A validation with every verdict, drift and segments; `isEmpty` leaves all out that a report may be without. */
export function validationReport(isEmpty = false): ValidationReport {
  const check = (
    section: 'bundle' | 'forecasts' | 'data',
    name: string,
    verdict: 'pass' | 'fail' | 'inconclusive',
  ) => ({
    section,
    name,
    verdict,
    reason: verdict === 'fail' ? `${EVIL}: skill -25.0 %, at least 0 % is asked for` : 'as it should be',
    value: verdict === 'inconclusive' ? null : -0.25,
    threshold: 0,
  });
  return {
    passed: isEmpty,
    checks: isEmpty
      ? []
      : [
          check('bundle', 'features', 'pass'),
          check('bundle', 'data-age', 'inconclusive'),
          check('forecasts', 'mae', 'pass'),
          check('forecasts', 'skill', 'fail'),
          check('data', 'schema', 'pass'),
        ],
    evaluation: isEmpty ? null : evaluation(),
    backtest: null,
    segments: isEmpty
      ? []
      : [
          { kind: 'dataset', segment: EVIL, rows: 60, mae: 3, naiveMae: 2, excess: 0.5 },
          { kind: 'rule', segment: '101', rows: 90, mae: 2, naiveMae: 2.5, excess: -0.2 },
        ],
    batch: {
      rows: isEmpty ? 0 : 1240,
      from: isEmpty ? null : day(0),
      to: isEmpty ? null : day(30),
      flagged: isEmpty ? null : { out_of_range: 2, unseen_category: 0, no_history: 1, not_finite: 0 },
      drift: isEmpty ? [] : [{ name: 'ma_7_day', psi: 0.4, ks: 0.2, pValue: 0.01 }],
    },
    timings: {},
  };
}

/** Two backends and one that is left out; or none at all. */
export function backendComparison(isEmpty = false): BackendComparison {
  const measured = (backend: string, mae: number, trainMs: number) => {
    const { scores, ...rest } = evaluation();
    const [all, ...others] = scores;
    return {
      backend,
      evaluation: { ...rest, scores: [{ ...all!, model: { ...all!.model, mae } }, ...others] },
      trainMs,
      forecastRowsPerSecond: 1.2e6,
      addedRssBytes: 4.2e7,
      modelBytes: 3.1e5,
    };
  };
  return {
    backends: isEmpty ? [] : ([measured('lightgbm', 2.31, 812), measured('ridge', 2.58, 95)] as never),
    skipped: [{ backend: 'xgboost', reason: `the package xgboost_node is not installed ${EVIL}` }],
  };
}

const SPACE: SpaceDefinition = {
  learning_rate: { type: 'float', low: 0.02, high: 0.2, log: true },
  num_leaves: { type: 'int', low: 7, high: 127, log: true },
  objective: { type: 'categorical', choices: ['cross-entropy', 'mse'] },
  bagging_freq: { type: 'int', low: 0, high: 1 },
  bagging_fraction: { type: 'float', low: 0.3, high: 1, when: { bagging_freq: 1 } },
};

/** A search of twelve trials: nine completed, two ended early, one failed. The space is the second. */
export function tuneReport(): readonly [TuneReport, SearchSpace] {
  const next = numbers(11);
  const trials = Array.from({ length: 12 }, (_, number): Trial => {
    const bagging = number % 2;
    const parameters = {
      learning_rate: 0.02 + 0.18 * next(),
      num_leaves: 7 + Math.floor(120 * next()),
      objective: number % 3 === 0 ? 'mse' : 'cross-entropy',
      bagging_freq: bagging,
      ...(bagging === 1 ? { bagging_fraction: 0.3 + 0.7 * next() } : {}),
    };
    const value = 2 + next();
    const shared = { number, parameters, steps: [{ step: 1, value }], durationMs: 400 + number };
    if (number === 7) return { ...shared, state: 'failed', value: null, error: `out of memory ${EVIL}` } as never;
    if (number === 4 || number === 9) return { ...shared, state: 'pruned', value } as never;
    return { ...shared, state: 'complete', value, notes: { rounds: 60 } } as never;
  });
  const complete = trials.filter(({ state }) => state === 'complete').sort((a, b) => a.value! - b.value!);
  const report = {
    strategy: 'tpe',
    seed: 42,
    space: SPACE,
    reason: 'trials',
    folds: [
      { train: { from: day(-90), to: day(-20), rows: 3000 }, validation: { from: day(-19), to: day(-1), rows: 500 } },
    ],
    trials,
    best: complete[0]!,
    defaults: trials[0]!,
    importance: [
      { name: 'learning_rate', share: 0.7 },
      { name: 'num_leaves', share: 0.3 },
      { name: 'objective', share: 0 },
    ],
    settings: { backend: 'lightgbm', rounds: 60, params: { learning_rate: 0.1 } },
    comparison: {
      from: day(0),
      to: day(30),
      days: 31,
      defaults: evaluation(),
      tuned: evaluation(),
      improvement: { mean: -0.02, low: -0.2, high: 0.16 },
      maeImprovement: { mean: -0.03, low: -0.3, high: 0.24 },
      verdict: 'inconclusive',
    },
    verdict: 'Inconclusive: CRPS 2.310 with the defaults, 2.330 tuned.',
    timings: { folds: 1, search: 2, compare: 3 },
  };
  return [report as never, new SearchSpace(SPACE)];
}

/** An experiment that is concluded, with a breached guardrail; or one without outcomes. */
export function experimentEvaluation(isEmpty = false): ExperimentEvaluation {
  const looks = Array.from({ length: isEmpty ? 0 : 21 }, (_, i) => ({
    day: day(i),
    days: i + 1,
    difference: -0.4 - 0.2 / (i + 1),
    low: i < 3 ? null : -0.4 - 3 / (i + 1),
    high: i < 3 ? null : -0.4 + 3 / (i + 1),
    pValue: 1 / (i + 1),
  }));
  const last = looks.at(-1) ?? null;
  const primary = {
    design: 'paired',
    rows: 40 * looks.length,
    units: null,
    days: looks.length,
    control: isEmpty ? null : 2.31,
    treatment: isEmpty ? null : 1.9,
    difference: isEmpty ? null : -0.41,
    relative: isEmpty ? null : -0.177,
    dayCorrelation: 0,
    alwaysValid: last,
    concluded: isEmpty ? null : { winner: 'treatment', day: day(8), afterDays: 9 },
    fixed: {
      isDue: false,
      days: looks.length,
      tests: isEmpty
        ? []
        : [{ name: 'paired t', pValue: 1e-7, difference: -0.41, low: -0.6, high: -0.2, statistic: 5 }],
      winner: null,
    },
    timeline: looks,
  };
  const guardrail = (name: string, status: string) => ({
    name,
    limit: 0.02,
    increase: 0.05,
    low: 0.01,
    high: 0.09,
    status,
  });
  const treatment = {
    arm: 'treatment',
    version: `orders@2 ${EVIL}`,
    verdict: isEmpty ? 'inconclusive' : 'treatment better',
    sentence: isEmpty ? 'Nothing can be said yet.' : 'orders@2 is better than orders@1, 95 % interval -0.54 to -0.26.',
    cautions: isEmpty ? [] : ['12 requests were scored twice'],
    reasons: [],
    concluded: primary.concluded,
    primary,
    split: null,
    guardrails: isEmpty ? [] : [guardrail('error of ATTRIBUTE', 'held'), guardrail('error of DATASET', 'breached')],
    segments: isEmpty
      ? []
      : [
          {
            segment: EVIL,
            rows: 60,
            days: 9,
            control: 2,
            difference: 0.1,
            relative: 0.05,
            low: -0.1,
            high: 0.3,
            pValue: 0.2,
            adjustedPValue: 0.4,
            winner: null,
          },
        ],
  };
  return {
    definition: { name: 'replay', control: 'orders@1', treatments: ['orders@2'], mode: 'shadow' },
    versions: { control: 'orders@1', treatment: 'orders@2' },
    from: isEmpty ? null : day(0),
    to: isEmpty ? null : day(20),
    requests: 40 * looks.length,
    units: isEmpty ? 0 : 40,
    exposures: 0,
    misrouted: 0,
    replaced: 0,
    sampleRatio: isEmpty
      ? []
      : [
          {
            from: day(0),
            units: { control: 26, treatment: 14 },
            shares: { control: 0.5, treatment: 0.5 },
            pValue: 0.0003,
            isMismatch: true,
          },
        ],
    treatments: [treatment],
  } as never;
}
