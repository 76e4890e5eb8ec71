import { describe, invalidArgument } from '../errors.js';
import type { NativeReproducible } from '../native.js';
import type { ResolvedParams } from '../params.js';

/** Objectives whose gradients are computed here, by XGBoost's name; the index is the native number of the loss. */
const LOSSES: readonly (readonly string[])[] = [
  ['binary:logistic', 'reg:logistic'],
  ['reg:squarederror'],
  ['reg:absoluteerror'],
];

/** Parameters that would make results depend on threads, with the values that do not. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  tree_method: ['hist'],
  booster: ['gbtree'],
  scale_pos_weight: ['1'],
  sampling_method: ['uniform'],
  num_parallel_tree: ['1'],
};

/**
 * The requirements of a reproducible training: gradients whose sums are exact in any order
 * (native/booster/gradients.h), rows sampled by their own number, and the histogram method. `subsample` is removed from
 * the parameters, since XGBoost draws a different sample for every number of threads.
 *
 * @returns the native settings and the remaining parameters for XGBoost
 */
export function toReproducible({ values, threads }: ResolvedParams): {
  native: NativeReproducible;
  params: ResolvedParams;
} {
  const objective = values.get('objective')?.[0] ?? 'reg:squarederror';
  const loss = LOSSES.findIndex((names) => names.includes(objective));
  if (loss < 0) {
    const known = LOSSES.flat().join(', ');
    throw invalidArgument('reproducible', `expected one of the objectives ${known}, got ${describe(objective)}`);
  }
  for (const [name, allowed] of Object.entries(ONLY)) {
    const value = values.get(name)?.[0];
    if (value !== undefined && !allowed.includes(value)) {
      throw invalidArgument(`params.${name}`, `a reproducible training needs ${allowed[0]}, got ${describe(value)}`);
    }
  }
  const left = new Map(values);
  left.delete('subsample');
  left.set('tree_method', ['hist']);
  const native = {
    loss,
    subsample: inRange('subsample', values.get('subsample')?.[0], 1),
    seed: Number(values.get('seed')?.[0] ?? 0),
  };
  if (!Number.isInteger(native.seed) || Math.abs(native.seed) > 2 ** 31 - 1) {
    throw invalidArgument('params.seed', `expected an integer of 32 bits, got ${describe(native.seed)}`);
  }
  return { native, params: { values: left, threads } };
}

function inRange(name: string, value: string | undefined, otherwise: number): number {
  const number = value === undefined ? otherwise : Number(value);
  if (number > 0 && number <= 1) return number;
  throw invalidArgument(`params.${name}`, `expected a number above 0, up to 1, got ${describe(value)}`);
}
