import { DqsError, formatDay } from '@dqs/core';
import { AGGREGATE_STATISTICS, statisticIndex } from '@dqs/ledger';

import {
  backfillForecasts,
  closePredictor,
  collectRevisions,
  Forecaster,
  gradeDays,
  issueForecasts,
  issuingHistory,
  type IssuingVersion,
} from '../../src/index.js';
import { DAY, forecastsOf, newOperation, trainedVersion } from '../support/operation.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';

const DAYS = 80;
const LAST = FIRST_DAY + DAYS - 1;
const TRAINED_TO = LAST - 10;
const NO_TARGETS = { everywhere: 95, series: [] };
const panel = madePanel({ datasets: 2, rules: 2, days: DAYS });
const history = issuingHistory(panel);
let version: IssuingVersion;

beforeAll(async () => {
  version = await trainedVersion(panel, TRAINED_TO + 1);
});
afterAll(() => closePredictor(version.bundle.predictor));

const request = { knownAt: 5, targets: NO_TARGETS };

describe('a backfill', () => {
  it('forecasts every day since the training as the day before would have, once', async () => {
    const { clock, ledger } = newOperation();
    clock.time = (LAST + 2) * DAY;
    const first = version.bundle.predictor.training.to + 1;
    const filled = await backfillForecasts(ledger, history, version, request, { clock });
    expect(filled).toMatchObject({ from: formatDay(first), to: formatDay(LAST), days: LAST - first + 1 });
    expect(filled.naiveIssued).toBe(filled.issued);
    const day = LAST - 3;
    const made = await forecastsOf(ledger, day);
    const known = filterCells(panel, (one) => one < day);
    const rows = new Forecaster(version.bundle as never, known, 'x', NO_TARGETS).all({ day });
    const predicted = (list: readonly { readonly predictedPassPercentage: number }[]) =>
      list.map((one) => one.predictedPassPercentage).sort((a, b) => a - b);
    const own = made.filter(({ arm }) => arm === 'champion').map(({ numbers }) => numbers as never);
    expect(predicted(own)).toEqual(predicted(rows));
    const again = await backfillForecasts(ledger, history, version, { ...request, knownAt: 6 }, { clock });
    expect(again).toMatchObject({ days: 0, issued: 0, naiveIssued: 0 });
  });

  it('never counts as live, and leaves what was issued in time as it was', async () => {
    const { clock, deliveries, ledger } = newOperation();
    clock.time = LAST * DAY - 1;
    await deliveries.add({ id: 'before', panel: filterCells(panel, (day) => day < LAST), name: '', by: 'test' });
    await issueForecasts(
      ledger,
      issuingHistory(filterCells(panel, (day) => day < LAST)),
      [version],
      {
        ...request,
        day: LAST,
      },
      { clock },
    );
    const live = await forecastsOf(ledger, LAST);
    clock.time = (LAST + 1) * DAY;
    await deliveries.add({ id: 'last', panel: filterCells(panel, (day) => day === LAST), name: '', by: 'test' });
    await collectRevisions(deliveries, ledger);
    clock.time = (LAST + 5) * DAY;
    await backfillForecasts(ledger, history, version, request, { clock });
    expect(await forecastsOf(ledger, LAST)).toEqual(live);
    await gradeDays(deliveries, ledger, {}, { clock });
    const { day, group, groups, values } = await ledger.aggregates({ from: FIRST_DAY, to: LAST, arms: ['champion'] });
    const graded = statisticIndex('graded');
    const days = (isLive: boolean) =>
      [...day].filter(
        (_, row) => groups[group[row]!]!.live === isLive && values[row * AGGREGATE_STATISTICS.length + graded]! > 0,
      );
    expect(new Set(days(true))).toEqual(new Set([LAST]));
    expect(new Set(days(false)).has(LAST - 1)).toBe(true);
    expect(new Set(days(false)).has(LAST)).toBe(false);
  });

  it('refuses days that the version was trained on, and days without results', async () => {
    const { clock, ledger } = newOperation();
    const fails = async (days: { from?: number; to?: number }) => {
      const error = await backfillForecasts(ledger, history, version, { ...request, ...days }, { clock }).catch(
        (thrown: unknown) => thrown,
      );
      return DqsError.is(error) ? error.message : error;
    };
    expect(await fails({ from: version.bundle.predictor.training.to })).toContain('was trained on');
    expect(await fails({ to: LAST + 1 })).toContain('the last results are of');
    expect(await fails({ from: LAST, to: LAST - 1 })).toContain('expected days with results');
    expect(await ledger.series()).toEqual([]);
  });

  it('that is interrupted goes on where it stopped', async () => {
    const { clock, ledger } = newOperation();
    clock.time = (LAST + 2) * DAY;
    const stop = new AbortController();
    const onProgress = ({ done }: { readonly done: number }) => {
      if (done === 3) stop.abort();
    };
    const hooks = { clock, signal: stop.signal, onProgress };
    await expect(backfillForecasts(ledger, history, version, request, hooks)).rejects.toMatchObject({
      code: 'aborted',
    });
    const rest = await backfillForecasts(ledger, history, version, request, { clock });
    const whole = newOperation();
    whole.clock.time = clock.time;
    const all = await backfillForecasts(whole.ledger, history, version, request, { clock });
    expect(rest.days).toBeLessThan(all.days);
    expect(await forecastsOf(ledger, FIRST_DAY, LAST)).toEqual(await forecastsOf(whole.ledger, FIRST_DAY, LAST));
  });
});
