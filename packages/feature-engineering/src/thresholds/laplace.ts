/** A step of Newton's may be wild where the likelihood is flat. */
const LONGEST_STEP = 2;

/** Three or four do as a rule; a result that surprises at a flat end needs up to eight. */
const MOST_STEPS = 12;

/** After a step this short, less than its square is left to go: 1e-8. */
const SHORT_STEP = 1e-4;

/**
 * The modes of some η ~ N(mean, variance) once `passes` of `executions` are known, each with the chance logistic(η): the least
 * (η − mean)²/2v − kη + n log(1 + exp η), by Newton's method from the mean. All take their steps together, which keeps the
 * processor busy while the exponential of one is on its way.
 *
 * @param modes receives one mode for each mean.
 */
export function binomialModes(
  means: Float64Array,
  variances: Float64Array,
  passes: number,
  executions: number,
  modes: Float64Array,
): void {
  modes.set(means);
  for (let i = 0, longest = LONGEST_STEP; i < MOST_STEPS && longest > SHORT_STEP; i += 1) {
    longest = 0;
    for (let k = 0; k < modes.length; k += 1) {
      const step = newtonStep(modes[k]!, means[k]!, variances[k]!, passes, executions);
      modes[k]! -= step;
      longest = Math.max(longest, Math.abs(step));
    }
  }
}

/**
 * Slope over curvature. With E = exp(−|η|) and D = 1 + E the chance is 1/D (below 0 E/D) and its derivative E/D²: both times
 * D²v, so that there is one division and nothing overflows.
 */
function newtonStep(at: number, mean: number, variance: number, passes: number, executions: number): number {
  const far = Math.exp(-Math.abs(at));
  const whole = 1 + far;
  const expected = executions * (at > 0 ? 1 : far);
  const slope = (at - mean - passes * variance) * whole + expected * variance;
  const step = (slope * whole) / (whole * whole + executions * variance * far);
  return Math.min(LONGEST_STEP, Math.max(-LONGEST_STEP, step));
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
