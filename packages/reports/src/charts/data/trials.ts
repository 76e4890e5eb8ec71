import type { TuneReport } from '@dqs/pipelines';
import type { SearchSpace } from '@dqs/search';

import { shown } from '../../text/typeset.js';
import { valueText } from '../../text/parameter.js';
import type { Bars } from './bars.js';
import { known, type Course } from './course.js';

/** An axis that trials stand on: a parameter, or their CRPS. */
export interface TrialAxis {
  readonly name: string;
  /** Labels with their places in [0, 1]. */
  readonly ticks: readonly { readonly place: number; readonly text: string }[];
}

/** A completed trial: where it stands on every axis, the CRPS last. */
export interface Line {
  readonly trial: number;
  readonly crps: number;
  /** The best one, one of the best quarter, or another. */
  readonly rank: 'best' | 'good' | 'other';
  /** Places in [0, 1] in the order of the axes; null if the parameter was not there. */
  readonly places: readonly (number | null)[];
  /** The values that stand there, as they are read. */
  readonly texts: readonly string[];
}

/** Completed trials over their parameters, least CRPS first. */
export interface TrialLines {
  /** The parameters of the space, then `CRPS`. */
  readonly axes: readonly TrialAxis[];
  readonly lines: readonly Line[];
}

/** Categories with a label each; more would overlap. */
const MOST_LABELS = 8;

/** Every completed trial as a line through its parameters to its CRPS. */
export function parallelCoordinates({ trials, best }: TuneReport, space: SearchSpace): TrialLines {
  const completed = trials.filter(({ state }) => state === 'complete').sort((a, b) => a.value! - b.value!);
  const crps = crpsAxis(completed.map(({ value }) => value!));
  const lines = completed.map((trial, i): Line => {
    const values = space.dimensions.map(({ name }) => trial.parameters[name]);
    return {
      trial: trial.number,
      crps: trial.value!,
      rank: trial.number === best.number ? 'best' : i < completed.length / 4 ? 'good' : 'other',
      places: [
        ...space.dimensions.map(({ unitOf }, at) => (values[at] === undefined ? null : unitOf(values[at]))),
        crps.place(trial.value!),
      ],
      texts: [...values.map((value) => valueText(value) || '–'), shown(trial.value, 3)],
    };
  });
  return { axes: [...parameterAxes(space), crps], lines };
}

/** The CRPS of every trial in the order of the search, and the least one so far. */
export function trialHistory({ trials, defaults, best }: TuneReport): Course {
  const values = trials.map(({ state, value }) => (state === 'complete' ? known(value) : null));
  const lines: Course['lines'] = [
    { name: 'best so far', role: 'forecast', form: 'steps', values: leastSoFar(values) },
    { name: 'trial', role: 'observed', form: 'dots', values },
  ];
  const reference = known(defaults?.value);
  const constant = { name: 'defaults', role: 'naive', form: 'steps', values: trials.map(() => reference) } as const;
  return {
    title: 'Course of the search',
    note: 'CRPS in points over the validation windows',
    finding: `CRPS by trial: the least, ${shown(best.value, 3)} points, is that of trial ${best.number}; the defaults have ${shown(reference, 3)}`,
    places: { kind: 'trial', labels: trials.map(({ number }) => String(number)) },
    unit: '',
    digits: 3,
    lines: reference === null ? lines : [constant, ...lines],
  };
}

/** How much each parameter matters, as shares; no bars where there were too few trials to tell. */
export function importanceBars({ importance }: TuneReport): Bars {
  const isKnown = importance.some(({ share }) => share > 0);
  const [first] = [...importance].sort((a, b) => b.share - a.share);
  return {
    title: 'Importance',
    note: 'how much worse a random forest of the trials forecasts when a parameter is shuffled, as shares',
    finding: isKnown ? `${first!.name} matters most, ${percent(first!.share)}` : 'Too few trials to tell',
    of: { label: 'parameter', value: 'share' },
    bars: isKnown
      ? importance.map(({ name, share }) => ({ label: name, value: share, text: percent(share), role: 'forecast' }))
      : [],
  };
}

function percent(share: number): string {
  return `${shown(100 * share, 0)}\u00a0%`;
}

function leastSoFar(values: readonly (number | null)[]): (number | null)[] {
  let least: number | null = null;
  return values.map((value) => {
    if (value !== null && (least === null || value < least)) least = value;
    return least;
  });
}

function parameterAxes({ dimensions }: SearchSpace): TrialAxis[] {
  return dimensions.map(({ name, isCategorical, levels, cell, valueAt }) => {
    const isLabelled = isCategorical && levels <= MOST_LABELS;
    const places = isLabelled ? Array.from({ length: levels }, (_, i) => (cell(i)[0] + cell(i)[1]) / 2) : [0, 0.5, 1];
    const ticks = places.map((place) => ({ place, text: valueText(valueAt(place)) }));
    return { name, ticks: ticks.filter(({ text }, i) => text !== ticks[i - 1]?.text) };
  });
}

/** Over all but the worst tenth of the scores (ascending): those would press the others together, and stand at the end. */
function crpsAxis(scores: readonly number[]): TrialAxis & { place(score: number): number } {
  const low = scores[0] ?? 0;
  const high = Math.max(scores[Math.ceil(0.9 * scores.length) - 1] ?? 1, low + 1e-9);
  return {
    name: 'CRPS',
    ticks: [0, 0.5, 1].map((place) => ({ place, text: shown(low + place * (high - low), 3) })),
    place: (score) => Math.min(1, (score - low) / (high - low)),
  };
}
