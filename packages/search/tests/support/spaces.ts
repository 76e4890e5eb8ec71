import fc from 'fast-check';

import type { ParameterDefinition, SpaceDefinition } from '../../src/index.js';

/** A space with a parameter of every kind, some of them conditional, one on a conditional one. */
export const TREE_SPACE: SpaceDefinition = {
  booster: { type: 'categorical', choices: ['gbdt', 'dart', 'linear'] },
  rate: { type: 'float', low: 1e-3, high: 0.3, log: true },
  leaves: { type: 'int', low: 2, high: 256, log: true, when: { booster: ['gbdt', 'dart'] } },
  depth: { type: 'int', low: 1, high: 12, when: { booster: ['gbdt', 'dart'] } },
  drop: { type: 'float', low: 0, high: 0.5, step: 0.1, when: { booster: 'dart' } },
  skip: { type: 'categorical', choices: [true, false], when: { booster: 'dart' } },
  share: { type: 'float', low: 0, high: 1, when: { skip: true } },
};

/** Any single parameter without a condition. */
export const anyParameter: fc.Arbitrary<ParameterDefinition> = fc.oneof(
  fc
    .tuple(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.double({ min: 0.01, max: 1e3, noNaN: true }))
    .map(([low, width]) => ({ type: 'float' as const, low, high: low + width })),
  fc
    .tuple(fc.double({ min: 1e-6, max: 10, noNaN: true }), fc.double({ min: 1.1, max: 1e4, noNaN: true }))
    .map(([low, factor]) => ({ type: 'float' as const, low, high: low * factor, log: true })),
  fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(100), fc.integer({ min: 1, max: 7 }))
    .map(([low, width, step]) => ({ type: 'int' as const, low, high: low + width, step })),
  fc
    .tuple(fc.integer({ min: 1, max: 50 }), fc.nat(200))
    .map(([low, width]) => ({ type: 'int' as const, low, high: low + width, log: true })),
  fc.integer({ min: 1, max: 6 }).map((count) => ({
    type: 'categorical' as const,
    choices: Array.from({ length: count }, (_, i) => `choice ${i}`),
  })),
);
