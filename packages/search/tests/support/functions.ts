import type { Parameters, SpaceDefinition } from '../../src/index.js';

/** A function with a known minimum, as a search sees it. */
export interface TestFunction {
  readonly space: SpaceDefinition;
  readonly minimum: number;
  value(parameters: Parameters): number;
}

const numbers = (parameters: Parameters) => Object.values(parameters).map(Number);

function cube(dimensions: number, low: number, high: number): SpaceDefinition {
  const names = Array.from({ length: dimensions }, (_, i) => `x${i}`);
  return Object.fromEntries(names.map((name) => [name, { type: 'float', low, high } as const]));
}

/** Branin's function: two dimensions, three minima of one depth. */
export const BRANIN: TestFunction = {
  space: { x0: { type: 'float', low: -5, high: 10 }, x1: { type: 'float', low: 0, high: 15 } },
  minimum: 0.397887,
  value(parameters) {
    const [x, y] = numbers(parameters) as [number, number];
    const curve = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
    return curve ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  },
};

/** Rastrigin's function in five dimensions: a bowl with a grid of local minima. */
export const RASTRIGIN: TestFunction = {
  space: cube(5, -5.12, 5.12),
  minimum: 0,
  value: (parameters) => numbers(parameters).reduce((sum, x) => sum + 10 + x * x - 10 * Math.cos(2 * Math.PI * x), 0),
};

const HARTMANN_HEIGHTS = [1, 1.2, 3, 3.2];
const HARTMANN_WIDTHS = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const HARTMANN_CENTRES = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/** Hartmann's function in six dimensions: four wells of different depth. */
export const HARTMANN6: TestFunction = {
  space: cube(6, 0, 1),
  minimum: -3.32237,
  value(parameters) {
    const x = numbers(parameters);
    return -HARTMANN_HEIGHTS.reduce((sum, height, well) => {
      const distance = x.reduce(
        (total, at, d) => total + HARTMANN_WIDTHS[well]![d]! * (at - HARTMANN_CENTRES[well]![d]!) ** 2,
        0,
      );
      return sum + height * Math.exp(-distance);
    }, 0);
  },
};
