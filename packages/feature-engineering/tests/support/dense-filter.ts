import { dayOfWeek } from '@dqs/core';

import type { KalmanConfiguration } from '../../src/thresholds/kalman-configurations.js';

type Matrix = number[][];
const SIZE = 10;
const LEVEL = 0;
const AR = 1;
const WEEKDAYS = 2;
const LOADING = 9;

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, i) => sum + value * b[i]![j]!, 0)));
const transposed = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!));
const plus = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((value, j) => value + b[i]![j]!));
const scaled = (a: Matrix, by: number): Matrix => a.map((row) => row.map((value) => value * by));
const diagonal = (values: number[]): Matrix => values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
const column = (values: number[]): Matrix => values.map((value) => [value]);

/** The root of a function that falls, by bisection. */
function rootOfFalling(f: (x: number) => number): number {
  let [low, high] = [-200, 200];
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * One filter as textbooks write it, as an oracle: whole matrices, a transition a day, the mode by bisection, a
 * pseudo-observation with its gain, and Joseph's form of the update.
 */
export class DenseFilter {
  #x: Matrix;
  #p: Matrix;
  #lastDay: number | undefined;

  constructor(
    private readonly configuration: KalmanConfiguration,
    level: number,
  ) {
    const { phi, qx, sw, sf } = configuration;
    const weekdays = new Array<number>(7).fill(0);
    this.#x = column([level, 0, ...weekdays, 1]);
    this.#p = diagonal([1, qx / (1 - phi * phi), ...weekdays.map(() => sw * sw), sf * sf]);
  }

  predict(day: number, factor: number): { mean: number; variance: number } {
    const { x, p, h } = this.#onDay(day, factor);
    return { mean: times(h, x)[0]![0]!, variance: times(times(h, p), transposed(h))[0]![0]! };
  }

  /** Takes in a day's result and returns Laplace's log evidence. */
  push(day: number, passes: number, executions: number, factor: number): number {
    const { x, p, h } = this.#onDay(day, factor);
    const { mean, variance } = this.predict(day, factor);
    const chance = (eta: number) => 1 / (1 + Math.exp(-eta));
    const mode = rootOfFalling((eta) => passes - executions * chance(eta) - (eta - mean) / variance);
    const at = chance(mode);
    const information = executions * at * (1 - at);
    const noise = 1 / information;
    const observed = mode + (passes - executions * at) / information;
    const gain = scaled(times(p, transposed(h)), 1 / (variance + noise));
    const rest = plus(diagonal(new Array<number>(SIZE).fill(1)), scaled(times(gain, h), -1));
    this.#x = plus(x, scaled(gain, observed - mean));
    this.#p = plus(times(times(rest, p), transposed(rest)), scaled(times(gain, transposed(gain)), noise));
    this.#lastDay = day;
    const logLikelihood = passes * Math.log(at) + (executions - passes) * Math.log(1 - at);
    return logLikelihood - (mode - mean) ** 2 / (2 * variance) - Math.log(1 + variance * information) / 2;
  }

  /** State and covariance on a day, and the row that makes η of the state. */
  #onDay(day: number, factor: number) {
    const { phi, qx, ql } = this.configuration;
    const left = new Array<number>(SIZE).fill(1);
    const gained = new Array<number>(SIZE).fill(0);
    [left[AR], gained[LEVEL], gained[AR]] = [phi, ql, qx];
    let [x, p] = [this.#x, this.#p];
    for (let days = this.#lastDay === undefined ? 0 : Math.min(30, day - this.#lastDay); days > 0; days -= 1) {
      x = times(diagonal(left), x);
      p = plus(times(times(diagonal(left), p), diagonal(left)), diagonal(gained));
    }
    const h = new Array<number>(SIZE).fill(0);
    [h[LEVEL], h[AR], h[WEEKDAYS + dayOfWeek(day)], h[LOADING]] = [1, 1, 1, factor];
    return { x, p, h: [h] };
  }
}
