import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import type { DailyPanel } from '@dqs/core';
import { readPanel } from '@dqs/ingestion';

import { validateBundle, type TrainOptions, type ValidationOptions } from '../../src/index.js';
import { days, history, KNOWN_DAYS, START, Workbench, type HistoryShape } from './faults/workbench.js';

const SAMPLE = resolve(__dirname, '../../../../../shared/data/epidemic_reports_sample.csv.gz');
const isThere = existsSync(SAMPLE);
if (!isThere) console.warn('left out: the real sample ../shared/data/epidemic_reports_sample.csv.gz is not there');

const QUIET: ValidationOptions = { folds: 1, threads: 1 };

describe('a clean history raises no alarm', () => {
  const benches: Workbench[] = [];
  afterAll(() => Promise.all(benches.map((bench) => bench.close())));

  async function failed(
    known: DailyPanel,
    input?: DailyPanel,
    options: Partial<TrainOptions> = {},
    validation: ValidationOptions = QUIET,
  ) {
    const bench = new Workbench(1);
    benches.push(bench);
    const bundle = await bench.bundle({ panel: () => known, options });
    const { checks, passed } = await validateBundle(bundle, input, validation);
    const names = checks.filter(({ verdict }) => verdict === 'fail').map(({ name, reason }) => `${name}: ${reason}`);
    expect(passed).toBe(names.length === 0);
    return names;
  }

  it.each([11, 21, 22])('of seed %i, with the same input, a longer one and only the new days', async (seed) => {
    const all = history({ seed });
    const known = days(all, 0, KNOWN_DAYS - 1);
    for (const input of [undefined, known, all, days(all, KNOWN_DAYS, 1000)])
      expect(await failed(known, input)).toEqual([]);
  });

  it.each<[string, Partial<HistoryShape>]>([
    ['few series', { datasets: 2, rules: 2 }],
    ['single executions', { executions: 1, datasets: 8 }],
    ['many executions', { executions: 200 }],
    ['many datasets', { datasets: 12, rules: 2 }],
    ['a long history', { days: 500, datasets: 3 }],
  ])('with %s', async (_, shape) => {
    const all = history({ seed: 31, ...shape });
    expect(await failed(days(all, 0, (shape.days ?? 170) - 21), all)).toEqual([]);
  });

  it.each<[string, Partial<TrainOptions>]>([
    ['the extended features', { spec: 'extended', rounds: 60 }],
    ['squared error', { objective: 'l2' }],
    ['absolute error', { objective: 'l1' }],
    ['a week ahead', { horizon: 7 }],
    ['early stopping', { earlyStopping: 5 }],
    ['a training on all days after the test', { refit: true }],
    ['no days kept for a test', { testFraction: 0 }],
    ['half of the days kept for a test', { testFrom: START + 75 }],
  ])('trained with %s', async (_, options) => {
    const all = history({ seed: 41 });
    expect(await failed(days(all, 0, KNOWN_DAYS - 1), all, options)).toEqual([]);
  });

  it('when validated again and again over a fortnight, with the days that have come in', async () => {
    const all = history({ seed: 51 });
    const known = days(all, 0, KNOWN_DAYS - 1);
    const bench = new Workbench(1);
    benches.push(bench);
    const bundle = await bench.bundle({ panel: () => known });
    for (const day of [0, 1, 2, 4, 7, 10, 13].map((later) => KNOWN_DAYS + later)) {
      const { checks } = await validateBundle(bundle, days(all, KNOWN_DAYS, day), {
        folds: 0,
        probeRows: 500,
        threads: 1,
      });
      expect(checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    }
  });

  (isThere ? it : it.skip)('that is real', async () => {
    const { panel } = await readPanel([SAMPLE]);
    const last = Math.max(...panel.cells.day) - START;
    for (const spec of ['classic', 'extended'] as const) {
      // As the product trains, not as the workbench does.
      const options = { spec, rounds: undefined, params: {} };
      expect(await failed(panel, undefined, options)).toEqual([]);
      expect(await failed(days(panel, -10_000, last - 10), panel, options)).toEqual([]);
    }
  });
});
