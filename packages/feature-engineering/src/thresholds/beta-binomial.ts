/** The widest spread allowed, as a share of mean(1 − mean); all of it would be two points, at 0 and 1. */
const WIDEST = 1 - 1e-9;

/** Where terms only fall, those below this share of the first cannot be felt: 10⁶ of them are 1e-19 of the sum. */
const NEGLIGIBLE = 1e-25;

/**
 * P(passes ≥ numerator) of the Beta-Binomial distribution whose chance to pass has the given mean and variance; with no
 * variance, of the Binomial.
 *
 * The terms follow from one another without a gamma function: with θ = 1/(a + b) of the Beta distribution,
 * P(j + 1)/P(j) = (n − j)(μ + jθ) / ((j + 1)(1 − μ + (n − j − 1)θ)). They start at the mode with 1 and are divided by their sum,
 * so nothing overflows, and tails keep their relative precision. The cost is a few ns for each term that can be felt.
 *
 * @param executions n, 1 or more.
 * @param mean μ of the chance, in [0, 1].
 * @param variance of the chance, 0 or more; below μ(1 − μ), where it is clipped.
 * @param numerators ascending, from 1 to n.
 * @param out receives one probability a numerator, never rising.
 */
export function betaBinomialExceedance(
  executions: number,
  mean: number,
  variance: number,
  numerators: Int32Array,
  out: Float64Array,
): void {
  const levels = numerators.length;
  if (!(mean > 0 && mean < 1)) {
    out.fill(mean >= 1 ? 1 : 0, 0, levels);
    return;
  }
  const widest = mean * (1 - mean);
  const clipped = Math.min(Math.max(variance, 0), WIDEST * widest);
  const theta = clipped / (widest - clipped);
  const start = modeOf(executions, mean, theta);
  const startLevel = lastAtMost(numerators, start);
  out.fill(0, 0, levels);
  const below =
    addUpwards(executions, mean, theta, start, startLevel, numerators, out) +
    addDownwards(executions, mean, theta, start, startLevel, numerators, out);
  let sum = 0;
  for (let level = levels - 1; level >= 0; level -= 1) {
    sum += out[level]!;
    out[level] = sum;
  }
  const total = sum + below;
  for (let level = 0; level < levels; level += 1) out[level]! /= total;
}

/** The likeliest number of passes; 0 where both ends are likelier than what is next to them. */
function modeOf(executions: number, mean: number, theta: number): number {
  if (theta >= mean) return 0;
  if (theta >= 1 - mean) return executions;
  const lastRise = ((executions + 1) * mean - 1 - theta * (executions - 1)) / (1 - 2 * theta);
  return Math.min(executions, Math.max(0, Math.floor(lastRise) + 1));
}

/** The last of ascending numerators that is at most `passes`, −1 if none is. */
function lastAtMost(numerators: Int32Array, passes: number): number {
  let level = numerators.length - 1;
  while (level >= 0 && numerators[level]! > passes) level -= 1;
  return level;
}

/** Adds the terms from `start` on to the levels they belong to; returns the sum of those below the first level. */
function addUpwards(
  executions: number,
  mean: number,
  theta: number,
  start: number,
  startLevel: number,
  numerators: Int32Array,
  out: Float64Array,
): number {
  // With a Beta density that rises at both ends, terms fall and rise again.
  const negligible = theta > mean && theta > 1 - mean ? 0 : NEGLIGIBLE;
  const levels = numerators.length;
  let term = 1;
  let below = 0;
  for (let level = startLevel, j = start; level < levels && term > negligible; level += 1) {
    const end = level + 1 < levels ? numerators[level + 1]! : executions + 1;
    let sum = 0;
    for (; j < end && term > negligible; j += 1) {
      sum += term;
      term *= ((executions - j) * (mean + j * theta)) / ((j + 1) * (1 - mean + (executions - j - 1) * theta));
    }
    if (level < 0) below = sum;
    else out[level] = sum;
  }
  return below;
}

/** Adds the terms below `start`, downwards, to the levels they belong to; returns the sum of those below the first level. */
function addDownwards(
  executions: number,
  mean: number,
  theta: number,
  start: number,
  startLevel: number,
  numerators: Int32Array,
  out: Float64Array,
): number {
  let term = 1;
  let below = 0;
  for (let level = startLevel, j = start; level >= -1 && term > NEGLIGIBLE; level -= 1) {
    const end = level < 0 ? 0 : numerators[level]!;
    let sum = 0;
    for (; j > end && term > NEGLIGIBLE; j -= 1) {
      term *= (j * (1 - mean + (executions - j) * theta)) / ((executions - j + 1) * (mean + (j - 1) * theta));
      sum += term;
    }
    if (level < 0) below = sum;
    else out[level]! += sum;
  }
  return below;
}
