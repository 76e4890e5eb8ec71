import type { DailyPanel } from '@dqs/core';
import { SeriesHistory } from '@dqs/features';
import { MemoryLedger } from '@dqs/ledger';
import fc from 'fast-check';

import {
  closePredictor,
  forecast,
  issueForecasts,
  issuingHistory,
  servedPredictor,
  type IssuingVersion,
  type LearnedBefore,
  type Served,
} from '../../src/index.js';
import { TestClock, trainedVersion } from '../support/operation.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';

const DAYS = 90;
const LAST = FIRST_DAY + DAYS - 1;
const TRAINED = LAST - 14;
const panel = madePanel({ days: DAYS });
let version: IssuingVersion;

beforeAll(async () => {
  version = await trainedVersion(panel, TRAINED, { spec: 'extended', rounds: 5 });
});
afterAll(() => closePredictor(version.bundle.predictor));

const upTo = (day: number) => filterCells(panel, (one) => one <= day);

async function serve(known: DailyPanel, before: LearnedBefore): Promise<Served & { readonly pauses: number }> {
  const history = SeriesHistory.fromPanel(known);
  let pauses = 0;
  const predictor = await servedPredictor(version.bundle, history, before, () => Promise.resolve(void (pauses += 1)));
  return { predictor, history, pauses };
}

/** What is forecast as of a day for the next one. */
function forecastsAsOf({ predictor, history }: Served, asOf: number) {
  const made = forecast(predictor, history, history.requests({ day: asOf + 1, asOf }), { threads: 1 });
  return [made.expectedPassPercentage, made.predictedPassPercentage].map((column) => Array.from(column));
}

/** The same of a server that knows nothing from before. */
const anew = (known: DailyPanel, asOf: number) =>
  forecastsAsOf({ predictor: version.bundle.predictor, history: SeriesHistory.fromPanel(known) }, asOf);

async function issue(ledger: MemoryLedger, day: number) {
  const request = { day, asOf: day - 1, knownAt: day, threads: 1, targets: { everywhere: 95, series: [] } };
  await issueForecasts(ledger, issuingHistory(upTo(day - 1)), [version], request, { clock: new TestClock() });
}

describe('the predictor of a server', () => {
  it('forecasts, to the last bit, as if it had learned all anew: from the ledger, from before, with late results', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: TRAINED, max: LAST - 2 }),
        fc.array(fc.integer({ min: TRAINED - 3, max: LAST }), { maxLength: 2 }),
        fc.array(fc.constantFrom(0, 1, 1, 3), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (first, late, steps, hasLedger) => {
          const store = hasLedger ? new MemoryLedger() : undefined;
          if (store) await issue(store, first);
          let [day, before]: [number, Served | undefined] = [first, undefined];
          for (const step of steps) {
            day = Math.min(LAST, day + step);
            const known = filterCells(panel, (one) => one <= day && (!late.includes(one) || day === LAST));
            before = await serve(known, { ...(store && { store }), ...(before && { before }) });
            // As of days on the way as well, which no later result may weigh.
            for (const asOf of new Set([day, day - 1, TRAINED + 1, first - 1].filter((one) => one <= day)))
              expect([asOf, forecastsAsOf(before, asOf)]).toEqual([asOf, anew(known, asOf)]);
          }
        },
      ),
      { numRuns: 8 },
    );
  });

  it('learns a day at a time, and only the days that are new', async () => {
    const first = await serve(upTo(LAST - 1), {});
    expect(first.pauses).toBeGreaterThanOrEqual(LAST - TRAINED);
    const next = await serve(upTo(LAST), { before: first });
    // Some series are taken in, then the day is learned: once of one part of a model, once of the other.
    expect(next.pauses).toBeLessThanOrEqual(4);
    expect((await serve(upTo(LAST), { before: next })).pauses).toBe(0);
    const store = new MemoryLedger();
    await issue(store, LAST);
    // Of forecasts of the next day there is nothing left to learn; those of later days are learned once.
    expect((await serve(upTo(LAST - 1), { store })).pauses).toBeLessThanOrEqual(LAST - TRAINED + 1);
    expect((await serve(upTo(LAST), { store })).pauses).toBeLessThanOrEqual(4);
  });
});
