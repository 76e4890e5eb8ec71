// How often `compareByDay` is wrong about two equally good models, how often its interval holds the truth, and how often a
// better model is found; one JSON object a line, by number of days and correlation of successive days.
// DQS_BENCH_RUNS sets the number of comparisons behind each figure (4000).
import { Random } from '@dqs/core';
import { compareByDay } from '@dqs/core/stats';

const RUNS = Number(process.env.DQS_BENCH_RUNS ?? 4000);
const SHAPES = {
  normal: (first) => first,
  'skewed losses': (first, second) => Math.exp(first) - Math.exp(second),
  'heavy tails': (first) => Math.sinh(1.5 * first),
  'zero-inflated': (first, second) => (second > 0.84 ? first : 0),
  'skewed differences': (first) => Math.exp(0.5 * first) - Math.exp(0.125),
};
const percent = (count) => Number(((100 * count) / RUNS).toFixed(1));

function differences(shape, days, rho, random, effect) {
  let [first, second] = [random.normal(), random.normal()];
  return Float64Array.from({ length: days }, () => {
    first = rho * first + Math.sqrt(1 - rho * rho) * random.normal();
    second = rho * second + Math.sqrt(1 - rho * rho) * random.normal();
    return shape(first, second) - effect;
  });
}

function measure(name, days, rho) {
  const random = new Random(days);
  const counts = new Float64Array(days).fill(1);
  const judged = (effect) => compareByDay({ sums: differences(SHAPES[name], days, rho, random, effect), counts });
  let [wrong, covered, found] = [0, 0, 0];
  for (let run = 0; run < RUNS; run += 1) {
    const { verdict, difference } = judged(0);
    if (verdict !== 'inconclusive') wrong += 1;
    if (difference.low <= 0 && difference.high >= 0) covered += 1;
    if (name === 'normal' && judged(0.3).verdict === 'better') found += 1;
  }
  const power = name === 'normal' ? { foundOfThreeTenthsOfADeviationPercent: percent(found) } : {};
  const shares = { wrongPercent: percent(wrong), coveredPercent: percent(covered), ...power };
  console.log(JSON.stringify({ figure: name, days, correlation: rho, runs: RUNS, ...shares }));
}

for (const name of Object.keys(SHAPES)) {
  for (const rho of [0, 0.3, 0.5, 0.7]) for (const days of [7, 14, 28, 90, 365]) measure(name, days, rho);
}
