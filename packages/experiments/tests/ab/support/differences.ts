import type { Random } from '@dqs/core';

/** Mean-zero daily differences; the last three are skewed far more than means of many losses are. */
export const SHAPES = ['normal', 'heavy tails', 'exponential', 'lognormal', 'mostly zero'] as const;

/** Kinds of daily differences. */
export type Shape = (typeof SHAPES)[number];

/** Differences whose days correlate by about `rho` with the day before. */
export function simulatedDifferences(shape: Shape, days: number, rho: number, random: Random): number[] {
  const fresh = Math.sqrt(1 - rho * rho);
  const state = { first: random.normal(), second: random.normal() };
  return Array.from({ length: days }, () => {
    state.first = rho * state.first + fresh * random.normal();
    state.second = rho * state.second + fresh * random.normal();
    return valueOf(shape, state.first, state.second);
  });
}

function valueOf(shape: Shape, first: number, second: number): number {
  switch (shape) {
    case 'normal':
      return first;
    case 'heavy tails':
      return Math.sinh(1.5 * first);
    case 'exponential':
      // Half the sum of two squared normals is exponential.
      return (first * first + second * second) / 2 - 1;
    case 'lognormal':
      return Math.exp(0.8 * first) - Math.exp(0.32);
    case 'mostly zero':
      return (second > 0.5 ? Math.exp(0.7 * first) : 0) - 0.308_537_538_725_986_9 * Math.exp(0.245);
  }
}
