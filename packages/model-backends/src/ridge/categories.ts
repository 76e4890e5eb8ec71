import { DqsError } from '@dqs/core';

import type { TrainingSet } from '../backend.js';

/** The normal equations are dense: their cost grows with the square of this. */
const MOST_ONE_HOT = 500;

/**
 * The mean target of each category, shrunk towards the mean of all rows:
 * `(Σ weight · target + shrinkage · mean) / (Σ weight + shrinkage)`.
 *
 * @returns values by code, null for codes without a row, and the mean of all for whatever else comes.
 */
export function encodedCategories(
  codes: Float32Array,
  { target, weight }: TrainingSet,
  shrinkage: number,
): { readonly byCode: (number | null)[]; readonly other: number } {
  const sums = new Map<number, { target: number; weight: number }>();
  const all = { target: 0, weight: 0 };
  for (let row = 0; row < codes.length; row += 1) {
    let sum = sums.get(codes[row]!);
    if (!sum) sums.set(codes[row]!, (sum = { target: 0, weight: 0 }));
    for (const one of [sum, all]) {
      one.target += weight[row]! * target[row]!;
      one.weight += weight[row]!;
    }
  }
  const mean = all.target / all.weight;
  const byCode = Array.from({ length: greatestCode(sums.keys()) + 1 }, (_, code) => {
    const sum = sums.get(code);
    return sum ? (sum.target + shrinkage * mean) / (sum.weight + shrinkage) : null;
  });
  return { byCode, other: mean };
}

/**
 * The codes that get a column of their own, ascending; missing has none.
 *
 * @throws DqsError `invalid-argument` if there are too many for dense equations.
 */
export function oneHotCodes(codes: Float32Array): number[] {
  const distinct = [...new Set(codes)].filter((code) => !Number.isNaN(code)).sort((a, b) => a - b);
  if (distinct.length <= MOST_ONE_HOT) return distinct;
  throw new DqsError(
    'invalid-argument',
    `params.categories: expected at most ${MOST_ONE_HOT} categories per column for one-hot, got ${distinct.length}; ` +
      'use categories=target',
  );
}

function greatestCode(codes: Iterable<number>): number {
  let greatest = -1;
  for (const code of codes) if (code > greatest) greatest = code;
  return greatest;
}
