import type { DailyPanel, FeatureFrame } from '@dqs/core';

import {
  buildFrame,
  featureSpec,
  fitContract,
  SeriesHistory,
  type ExtendedGroup,
  type FeatureContract,
  type SpecName,
} from '../../src/index.js';

/** Names of all specs. */
export const SPECS: readonly SpecName[] = ['classic', 'extended', 'naive'];

/** The groups of `extended` that the first models were trained with: later ones change nothing for those. */
export const FIRST_GROUPS: readonly ExtendedGroup[] = [
  'month-edges',
  'long-lags',
  'long-windows',
  'last-values',
  'weekday',
  'exponential',
  'spread',
  'recency',
  'after-state',
  'executions',
  'pooled',
  'neighbours',
  'position',
];

/** The contract of a spec on a whole panel. */
export function contractOf(name: SpecName, panel: DailyPanel, groups?: readonly string[]): FeatureContract {
  return fitContract(featureSpec(name, groups), SeriesHistory.fromPanel(panel), { upToDay: Number.MAX_SAFE_INTEGER });
}

/** The features of one request, by name. */
export function featuresOf(
  name: SpecName,
  panel: DailyPanel,
  request: { readonly target: number; readonly asOf?: number; readonly series?: number },
): Record<string, number> {
  const { target, asOf = target - 1, series = 0 } = request;
  const frame = buildFrame(contractOf(name, panel), SeriesHistory.fromPanel(panel), {
    series: Int32Array.of(series),
    targetDay: Int32Array.of(target),
    asOfDay: Int32Array.of(asOf),
  });
  return Object.fromEntries(frame.columns.map((column) => [column.name, column.values[0]!]));
}

/** The bytes of a frame: equal texts mean equal bits, NaN included. */
export function bitsOf(frame: FeatureFrame): string[] {
  return frame.columns.map(({ name, values }) => {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    return `${name}:${bytes.toString('hex')}`;
  });
}
