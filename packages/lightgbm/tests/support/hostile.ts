import type { Booster } from '../../src/index.js';
import { random } from './data.js';

/** Values a feature is not supposed to have, and the limits of LightGBM's rules. */
const EXTREMES = [
  ...[NaN, Infinity, -Infinity, 0, -0, 1e-35, -1e-35, 1.0000000180025095e-35, 1.1e-35, -1.1e-35, 5e-324, -5e-324],
  ...[Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 31, 2 ** 31 - 1, -(2 ** 31), 2 ** 32, 2 ** 53, 1e300, -1e300],
  ...[-1, -0.5, -0.999, 0.5, 0.999, 1, 254, 255, 256, 257, 1e6, 1e-300],
];

const bits = new DataView(new ArrayBuffer(8));

/** The neighbouring double. */
function neighbour(value: number, step: 1n | -1n): number {
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + step);
  return bits.getFloat64(0);
}

interface JsonNode {
  readonly threshold?: number | string;
  readonly left_child?: JsonNode;
  readonly right_child?: JsonNode;
}

/** Every threshold of a model, with the doubles around it, and the categories it names. */
export function borders(booster: Booster): number[] {
  const found = new Set<number>();
  const visit = (node: JsonNode | undefined): void => {
    if (node === undefined) return;
    if (typeof node.threshold === 'string') node.threshold.split('||').forEach((code) => found.add(Number(code)));
    else if (typeof node.threshold === 'number') found.add(node.threshold);
    visit(node.left_child);
    visit(node.right_child);
  };
  const trees = booster.dumpJson({ numIterations: 0 })['tree_info'] as { tree_structure: JsonNode }[];
  trees.forEach((tree) => visit(tree.tree_structure));
  return [...found].flatMap((value) => [value, neighbour(value, 1n), neighbour(value, -1n), value + 0.5]);
}

/** Rows of extremes, the model's own thresholds and ordinary numbers. */
export function hostileRows(booster: Booster, rows: number, seed: number): Float64Array[] {
  const next = random(seed);
  const special = [...EXTREMES, ...borders(booster)];
  const value = (): number =>
    next() < 0.7 ? (special[Math.floor(next() * special.length)] as number) : next() * 30 - 10;
  return Array.from({ length: booster.numFeatures }, () => Float64Array.from({ length: rows }, value));
}
