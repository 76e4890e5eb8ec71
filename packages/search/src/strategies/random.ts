import type { Random } from '@dqs/core';

import { randomStream } from '../run/random-stream.js';
import { sobol, SOBOL_DIMENSIONS } from '../sobol/sobol.js';
import type { Point, SearchSpace } from '../space/search-space.js';
import type { CostEstimate, Strategy } from './strategy.js';

/** Options of {@link randomStrategy}. */
export interface RandomOptions {
  /**
   * `uniform` numbers, or a scrambled `sobol` sequence, which leaves smaller gaps. Parameters beyond the 64th are
   * uniform in both cases.
   *
   * @default 'sobol'
   */
  readonly sampler?: 'uniform' | 'sobol';
  readonly seed: number;
  /** Cheap configurations come first within every 16 trials. */
  readonly cost?: CostEstimate;
}

/** Number of trials sorted by cost together. */
const BLOCK = 16;

/** Draws points independently of earlier results. */
export function randomStrategy(options: RandomOptions): Strategy {
  return {
    name: 'random',
    *propose({ trial, space }, random) {
      const start = trial - (trial % BLOCK);
      yield designPoints(space, { ...options, start, count: BLOCK })[trial - start]!;
      for (;;) yield randomPoint(space, random);
    },
  };
}

/** Which points of a design to generate. */
export interface DesignRange extends RandomOptions {
  readonly start: number;
  readonly count: number;
}

/** Points `start` … `start + count − 1` of the design given by seed and sampler, cheapest first. */
export function designPoints(space: SearchSpace, { start, count, seed, sampler, cost }: DesignRange): Point[] {
  const points = Array.from({ length: count }, (_, i) =>
    sampler === 'uniform'
      ? randomPoint(space, randomStream(seed, 'design', start + i))
      : sobolPoint(space, start + i, seed),
  );
  if (cost === undefined) return points;
  const costs = new Map(points.map((point) => [point, cost(point, space)]));
  return points.sort((a, b) => costs.get(a)! - costs.get(b)!);
}

/** A point drawn uniformly. */
export function randomPoint(space: SearchSpace, random: Random): Point {
  return space.pointAt(Float64Array.from(space.dimensions, () => random.next()));
}

function sobolPoint(space: SearchSpace, index: number, seed: number): Point {
  const random = randomStream(seed, 'design', index);
  return space.pointAt(
    Float64Array.from(space.dimensions, (_, i) => (i < SOBOL_DIMENSIONS ? sobol(index, i, seed) : random.next())),
  );
}
