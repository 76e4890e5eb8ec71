import { formatDay, type DailyPanel } from '@dqs/core';
import { MemoryLedger } from '@dqs/ledger';

import {
  closePredictor,
  collectRevisions,
  Forecaster,
  gradeDays,
  issueForecasts,
  issuingHistory,
  naiveChoice,
  type IssuingVersion,
} from '../../src/index.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';
import { DAY, forecastsOf, HOUR, newOperation, trainedVersion } from '../support/operation.js';

const DAYS = 110;
const LAST = FIRST_DAY + DAYS - 1;
const panel = madePanel({ days: DAYS });
const knownTo = (day: number) => filterCells(panel, (one) => one <= day);
const NO_TARGETS = { everywhere: 95, series: [] };
let champion: IssuingVersion;
let predecessor: IssuingVersion;

beforeAll(async () => {
  champion = await trainedVersion(panel, LAST - 20);
  predecessor = await trainedVersion(panel, LAST - 40, { arm: 'predecessor', version: '0.9.0', rounds: 10 });
});
afterAll(() => [champion, predecessor].forEach(({ bundle }) => closePredictor(bundle.predictor)));

const request = (knownAt: number) => ({ day: LAST, knownAt, targets: NO_TARGETS, catalogDigest: 'c1' });

describe('issued forecasts', () => {
  it('are those of the ordinary predictor, in every arm, beside the naive one that the training chose', async () => {
    const { clock, ledger } = newOperation();
    const issued = await issueForecasts(
      ledger,
      issuingHistory(knownTo(LAST - 1)),
      [champion, predecessor],
      request(5),
      { clock },
    );
    expect(issued).toMatchObject({ date: formatDay(LAST), asOfDate: formatDay(LAST - 1), naive: { from: 'training' } });
    expect(issued.arms.map(({ arm, due, issued: count }) => [arm, count === due && due > 0])).toEqual([
      ['champion', true],
      ['predecessor', true],
      ['naive', true],
    ]);
    const named = new Map((await ledger.series()).map((one) => [one.number, one]));
    const { series, issue, issues, numbers } = await ledger.forecasts({ from: LAST, to: LAST });
    for (const version of [champion, predecessor]) {
      const rows = new Forecaster(version.bundle as never, knownTo(LAST - 1), 'x', NO_TARGETS).all({ day: LAST });
      for (const [row, number] of series.entries()) {
        if (issues[issue[row]!]!.arm !== version.arm) continue;
        const { datasetUuid, ruleCode } = named.get(number)!;
        const same = rows.find((one) => one.datasetUuid === datasetUuid && one.ruleCode === ruleCode)!;
        for (const name of [
          'predictedPassPercentage',
          'lower80',
          'upper95',
          'pBelowTarget',
          'targetPercentage',
        ] as const) {
          expect(numbers[name][row]).toBe(same[name]);
        }
      }
    }
    const naive = [...series.keys()].filter((row) => issues[issue[row]!]!.arm === 'naive');
    const medians = new Map(naive.map((row) => [series[row], numbers.predictedPassPercentage[row]]));
    for (const row of series.keys()) {
      const isNaive = issues[issue[row]!]!.arm === 'naive';
      expect(numbers.naivePassPercentage[row]).toEqual(isNaive ? Number.NaN : medians.get(series[row]!));
    }
  });

  it('are issued once: a second run adds nothing, one after a crash what is missing, and one that is asked to, anew', async () => {
    const { clock, ledger } = newOperation();
    const history = issuingHistory(knownTo(LAST - 1));
    await issueForecasts(ledger, history, [champion], request(5), { clock });
    const before = await forecastsOf(ledger, LAST);
    const again = await issueForecasts(ledger, history, [champion, predecessor], request(9), { clock });
    expect(again.arms.map(({ issued }) => issued > 0)).toEqual([false, true, false]);
    expect((await forecastsOf(ledger, LAST)).filter(({ arm }) => arm !== 'predecessor')).toEqual(before);
    const anew = await issueForecasts(ledger, history, [champion], { ...request(9), again: true }, { clock });
    expect(anew.arms.every(({ issued, due }) => issued === due)).toBe(true);
    expect(
      (await issueForecasts(ledger, history, [champion], { ...request(9), again: true }, { clock })).arms,
    ).toMatchObject([{ issued: 0 }, { issued: 0 }]);
  });

  it('of series that are new since are added', async () => {
    const { clock, ledger } = newOperation();
    const fewer = filterCells(panel, (day, key) => day < LAST && key > 1);
    await issueForecasts(ledger, issuingHistory(fewer), [champion], request(5), { clock });
    const { arms } = await issueForecasts(ledger, issuingHistory(knownTo(LAST - 1)), [champion], request(6), { clock });
    expect(arms.map(({ issued }) => issued)).toEqual([2, 2]);
  });

  it('have the same ids and bits whatever was known of later days', async () => {
    const [one, other] = [new MemoryLedger(), new MemoryLedger()];
    const { clock } = newOperation();
    await issueForecasts(
      one,
      issuingHistory(knownTo(LAST - 5)),
      [champion],
      { ...request(5), day: LAST - 4 },
      { clock },
    );
    const later = { ...request(5), day: LAST - 4, asOf: LAST - 5 };
    await issueForecasts(other, issuingHistory(panel), [champion], later, { clock });
    expect(await forecastsOf(other, LAST - 4)).toEqual(await forecastsOf(one, LAST - 4));
  });

  it('need results from before the day', async () => {
    const { ledger } = newOperation();
    const early = { ...request(5), day: FIRST_DAY };
    await expect(issueForecasts(ledger, issuingHistory(panel), [champion], early)).rejects.toMatchObject({
      code: 'not-enough-history',
    });
  });
});

describe('the naive choice of a version', () => {
  it('is what its training recorded, and the simplest with a word about it where nothing is recorded', () => {
    const { manifest } = champion.bundle;
    expect(naiveChoice(manifest)).toEqual({
      name: manifest.evaluation!.scores[0]!.distribution!.bestNaive,
      from: 'training',
    });
    expect(naiveChoice({ evaluation: null })).toEqual({ name: 'last-7', from: 'default' });
  });
});

describe('grading days', () => {
  const parts: readonly [string, DailyPanel][] = [
    ['crm', knownTo(LAST)],
    [
      'erp',
      { ...panel, keys: panel.keys.map((key) => ({ ...key, source: 'erp', datasetUuid: `e-${key.datasetUuid}` })) },
    ],
  ];

  /** Two sources that deliver every morning; `erp` leaves out the last day. */
  async function operated() {
    const operation = newOperation();
    const { clock, deliveries, ledger } = operation;
    for (let day = LAST - 20; day <= LAST; day += 1) {
      for (const [source, results] of parts) {
        if (source === 'erp' && day === LAST) continue;
        clock.time = day * DAY + 30 * HOUR + (source === 'erp' ? HOUR : 0);
        await deliveries.add({
          id: `${source} ${day}`,
          panel: filterCells(results, (one) => one === day),
          name: 'x',
          by: 'ann',
        });
      }
    }
    await collectRevisions(deliveries, ledger);
    return operation;
  }

  it('leaves a half-loaded day until its source has come, is silent, or its grace is over', async () => {
    const { clock, deliveries, ledger } = await operated();
    const hooks = { clock };
    clock.time = LAST * DAY + 30.5 * HOUR;
    const early = await gradeDays(deliveries, ledger, {}, hooks);
    expect(early.waiting).toEqual([{ date: formatDay(LAST), sources: ['erp'] }]);
    expect(early.dates).toHaveLength(20);
    expect((await gradeDays(deliveries, ledger, {}, hooks)).dates).toEqual([]);
    clock.time = LAST * DAY + 60 * HOUR;
    expect((await gradeDays(deliveries, ledger, {}, hooks)).dates).toEqual([formatDay(LAST)]);
    expect((await ledger.changedDays()).length).toBe(0);
  });

  it('waits for nobody once the grace is over', async () => {
    const { clock, deliveries, ledger } = await operated();
    clock.time = LAST * DAY + 30.5 * HOUR;
    expect((await gradeDays(deliveries, ledger, { graceHours: 6 }, { clock })).waiting).toEqual([]);
  });
});
