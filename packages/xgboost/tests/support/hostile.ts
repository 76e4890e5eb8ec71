import type { Booster } from '../../src/index.js';
import { readModel } from '../../src/model/read-model.js';
import { random } from './data.js';

/** Values a column is not supposed to have, and the limits of Float32 and of categories. */
const EXTREMES = [
  ...[NaN, NaN, NaN, Infinity, -Infinity, 0, -0, 1e-45, -1e-45, 1.1754943508222875e-38, 5e-324, 1e300, -1e300],
  ...[3.4028234663852886e38, -3.4028234663852886e38, 2 ** 24, 2 ** 24 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53],
  ...[-1, -0.5, 0.5, 1, 31, 31.5, 32, 254, 255, 256, 1e6, 1e9, 0.1, 16777216.5],
];

const bits = new DataView(new ArrayBuffer(4));

/** The neighbouring float. */
function neighbour(value: number, step: 1 | -1): number {
  bits.setFloat32(0, value);
  bits.setInt32(0, bits.getInt32(0) + step);
  return bits.getFloat32(0);
}

/** Every threshold of a model with the floats around it and the doubles that round to it, and its categories. */
function borders(booster: Booster): number[] {
  const found = new Set<number>();
  for (const tree of readModel(booster.save('ubj')).trees) {
    for (let node = 0; node < tree.nodes; node += 1) {
      if (tree.left[node] === -1) continue;
      const codes = tree.categories.get(node);
      for (const value of codes ?? [tree.condition[node]!]) found.add(value);
    }
  }
  return [...found].flatMap((value) => [
    value,
    neighbour(value, 1),
    neighbour(value, -1),
    value * (1 + 1e-9),
    value * (1 - 1e-9),
    value + 0.5,
  ]);
}

/** Rows of extremes, the model's own thresholds and ordinary numbers. */
export function hostileRows(booster: Booster, rows: number, seed: number): Float64Array[] {
  const next = random(seed);
  const special = [...EXTREMES, ...borders(booster)];
  const value = (): number => (next() < 0.6 ? special[Math.floor(next() * special.length)]! : next() * 30 - 10);
  return Array.from({ length: booster.numFeatures }, () => Float64Array.from({ length: rows }, value));
}
