import type { Random } from '../../src/index.js';

/** Mean-zero daily differences of losses of two equally good models. */
export type Shape = 'normal' | 'skewed losses' | 'heavy tails' | 'zero-inflated' | 'weekdays' | 'skewed differences';

/** The shapes that differences of losses were simulated with. */
export const SHAPES: readonly Shape[] = [
  'normal',
  'skewed losses',
  'heavy tails',
  'zero-inflated',
  'weekdays',
  'skewed differences',
];

/** A normal series of variance 1 whose days correlate by `rho` with the day before. */
export function autoregression(days: number, rho: number, random: Random): Float64Array {
  const fresh = Math.sqrt(1 - rho * rho);
  let value = random.normal();
  return new Float64Array(days).map(() => (value = rho * value + fresh * random.normal()));
}

/** Differences of one shape, days made dependent by a hidden autoregression. */
export function simulatedDifferences(shape: Shape, days: number, rho: number, random: Random): Float64Array {
  const series = () => autoregression(days, rho, random);
  const first = series();
  switch (shape) {
    case 'normal':
      return first;
    case 'skewed losses': {
      const second = series();
      return first.map((value, day) => Math.exp(value) - Math.exp(second[day]!));
    }
    case 'heavy tails':
      return first.map((value) => Math.sinh(1.5 * value));
    case 'zero-inflated': {
      const active = series();
      return first.map((value, day) => (active[day]! > 0.84 ? value : 0));
    }
    case 'weekdays':
      // Worse on two days of seven and better on the others, nothing on the whole.
      return first.map((value, day) => value + (day % 7 >= 5 ? 2.5 : -1));
    case 'skewed differences':
      return first.map((value) => Math.exp(0.5 * value) - Math.exp(0.125));
  }
}
