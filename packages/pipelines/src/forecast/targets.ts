import type { SeriesHistory, SeriesId } from '@dqs/features';

/** The pass percentage that a series should reach. */
export interface SeriesTarget extends SeriesId {
  /** In [0, 100]. */
  readonly targetPercentage: number;
}

/** What series should reach. Survives a structured clone. */
export interface Targets {
  /** Of every series that {@link series} does not name, in [0, 100]. */
  readonly everywhere: number;
  readonly series: readonly SeriesTarget[];
}

/** The target if none is named: a day falls below it with any failure. */
export const DEFAULT_TARGET = 100;

/** {@link DEFAULT_TARGET} for all. */
export const NO_TARGETS: Targets = { everywhere: DEFAULT_TARGET, series: [] };

/** The target of each series of a history; targets of series that it does not have are left out. */
export function targetsBySeries({ everywhere, series }: Targets, history: SeriesHistory): Float64Array {
  const targets = new Float64Array(history.series.length).fill(everywhere);
  for (const one of series) {
    const index = history.find(one);
    if (index >= 0) targets[index] = one.targetPercentage;
  }
  return targets;
}

/** A percentage as people write it: digits, perhaps a point and more; programs also write `1e-7`. */
const PERCENTAGE = /^\+?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** The target that a text stands for, such as `99.5`; undefined for anything but a number in [0, 100]. */
export function parseTarget(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed.length > MOST_DIGITS || !PERCENTAGE.test(trimmed)) return undefined;
  const target = Number(trimmed);
  return target <= 100 ? target : undefined;
}

/** Longer texts are no percentages that anybody meant. */
const MOST_DIGITS = 30;
