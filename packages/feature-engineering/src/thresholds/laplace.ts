/** A step of Newton's may be wild where the likelihood is flat. */
const LONGEST_STEP = 2;

/** Three or four do as a rule; a result that surprises at a flat end needs up to eight. */
const MOST_STEPS = 12;

/** After a step this short, less than its square is left to go: 1e-8. */
const SHORT_STEP = 1e-4;

/**
 * The mode of η ~ N(mean, variance) once `passes` of `executions` are known, each with the chance logistic(η): the least
 * (η − mean)²/2v − kη + n log(1 + exp η), by Newton's method from the mean.
 */
export function binomialMode(mean: number, variance: number, passes: number, executions: number): number {
  const precision = 1 / variance;
  let mode = mean;
  for (let i = 0; i < MOST_STEPS; i += 1) {
    const chance = 1 / (1 + Math.exp(-mode));
    const slope = (mode - mean) * precision - passes + executions * chance;
    let step = slope / (precision + executions * chance * (1 - chance));
    if (step > LONGEST_STEP) step = LONGEST_STEP;
    else if (step < -LONGEST_STEP) step = -LONGEST_STEP;
    mode -= step;
    if (step < SHORT_STEP && step > -SHORT_STEP) break;
  }
  return mode;
}

/**
 * Laplace's approximation of the log probability of a day's result: log likelihood at the mode (the binomial coefficient, the
 * same for every filter, is left out) − (mode − mean)²/2v − ½ log(1 + v · information).
 *
 * @param information n p(1 − p) at the mode.
 */
export function evidenceAt(
  mode: number,
  mean: number,
  variance: number,
  information: number,
  passes: number,
  executions: number,
): number {
  // k e − n log(1 + exp e) by the nearer end, so that nothing overflows or cancels: −(n − k) e there where e > 0.
  const linear = mode > 0 ? (passes - executions) * mode : passes * mode;
  const logLikelihood = linear - executions * Math.log1p(Math.exp(-Math.abs(mode)));
  const distance = mode - mean;
  return logLikelihood - (distance * distance) / (2 * variance) - 0.5 * Math.log1p(variance * information);
}
