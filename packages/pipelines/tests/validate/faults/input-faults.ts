import type { DailyPanel } from '@dqs/core';

import { validateBundle, type ValidationOptions } from '../../../src/index.js';
import { ALL_DAYS, changed, days, KNOWN_DAYS, START, type Cell, type Fault } from './workbench.js';

const FRESH = START + KNOWN_DAYS;
const LAST = START + ALL_DAYS - 1;

interface InputFaultOptions {
  readonly input?: (panel: DailyPanel) => DailyPanel;
  readonly limits?: ValidationOptions['limits'];
  /** The day it is; the real one where undefined. */
  readonly today?: number;
}

/** A fault of the input; by default an input of the twenty days after the history of the bundle. */
function inputFault(
  name: string,
  change: (cell: Cell) => readonly Cell[],
  caughtBy: readonly string[],
  { input = fresh, limits, today }: InputFaultOptions = {},
): Fault {
  const hooks = today === undefined ? {} : { clock: { now: () => today * 86_400_000 } };
  return {
    name,
    caughtBy,
    inject: async (bench) => {
      const bundle = await bench.cleanBundle();
      const panel = changed(input(bench.panel), change);
      const options = { folds: 0, probeRows: 500, threads: 1, limits };
      return (await validateBundle(bundle, panel, options, hooks)).checks;
    },
  };
}

const fresh = (panel: DailyPanel) => days(panel, KNOWN_DAYS, ALL_DAYS - 1);
const whole = { input: (panel: DailyPanel) => panel };

const flip = (cell: Cell): Cell => ({ ...cell, passes: cell.fails, fails: cell.passes });
const moved = (by: number) => (cell: Cell) => [{ ...cell, day: cell.day + by }];
const twice = (cell: Cell) => [cell, cell];

/** Faults of the data that a good model is given. */
export const INPUT_FAULTS: readonly Fault[] = [
  inputFault('the labels of the new days are flipped', (cell) => [flip(cell)], [
    'skill',
    'drift',
    'target-drift',
    'bias',
  ]),
  inputFault('every new row is there twice', twice, ['executions']),
  inputFault('one of three new days was read twice', (cell) => (cell.day % 3 === 0 ? twice(cell) : [cell]), [
    'executions',
  ]),
  inputFault(
    'new results are a hundredth of what they were',
    (cell) => [
      {
        ...cell,
        passes: Math.floor(cell.passes / 100),
        fails: cell.fails + cell.passes - Math.floor(cell.passes / 100),
      },
    ],
    ['target-drift', 'bias'],
  ),
  inputFault('every new result is a pass', (cell) => [{ ...cell, passes: cell.passes + cell.fails, fails: 0 }], [
    'bias',
    'repeats',
    'target-drift',
  ]),
  inputFault('every new result is a fail', (cell) => [{ ...cell, fails: cell.passes + cell.fails, passes: 0 }], [
    'bias',
    'target-drift',
  ]),
  inputFault(
    'the new days are frozen copies of the first',
    (cell) => [cell.datasetUuid === 'uuid-0' ? { ...cell, passes: 5, fails: 3 } : { ...cell, passes: 6, fails: 2 }],
    ['repeats'],
  ),
  inputFault('new results are dated a day too late (time zone)', moved(1), ['weekdays']),
  inputFault('new results are dated a day too early', moved(-1), ['weekdays', 'history-agreement']),
  inputFault('datasets of the new days are dropped', (cell) => (cell.datasetUuid < 'uuid-2' ? [] : [cell]), [
    'stopped-series',
  ]),
  inputFault('the new days know rule codes as numbers', (cell) => [{ ...cell, ruleCode: `${cell.ruleCode}0` }], [
    'new-series',
    'unseen-categories',
  ]),
  inputFault(
    'the new days write dataset ids in capitals',
    (cell) => [{ ...cell, datasetUuid: cell.datasetUuid.toUpperCase() }],
    ['new-series', 'unseen-categories'],
  ),
  inputFault('days are missing between history and input', (cell) => (cell.day < FRESH + 12 ? [] : [cell]), ['gaps']),
  inputFault(
    'a date has a wrong year',
    (cell) => [cell.day === LAST && cell.ruleCode === '102' ? { ...cell, day: cell.day + 3652 } : cell],
    ['gaps'],
  ),
  inputFault(
    'two of three new results are missing',
    (cell) => ((cell.day * 7 + Number(cell.ruleCode) * 13 + cell.datasetUuid.charCodeAt(5)) % 3 > 0 ? [] : [cell]),
    ['missing-values', 'drift'],
  ),
  inputFault(
    'two datasets have changed places',
    (cell) => [
      {
        ...cell,
        datasetUuid:
          cell.datasetUuid === 'uuid-1' ? 'uuid-2' : cell.datasetUuid === 'uuid-2' ? 'uuid-1' : cell.datasetUuid,
        datasetName: 'Swapped',
      },
    ],
    ['history-agreement'],
    whole,
  ),
  inputFault(
    'two rules have changed places',
    (cell) => [
      { ...cell, ruleCode: cell.ruleCode === '101' ? '103' : cell.ruleCode === '103' ? '101' : cell.ruleCode },
    ],
    ['history-agreement'],
    whole,
  ),
  inputFault('the whole log is dated a day too late', moved(1), ['history-agreement'], whole),
  inputFault('the whole log is there twice', twice, ['history-agreement', 'executions'], whole),
  inputFault('the labels of the whole log are flipped', (cell) => [flip(cell)], ['history-agreement'], whole),
  inputFault(
    'a dataset of the whole log is dropped',
    (cell) => (cell.datasetUuid === 'uuid-3' ? [] : [cell]),
    ['history-agreement'],
    whole,
  ),
  inputFault(
    'a tenth of the past was changed afterwards',
    (cell) =>
      (cell.day * 3 + Number(cell.ruleCode)) % 10 === 0
        ? [{ ...cell, passes: Math.max(0, cell.passes - 2), fails: cell.fails + 2 }]
        : [cell],
    ['history-agreement'],
    whole,
  ),
  inputFault('the input is stale: it ends before the history of the model', (cell) => [cell], ['stale-input'], {
    input: (panel) => days(panel, 0, KNOWN_DAYS - 20),
  }),
  inputFault('the input is of another company', (cell) => [{ ...cell, datasetUuid: `other-${cell.datasetUuid}` }], [
    'new-series',
    'unseen-categories',
    'stopped-series',
  ]),
  inputFault(
    'the last day is only half loaded',
    (cell) => (cell.day === LAST && cell.datasetUuid > 'uuid-1' ? [] : [cell]),
    ['last-day'],
  ),
  inputFault('no result has been delivered for two months', (cell) => [cell], ['data-age'], {
    today: LAST + 60,
    limits: { maxDataAgeDays: 14 },
  }),
  inputFault('results are dated in the future', (cell) => [cell], ['data-age'], {
    today: LAST - 30,
    limits: { maxDataAgeDays: 14 },
  }),
  inputFault('the model was trained two years ago', (cell) => [{ ...cell, day: cell.day + 2 * 364 }], [
    'model-age',
    'gaps',
  ]),
  inputFault(
    'quality has collapsed since the training',
    (cell) => {
      const passes = Math.floor(cell.passes / 3);
      return [{ ...cell, passes, fails: cell.passes + cell.fails - passes }];
    },
    ['drift', 'target-drift', 'bias'],
  ),
  inputFault(
    'each result counts ten executions now',
    (cell) => [{ ...cell, passes: 10 * cell.passes, fails: 10 * cell.fails }],
    ['executions', 'executions-drift'],
  ),
];
