import { cholesky, inverseOf, NotPositiveDefiniteError, solveLower, solveUpper } from './cholesky.js';

/** Squared distance of two points in one dimension, in [0, 1]. */
export type SquaredDistance = (a: Float64Array, b: Float64Array, dimension: number) => number;

/** Prediction of a Gaussian process at a point. */
export interface Prediction {
  readonly mean: number;
  /** Standard deviation, above 0. */
  readonly deviation: number;
}

/** Logarithms of the lengths (one a dimension), then of the noise's share of the variance. */
type Hyperparameters = Float64Array;

const SQRT5 = Math.sqrt(5);
/** Weak priors that keep a fit from few points stable: mean and spread of the logarithms. */
const LENGTH_PRIOR = { mean: Math.log(0.5), spread: 1 };
const NOISE_PRIOR = { mean: Math.log(1e-4), spread: 1.5 };
const STEPS = 40;

interface Fitted {
  readonly logPosterior: number;
  readonly gradient: Float64Array;
  readonly lower: Float64Array;
  readonly alpha: Float64Array;
  readonly variance: number;
}

/**
 * A Gaussian process with mean 0, Matérn 5/2 kernel and one length a dimension (Rasmussen and Williams, "Gaussian
 * processes for machine learning", 2006). Lengths and noise maximise the posterior density; the variance follows from
 * them in closed form.
 */
export class GaussianProcess {
  readonly #points: readonly Float64Array[];
  readonly #distance: SquaredDistance;
  readonly #dimensions: number;
  readonly #values: Float64Array;
  /** Squared distances by dimension, each n × n. */
  readonly #squares: readonly Float64Array[];
  #parameters: Hyperparameters;
  #fitted: Fitted;

  /**
   * @param points where values were observed, one or more.
   * @param values of mean 0 and variance about 1.
   */
  constructor(points: readonly Float64Array[], values: Float64Array, distance: SquaredDistance) {
    this.#points = points;
    this.#values = values;
    this.#distance = distance;
    this.#dimensions = points[0]!.length;
    this.#squares = Array.from({ length: this.#dimensions }, (_, d) => this.#squaresOf(d));
    this.#parameters = new Float64Array(this.#dimensions + 1).fill(LENGTH_PRIOR.mean);
    this.#parameters[this.#dimensions] = NOISE_PRIOR.mean;
    this.#fitted = this.#evaluate(this.#parameters);
    this.#climb();
  }

  /** Length scales by dimension, as shares of the range: a short one means that the values change quickly along it. */
  get lengths(): Float64Array {
    return this.#parameters.subarray(0, this.#dimensions).map(Math.exp);
  }

  /** Mean and deviation of the function itself, without the noise of an observation. */
  predict(point: Float64Array): Prediction {
    const { lower, alpha, variance } = this.#fitted;
    const n = this.#points.length;
    const covariance = new Float64Array(n);
    const inverseSquares = this.#inverseSquares(this.#parameters);
    let mean = 0;
    for (let i = 0; i < n; i += 1) {
      let square = 0;
      for (let d = 0; d < this.#dimensions; d += 1) {
        square += this.#distance(point, this.#points[i]!, d) * inverseSquares[d]!;
      }
      covariance[i] = matern(square);
      mean += covariance[i]! * alpha[i]!;
    }
    const explained = solveLower(lower, covariance, covariance).reduce((sum, value) => sum + value * value, 0);
    return { mean, deviation: Math.sqrt(variance * Math.max(1e-12, 1 - explained)) };
  }

  #squaresOf(dimension: number): Float64Array {
    const n = this.#points.length;
    const squares = new Float64Array(n * n);
    for (let i = 0; i < n; i += 1) {
      for (let j = 0; j < i; j += 1) {
        squares[i * n + j] = squares[j * n + i] = this.#distance(this.#points[i]!, this.#points[j]!, dimension);
      }
    }
    return squares;
  }

  /** Gradient ascent by signs, with one step size per parameter (iRprop−, Igel and Hüsken 2000). */
  #climb(): void {
    const parameters = this.#parameters.slice();
    const steps = new Float64Array(parameters.length).fill(0.2);
    let before = new Float64Array(parameters.length);
    let gradient = this.#fitted.gradient;
    for (let step = 0; step < STEPS; step += 1) {
      const signs = gradient.map((slope, i) => (slope * before[i]! < 0 ? 0 : Math.sign(slope)));
      for (let i = 0; i < parameters.length; i += 1) {
        const turn = gradient[i]! * before[i]!;
        if (turn !== 0) steps[i] = Math.min(1, Math.max(1e-3, steps[i]! * (turn > 0 ? 1.2 : 0.5)));
        parameters[i]! += signs[i]! * steps[i]!;
      }
      before = gradient.map((slope, i) => (signs[i] === 0 ? 0 : slope));
      const fitted = this.#tryEvaluate(parameters);
      if (!fitted) return;
      gradient = fitted.gradient;
      if (fitted.logPosterior > this.#fitted.logPosterior) {
        this.#fitted = fitted;
        this.#parameters = parameters.slice();
      }
    }
  }

  #tryEvaluate(parameters: Hyperparameters): Fitted | undefined {
    try {
      return this.#evaluate(parameters);
    } catch (error) {
      if (error instanceof NotPositiveDefiniteError) return undefined;
      throw error;
    }
  }

  #evaluate(parameters: Hyperparameters): Fitted {
    const n = this.#points.length;
    const noise = Math.exp(parameters[this.#dimensions]!) + 1e-8;
    const squares = this.#scaledSquares(parameters);
    const kernel = squares.map(matern);
    for (let i = 0; i < n; i += 1) kernel[i * n + i]! += noise;
    const lower = cholesky(kernel, n);
    const alpha = solveUpper(lower, solveLower(lower, this.#values));
    const variance = Math.max(1e-12, dot(alpha, this.#values) / n);
    let logPosterior = -(n / 2) * Math.log(variance);
    for (let i = 0; i < n; i += 1) logPosterior -= Math.log(lower[i * n + i]!);
    const gradient = this.#gradient({ parameters, squares, lower, alpha, variance, noise });
    parameters.forEach((value, i) => {
      const { mean, spread } = i < this.#dimensions ? LENGTH_PRIOR : NOISE_PRIOR;
      logPosterior -= 0.5 * ((value - mean) / spread) ** 2;
      gradient[i]! -= (value - mean) / spread ** 2;
    });
    return { logPosterior, gradient, lower, alpha, variance };
  }

  /** ½ (αᵀ ∂K α / σ² − tr(K⁻¹ ∂K)) for every parameter. */
  #gradient(at: {
    readonly parameters: Hyperparameters;
    readonly squares: Float64Array;
    readonly lower: Float64Array;
    readonly alpha: Float64Array;
    readonly variance: number;
    readonly noise: number;
  }): Float64Array {
    const { parameters, squares, lower, alpha, variance, noise } = at;
    const n = alpha.length;
    const inverse = inverseOf(lower, n);
    const inverseSquares = this.#inverseSquares(parameters);
    const gradient = new Float64Array(parameters.length);
    for (let i = 0; i < n; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const at_ = i * n + j;
        const pull = (alpha[i]! * alpha[j]!) / variance - inverse[at_]!;
        const slope = pull * maternSlope(squares[at_]!);
        for (let d = 0; d < this.#dimensions; d += 1)
          gradient[d]! += slope * this.#squares[d]![at_]! * inverseSquares[d]!;
      }
      gradient[this.#dimensions]! += 0.5 * noise * ((alpha[i]! * alpha[i]!) / variance - inverse[i * n + i]!);
    }
    return gradient;
  }

  #scaledSquares(parameters: Hyperparameters): Float64Array {
    const inverseSquares = this.#inverseSquares(parameters);
    const sum = new Float64Array(this.#points.length ** 2);
    this.#squares.forEach((squares, d) => {
      for (let i = 0; i < sum.length; i += 1) sum[i]! += squares[i]! * inverseSquares[d]!;
    });
    return sum;
  }

  #inverseSquares(parameters: Hyperparameters): Float64Array {
    return parameters.subarray(0, this.#dimensions).map((log) => Math.exp(-2 * log));
  }
}

/** Matérn 5/2 correlation at a squared distance. */
function matern(square: number): number {
  const r = SQRT5 * Math.sqrt(square);
  return (1 + r + (r * r) / 3) * Math.exp(-r);
}

/**
 * Derivative of {@link matern} with respect to the logarithm of a length, divided by that dimension's share of the
 * squared distance.
 */
function maternSlope(square: number): number {
  const r = SQRT5 * Math.sqrt(square);
  return (5 / 3) * (1 + r) * Math.exp(-r);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
