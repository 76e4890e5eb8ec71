import type { SearchSpace, Trial } from '@dqs/search';
import type { TuneReport } from '@dqs/pipelines';

import { valueText } from '../text/tune-text.js';

/** One axis of a plot: where each trial stands on it. */
export interface PlotAxis {
  readonly name: string;
  /** Place of a trial in [0, 1]; undefined where the parameter was not there. */
  place(trial: Trial): number | undefined;
  /** Labels with their places. */
  readonly ticks: readonly { readonly place: number; readonly text: string }[];
}

/** Categories with a label each; more would overlap. */
const MOST_LABELS = 8;

/** The axis of every parameter of the space. */
export function parameterAxes(space: SearchSpace): PlotAxis[] {
  return space.dimensions.map(({ name, isCategorical, levels, cell, unitOf, valueAt }) => {
    const labelled = isCategorical && levels <= MOST_LABELS;
    const places = labelled ? Array.from({ length: levels }, (_, i) => (cell(i)[0] + cell(i)[1]) / 2) : [0, 0.5, 1];
    return {
      name,
      place: ({ parameters }) => (parameters[name] === undefined ? undefined : unitOf(parameters[name])),
      ticks: places.map((place) => ({ place, text: valueText(valueAt(place)) })),
    };
  });
}

/** The axis of the error, over all but the worst tenth of the completed trials: those would press the others together. */
export function errorAxis({ trials }: TuneReport): PlotAxis {
  const values = completed(trials)
    .map(({ value }) => value!)
    .sort((a, b) => a - b);
  const low = values[0]!;
  const high = Math.max(values[Math.ceil(0.9 * values.length) - 1]!, low + 1e-9);
  return {
    name: 'error',
    place: ({ value }) => Math.min(1, (value! - low) / (high - low)),
    ticks: [0, 0.5, 1].map((place) => ({ place, text: (low + place * (high - low)).toFixed(3) })),
  };
}

/** The trials that came to their end. */
export function completed(trials: readonly Trial[]): Trial[] {
  return trials.filter(({ state }) => state === 'complete');
}
