import { Random } from '@dqs/core';

import type { DriftInput } from '../drift/drift-statistics.js';

/** Simulated quantities of a model. */
export interface SimulatedDrift {
  readonly seed: number;
  readonly quantities: number;
  /** Values a day. */
  readonly perDay: number;
  /** Days of the window. */
  readonly days: number;
  /** Days of the reference. @default 365 */
  readonly referenceDays?: number;
  /** Correlation of a day's level with that of the day before. @default 0.3 */
  readonly correlation?: number;
  /** Standard deviation of the level that all values of a day share; that of a value within its day is 1. @default 0.2 */
  readonly level?: number;
  /** By how much the first of the quantities move in the window. */
  readonly shift?: { readonly by: number; readonly quantities: number };
}

const BINS = 10;

/** Quantities with a reference and a window of days that resemble each other. The same seed gives the same ones. */
export function simulateDrift(simulated: SimulatedDrift): DriftInput[] {
  const { seed, quantities, perDay, days, referenceDays = 365, correlation = 0.3, level = 0.2, shift } = simulated;
  return Array.from({ length: quantities }, (_, index) => {
    const random = new Random(seed * 100_003 + index);
    let state = random.normal();
    const dayOf = () => {
      state = correlation * state + Math.sqrt(1 - correlation ** 2) * random.normal();
      return Array.from({ length: perDay }, () => level * state + random.normal());
    };
    const before = Array.from({ length: referenceDays }, dayOf);
    const by = shift !== undefined && index < shift.quantities ? shift.by : 0;
    const window = Array.from({ length: days }, () => dayOf().map((value) => value + by));
    const sorted = before.flat().sort((a, b) => a - b);
    const edges = Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor((sorted.length * (i + 1)) / BINS)]!);
    const columns = window.map((values) => histogram(values, edges));
    return {
      name: `q${index}`,
      kind: 'feature' as const,
      isCategorical: false,
      positions: [sorted[0]!, ...edges],
      reference: histogram(before.flat(), edges),
      referenceMissing: 0,
      daily: Array.from({ length: BINS }, (_, bin) => Float64Array.from(columns, (counts) => counts[bin]!)),
      dailyMissing: new Float64Array(days),
      outside: 0,
      meanContribution: 1,
    };
  });
}

function histogram(values: readonly number[], edges: readonly number[]): Float64Array {
  const counts = new Float64Array(edges.length + 1);
  for (const value of values) counts[edges.filter((edge) => value >= edge).length]! += 1;
  return counts;
}
