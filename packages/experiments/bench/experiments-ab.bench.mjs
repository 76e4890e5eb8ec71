// What the A/B half of @dqs/experiments promises, measured by seeded simulations; one JSON object a line.
//   assignment:  nanoseconds for one unit, two texts of usual length
//   a/a:         share of experiments without any difference that are called different, with daily looks
//   detection:   days until a true improvement of 3 % is found, by paired shadow and by the split alone
//   ratio:       exposures until a router that sends 60 % instead of 50 % is detected; false alarms
//   scipy:       greatest relative difference from SciPy over the golden fixtures of the tests
// DQS_BENCH_RUNS sets the number of A/A experiments (2000).
import { readFileSync } from 'node:fs';
import { Random } from '@dqs/core';
import { normalCdf, normalQuantile, tCdf, tQuantile } from '@dqs/core/stats';
import {
  Assigner,
  comparePaired,
  compareSplit,
  sampleRatioChecks,
  simulatedPairs,
  simulatedSplit,
  simulateLosses,
} from '@dqs/experiments';
import {
  benjaminiHochberg,
  chiSquareSurvival,
  chiSquareTest,
  clusteredMeanTest,
  multinomialPValue,
  noncentralTCdf,
  pairedTTest,
  twoSharesPValue,
  welchTest,
  wilcoxonTest,
} from '@dqs/experiments/stats';

const RUNS = Number(process.env.DQS_BENCH_RUNS ?? 2000);
const ALPHA = 0.05;
const RULES = { alpha: ALPHA, plannedDays: 28, minDays: 7 };
const report = (record) => console.log(JSON.stringify(record));
const round = (value, digits = 4) => Number(value.toFixed(digits));
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const assigner = (seed) => new Assigner({ name: 'bench', seed, treatments: ['treatment'] });

function measureAssignment() {
  const units = Array.from({ length: 1000 }, (_, i) => `368a1020-8a4a-5607-a6fe-c6af310e${5000 + i}/${100 + (i % 20)}`);
  const one = assigner(42);
  let treated = 0;
  let assignmentNs = Number.POSITIVE_INFINITY;
  // The best of many short passes: the cost when nothing else uses the core.
  for (let pass = 0; pass < 400; pass += 1) {
    const started = performance.now();
    for (let repeat = 0; repeat < 5; repeat += 1) {
      for (const unit of units) if (one.arm(unit, 0.5) === 'treatment') treated += 1;
    }
    assignmentNs = Math.min(assignmentNs, ((performance.now() - started) * 1e6) / (5 * units.length));
  }
  const treatedShare = round(treated / (400 * 5 * units.length));
  report({ figure: 'assignment', assignmentNs: round(assignmentNs, 0), mustBeBelowNs: 1000, treatedShare });
}

/** Does a t test of all days so far reach α on any day? From the seventh day on, like the others. */
function fixedTestPeeks({ units, days, control, treatment }) {
  const differences = [];
  for (let day = 0; day < days; day += 1) {
    let sum = 0;
    for (let at = day * units; at < (day + 1) * units; at += 1) sum += treatment[at] - control[at];
    differences.push(sum / units);
    if (day >= 6 && pairedTTest(differences).pValue <= ALPHA) return true;
  }
  return false;
}

function measureFalsePositives() {
  const wrong = { paired: 0, split: 0, fixedWithPeeks: 0, fixedOnce: 0 };
  const days = 56;
  for (let seed = 0; seed < RUNS; seed += 1) {
    const losses = simulateLosses({ units: 60, days, seed });
    const paired = comparePaired(simulatedPairs(losses), RULES);
    if (paired.concluded) wrong.paired += 1;
    if (paired.fixed.winner) wrong.fixedOnce += 1;
    if (compareSplit(simulatedSplit(losses, assigner(seed), 0.5), RULES).concluded) wrong.split += 1;
    if (fixedTestPeeks(losses)) wrong.fixedWithPeeks += 1;
  }
  const share = (count) => round(count / RUNS);
  report({
    figure: 'a/a, daily looks',
    experiments: RUNS,
    days,
    alpha: ALPHA,
    pairedAlwaysValid: share(wrong.paired),
    splitAlwaysValid: share(wrong.split),
    fixedTestOneLook: share(wrong.fixedOnce),
    fixedTestDailyLooks: share(wrong.fixedWithPeeks),
  });
}

/** The same with correlated successive days: the interval must widen for them. */
function measureCorrelatedDays(correlation) {
  const days = 56;
  let wrong = 0;
  for (let seed = 0; seed < RUNS; seed += 1) {
    const random = new Random(seed);
    const treatment = new Float64Array(days);
    let luck = random.normal();
    for (let day = 0; day < days; day += 1) {
      treatment[day] = 10 + luck;
      luck = correlation * luck + Math.sqrt(1 - correlation ** 2) * random.normal();
    }
    const rows = { day: Int32Array.from(treatment.keys()), control: new Float64Array(days).fill(10), treatment };
    if (comparePaired({ ...rows, segment: new Array(days).fill('') }, RULES).concluded) wrong += 1;
  }
  const figure = `a/a, successive days correlate by ${correlation}`;
  report({ figure, experiments: RUNS, days, alpha: ALPHA, pairedAlwaysValid: round(wrong / RUNS) });
}

function measureDetection(name, shape, runs, maxDays) {
  const days = { paired: [], split: [] };
  for (let seed = 0; seed < runs; seed += 1) {
    const losses = simulateLosses({ days: maxDays, effect: 0.03, seed: 10_000 + seed, ...shape });
    const after = (comparison) => comparison.concluded?.afterDays ?? Number.POSITIVE_INFINITY;
    days.paired.push(after(comparePaired(simulatedPairs(losses), RULES)));
    days.split.push(after(compareSplit(simulatedSplit(losses, assigner(seed), 0.5), RULES)));
  }
  const found = (values) => values.filter((value) => Number.isFinite(value)).length;
  const pairedDays = median(days.paired);
  // If the split found nothing in all those days, the ratio is at least this.
  const splitDays = Math.min(median(days.split), maxDays);
  report({
    figure: `detection of 3 %, ${name}`,
    experiments: runs,
    pairedMedianDays: pairedDays,
    pairedFoundShare: round(found(days.paired) / runs),
    splitMedianDays: Number.isFinite(median(days.split)) ? splitDays : `more than ${maxDays}`,
    splitFoundShare: round(found(days.split) / runs),
    timesFewerDays: round(splitDays / pairedDays, 1),
  });
}

function measureSampleRatio() {
  const runs = 400;
  const phases = [{ from: Number.NEGATIVE_INFINITY, share: 0.5 }];
  const exposuresUntilFound = [];
  let alarms = 0;
  for (let seed = 0; seed < runs; seed += 1) {
    const one = assigner(seed);
    const counts = [0, 0];
    let found = Number.POSITIVE_INFINITY;
    for (let unit = 1; unit <= 1000 && found === Number.POSITIVE_INFINITY; unit += 1) {
      counts[one.arm(`unit-${unit}`, 0.6) === 'control' ? 0 : 1] += 1;
      if (multinomialPValue(counts, [0.5, 0.5]) < 0.01) found = unit;
    }
    exposuresUntilFound.push(found);
    const right = Array.from({ length: 1000 }, (_, i) => ({
      unit: `unit-${i}`,
      day: 1,
      arm: one.arm(`unit-${i}`, 0.5),
    }));
    if (sampleRatioChecks(right, phases, ['treatment'])[0].isMismatch) alarms += 1;
  }
  report({
    figure: 'ratio, 60 % instead of 50 %',
    experiments: runs,
    medianExposures: median(exposuresUntilFound),
    foundWithin1000Share: round(exposuresUntilFound.filter((count) => count <= 1000).length / runs),
    falseAlarmShare: round(alarms / runs),
  });
}

function scipyDifferences(fixtures) {
  const { distributions: d } = fixtures;
  const relative = (a, b) => (b === 0 ? Math.abs(a) : Math.abs(a - b) / Math.abs(b));
  const worst = (pairs) => pairs.reduce((most, [a, b]) => Math.max(most, relative(a, b)), 0);
  const tTest = (test, one) => [
    [test.t, one.t],
    [test.pValue, one.pValue],
    [test.low, one.interval[0]],
    [test.high, one.interval[1]],
  ];
  const differences = ({ first, second }) => first.map((value, i) => second[i] - value);
  return {
    normal: worst([
      ...d.normalCdf.map(([x, p]) => [normalCdf(x), p]),
      ...d.normalQuantile.map(([p, x]) => [normalQuantile(p), x]),
    ]),
    t: worst([...d.tCdf.map(([x, v, p]) => [tCdf(x, v), p]), ...d.tQuantile.map(([p, v, x]) => [tQuantile(p, v), x])]),
    chiSquare: worst(d.chiSquareSurvival.map(([x, k, p]) => [chiSquareSurvival(x, k), p])),
    noncentralTAbsolute: Math.max(
      ...d.noncentralTCdf.map(([t, v, shift, p]) => Math.abs(noncentralTCdf(t, v, shift) - p)),
    ),
    pairedT: worst(fixtures.paired.flatMap((one) => tTest(pairedTTest(differences(one)), one))),
    welch: worst(fixtures.welch.flatMap((one) => tTest(welchTest(one.first, one.second), one))),
    clusteredByDay: worst(fixtures.clustered.map((one) => [clusteredMeanTest(one.values, one.day).pValue, one.pValue])),
    wilcoxon: worst(
      fixtures.wilcoxon.map((one) => [
        wilcoxonTest(one.differences, one.mode === 'exact' ? 'exact' : 'normal').pValue,
        one.pValue,
      ]),
    ),
    chiSquareTest: worst(fixtures.chiSquare.map((one) => [chiSquareTest(one.counts, one.shares).pValue, one.pValue])),
    twoShares: worst(fixtures.twoShares.map((one) => [twoSharesPValue(one.hits, one.totals), one.pValue])),
    falseDiscovery: worst(
      fixtures.falseDiscovery.flatMap((one) =>
        benjaminiHochberg(one.pValues).map((value, i) => [value, one.adjusted[i]]),
      ),
    ),
  };
}

function measureScipy() {
  const fixtures = JSON.parse(readFileSync(new URL('../tests/ab/fixtures/scipy.json', import.meta.url), 'utf8'));
  const differences = scipyDifferences(fixtures);
  const shown = Object.fromEntries(
    Object.entries(differences).map(([name, value]) => [name, Number(value.toPrecision(2))]),
  );
  report({
    figure: 'scipy',
    scipy: fixtures.versions.scipy,
    greatest: Math.max(...Object.values(shown)),
    mustBeBelow: 1e-10,
    ...shown,
  });
}

measureAssignment();
measureFalsePositives();
measureCorrelatedDays(0.15);
measureCorrelatedDays(0.3);
measureDetection('units that differ', { units: 100 }, 40, 730);
measureDetection('identical units, the best case of a split', { units: 100, unitSpread: 0 }, 40, 730);
measureSampleRatio();
measureScipy();
