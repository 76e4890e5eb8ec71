import { gradeChangedDays, MemoryLedger, verifyLedgerDay, type LedgerStore } from '../src/index.js';
import { atHour, DAY, sampleBatch, sampleRevisions, sampleSeriesList } from '../src/testing/index.js';

const everything = { from: DAY, to: DAY };
let ledger: MemoryLedger;

beforeAll(async () => {
  ledger = new MemoryLedger();
  const numbers = [...(await ledger.register(sampleSeriesList(3)))];
  for (const version of ['1.0.0', '1.1.0']) {
    await ledger.issue(
      sampleBatch(
        numbers.map((series) => ({ series })),
        { version },
      ),
    );
  }
  const results = numbers.map((series) => ({ series, passes: 18, fails: 2 }));
  await ledger.revise(sampleRevisions(0, [{ at: atHour(30), results }]));
  await gradeChangedDays(ledger);
  await ledger.revise(sampleRevisions(1, [{ at: atHour(32), results: results.slice(1) }]));
});

/** The ledger as somebody left it who changed a forecast or a grade in the database. */
const changed = (day: Partial<LedgerStore>) => Object.assign(Object.create(ledger) as LedgerStore, bound(), day);
const bound = () => ({
  series: () => ledger.series(),
  grades: ledger.grades.bind(ledger),
  day: ledger.day.bind(ledger),
});

describe('a day of a ledger', () => {
  it('is what it was made from, whether or not its last results are graded', async () => {
    expect(await verifyLedgerDay(ledger, DAY)).toEqual([]);
    expect(await verifyLedgerDay(ledger, DAY + 1)).toEqual([]);
    await gradeChangedDays(ledger);
    expect(await verifyLedgerDay(ledger, DAY)).toEqual([]);
  });

  it('tells of forecasts that were changed or moved, and of grades that were', async () => {
    const known = await ledger.day(DAY);
    const { forecasts } = known;
    const moved = changed({ day: async () => ({ ...known, forecasts: { ...forecasts, asOfDay: forecasts.asOfDay.map((day, row) => day - Number(row === 1)) } }) }); // prettier-ignore
    expect(await verifyLedgerDay(moved, DAY)).toEqual([
      { day: DAY, problem: '1 forecast has an id that is not its own' },
    ]);
    const better = forecasts.numbers.predictedPassPercentage.map((value, row) => value - Number(row < 2));
    const numbers = { ...forecasts.numbers, predictedPassPercentage: better };
    const touched = changed({ day: async () => ({ ...known, forecasts: { ...forecasts, numbers } }) });
    const wrong = [{ day: DAY, problem: '2 grades are not those of their forecasts and results' }];
    expect(await verifyLedgerDay(touched, DAY)).toEqual(wrong);
    const grades = await ledger.grades(everything);
    const crps = grades.numbers.crps.map((value, row) => value + Number(row > 3));
    const praised = changed({ grades: async () => ({ ...grades, numbers: { ...grades.numbers, crps } }) });
    expect(await verifyLedgerDay(praised, DAY)).toEqual(wrong);
  });

  it('tells of a grade that says it is of a result that never came', async () => {
    const [known, grades] = [await ledger.day(DAY), await ledger.grades(everything)];
    const never = (revisions: Int32Array) => revisions.map((one, row) => (row === 0 ? 9999 : one));
    const forged = changed({
      day: async () => ({ ...known, graded: never(known.graded) }),
      grades: async () => ({ ...grades, revision: never(grades.revision) }),
    });
    expect(await verifyLedgerDay(forged, DAY)).toEqual([
      { day: DAY, problem: '1 grade is not that of its forecast and result' },
    ]);
  });

  it('is read again where forecasts are issued and graded meanwhile', async () => {
    const numbers = [...(await ledger.register(sampleSeriesList(3)))];
    const batch = sampleBatch(
      numbers.map((series) => ({ series })),
      { version: '1.0.5' },
    );
    const busy = changed({
      day: async (day) => {
        const known = await ledger.day(day);
        await ledger.issue(batch);
        await gradeChangedDays(ledger);
        return known;
      },
    });
    expect(await verifyLedgerDay(busy, DAY)).toEqual([]);
    expect((await ledger.forecasts(everything)).series.length).toBe(9);
  });
});
