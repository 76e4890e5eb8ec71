import type { Random } from '@dqs/core';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';

import { GaussianProcess, type Prediction } from '../gp/gaussian-process.js';
import type { Point, SearchSpace } from '../space/search-space.js';
import { designPoints, randomPoint, type RandomOptions } from './random.js';
import type { Observation, SearchState, Strategy } from './strategy.js';

/** Options of {@link gpStrategy}. */
export interface GpOptions extends RandomOptions {
  /** Initial trials that are drawn without a model. @default 10 */
  readonly startupTrials?: number;
}

/** Maximum number of trials to fit, half of them the best and half the latest: the cost grows with their cube. */
const MOST_TRIALS = 150;
/**
 * Points at which the expected improvement is computed, the best ones used as starts of a local search, and its steps.
 */
const PLACES = 400;
const CLIMBS = 5;
const CLIMB_STEPS = 60;

/**
 * Models the objective by a Gaussian process and tries the point of greatest expected improvement. For small budgets of
 * costly trials: a suggestion takes tens of milliseconds. Pending trials count as if they had scored the expected
 * value.
 */
export function gpStrategy(options: GpOptions): Strategy {
  const { startupTrials = 10 } = options;
  return {
    name: 'gp',
    *propose(state, random) {
      if (state.finished.length < startupTrials) {
        const design = designPoints(state.space, { ...options, start: 0, count: startupTrials });
        if (state.trial < startupTrials) yield design[state.trial]!;
      } else yield* promisingPoints(state, random);
      for (;;) yield randomPoint(state.space, random);
    },
  };
}

interface Scored {
  readonly point: Point;
  readonly score: number;
}

function promisingPoints({ space, finished, pending }: SearchState, random: Random): Point[] {
  const learned = selected(finished);
  const points = learned.map(({ point }) => point);
  const values = standardised(learned.map(({ loss }) => loss));
  const least = Math.min(...values);
  const model = modelOf(space, points, values, pending);
  const scored = (point: Point): Scored => ({ point, score: logExpectedImprovement(model.predict(point), least) });
  const byScore = (a: Scored, b: Scored) => b.score - a.score;
  const best = points[values.indexOf(least)]!;
  const places = Array.from({ length: PLACES }, (_, i) =>
    scored(i % 2 === 0 ? randomPoint(space, random) : moved(space, best, 0.02 * 5 ** (2 * random.next()), random)),
  ).sort(byScore);
  const climbed = places.slice(0, CLIMBS).map((start) => climb(start, space, scored, random));
  return [...climbed, ...places].sort(byScore).map(({ point }) => point);
}

/** The model with pending trials set to their expected value. */
function modelOf(
  space: SearchSpace,
  points: readonly Point[],
  values: Float64Array,
  pending: readonly Point[],
): GaussianProcess {
  const distance = (a: Point, b: Point, i: number) => squaredDistance(space, a, b, i);
  const model = new GaussianProcess(points, values, distance);
  if (pending.length === 0) return model;
  const believed = pending.map((point) => model.predict(point).mean);
  return new GaussianProcess([...points, ...pending], Float64Array.of(...values, ...believed), distance);
}

/** Different categories, and active versus inactive, are as far apart as the ends of a range. */
function squaredDistance(space: SearchSpace, a: Point, b: Point, i: number): number {
  const [x, y] = [a[i]!, b[i]!];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) && Number.isNaN(y) ? 0 : 1;
  if (space.dimensions[i]!.isCategorical) return x === y ? 0 : 1;
  return (x - y) ** 2;
}

function climb(start: Scored, space: SearchSpace, scored: (point: Point) => Scored, random: Random): Scored {
  let best = start;
  let width = 0.1;
  for (let step = 0; step < CLIMB_STEPS; step += 1) {
    const next = scored(moved(space, best.point, width, random));
    if (next.score > best.score) best = next;
    else width = Math.max(0.001, width * 0.93);
  }
  return best;
}

/** A neighbouring point: some dimensions changed, numbers slightly, categories at random. */
function moved(space: SearchSpace, from: Point, width: number, random: Random): Point {
  const share = 1 / Math.sqrt(from.length);
  const unit = from.map((place, i) => {
    const isMoved = random.next() < share;
    const step = width * random.normal();
    const anew = random.next();
    if (Number.isNaN(place)) return anew;
    if (!isMoved) return place;
    return space.dimensions[i]!.isCategorical ? anew : Math.min(1, Math.max(0, place + step));
  });
  return space.pointAt(unit);
}

function selected(finished: readonly Observation[]): readonly Observation[] {
  if (finished.length <= MOST_TRIALS) return finished;
  const byLoss = [...finished].sort((a, b) => (a.loss === b.loss ? a.trial - b.trial : a.loss - b.loss));
  const kept = new Set([...byLoss.slice(0, MOST_TRIALS / 2), ...finished.slice(-MOST_TRIALS / 2)]);
  return finished.filter((observation) => kept.has(observation));
}

/** Losses with mean 0 and variance 1; failed trials count as the worst that did not fail. */
function standardised(losses: readonly number[]): Float64Array {
  const finite = losses.filter(Number.isFinite);
  const worst = finite.length > 0 ? Math.max(...finite) : 0;
  const values = Float64Array.from(losses, (loss) => (Number.isFinite(loss) ? loss : worst));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (value - mean) / (deviation > 0 ? deviation : 1));
}

/** Below this many deviations the two terms of the expectation cancel, so its expansion is used. */
const FAR = -6;

/**
 * Logarithm of the expected improvement on the least value so far (Jones, Schonlau and Welch, "Efficient global
 * optimization of expensive black-box functions", 1998). The logarithm still ranks points where the expected
 * improvement is near 0.
 */
export function logExpectedImprovement({ mean, deviation }: Prediction, least: number): number {
  const z = (least - mean) / deviation;
  const logDensity = -0.5 * z * z - 0.5 * Math.log(2 * Math.PI);
  if (z < FAR) return Math.log(deviation) + logDensity - 2 * Math.log(-z);
  return Math.log(deviation * (Math.exp(logDensity) + z * normalCdf(z, 0, 1)));
}
