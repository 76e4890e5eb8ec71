import type { DailyPanel } from '@dqs/core';
import { MemoryLedger, type Checkpoint } from '@dqs/ledger';

import { bundleDigest } from '../../src/bundle/model-version.js';
import { closePredictor, issueForecasts, issuingHistory, type IssuingVersion } from '../../src/index.js';
import { forecastsOf, TestClock, trainedVersion } from '../support/operation.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';

const DAYS = 110;
const LAST = FIRST_DAY + DAYS - 1;
const panel = madePanel({ days: DAYS });
let champion: IssuingVersion;
let name: string;

beforeAll(async () => {
  champion = await trainedVersion(panel, LAST - 11, { spec: 'extended', rounds: 5 });
  name = `issuing/mixtures/${bundleDigest(champion.bundle.manifest)}`;
});
afterAll(() => closePredictor(champion.bundle.predictor));

/** Issues a day from a history that was read anew, as a process of its own would. */
async function issue(
  ledger: MemoryLedger,
  day: number,
  known: DailyPanel = filterCells(panel, (one) => one < day),
  version = champion,
) {
  const clock = new TestClock();
  clock.time += day;
  const request = { day, asOf: day - 1, knownAt: day, targets: { everywhere: 95, series: [] } };
  await issueForecasts(ledger, issuingHistory(known), [version], request, { clock });
}

/** What is issued of a day by a ledger in which nothing is kept. */
async function fromScratch(day: number, known?: DailyPanel, version?: IssuingVersion) {
  const ledger = new MemoryLedger();
  await issue(ledger, day, known, version);
  return forecastsOf(ledger, day);
}

interface KeptState {
  readonly part: number;
  readonly state: { readonly upTo: number; readonly rules: { a: number[]; b: number[] }[] };
}

const statesIn = (checkpoint: Checkpoint | undefined) =>
  JSON.parse(Buffer.from(checkpoint!.content).toString('utf8')) as KeptState[];
const keep = (ledger: MemoryLedger, content: string, day = LAST) =>
  ledger.keepCheckpoint(name, { day, knownAt: 0, content: Buffer.from(content) });

describe('mixtures that an issue leaves in the ledger', () => {
  it('give the next day the forecasts, to the last bit, that learning anew gives', async () => {
    const ledger = new MemoryLedger();
    for (let day = LAST - 5; day <= LAST; day += 1) {
      await issue(ledger, day);
      expect(await forecastsOf(ledger, day)).toEqual(await fromScratch(day));
    }
    const days = statesIn(await ledger.checkpoint(name)).map(({ state }) => state.upTo);
    expect(days).toEqual([LAST - 1, LAST - 2, LAST - 3, LAST - 4]);
  });

  it('are what the next day starts from', async () => {
    const ledger = new MemoryLedger();
    await issue(ledger, LAST - 1);
    const states = statesIn(await ledger.checkpoint(name));
    // Sums of other experts' days: whoever starts from them weighs otherwise.
    for (const { a, b } of states.flatMap(({ state }) => state.rules)) {
      b.reverse();
      a.fill(0);
    }
    await keep(ledger, JSON.stringify(states));
    await issue(ledger, LAST);
    expect(await forecastsOf(ledger, LAST)).not.toEqual(await fromScratch(LAST));
  });

  it.each([
    ['corrected', (day: number, key: number) => day < LAST && !(day === LAST - 3 && key === 0)],
    ['late', (day: number) => day < LAST && day !== LAST - 3],
  ])('are not used past a day whose results are %s', async (_, keeps) => {
    const ledger = new MemoryLedger();
    const before = filterCells(panel, keeps);
    for (let day = LAST - 3; day < LAST; day += 1)
      await issue(
        ledger,
        day,
        filterCells(before, (one) => one < day),
      );
    await issue(ledger, LAST);
    expect(await forecastsOf(ledger, LAST)).toEqual(await fromScratch(LAST));
  });

  it('are those of a bundle, not of a name: another registry may call its version the same', async () => {
    const other = await trainedVersion(panel, LAST - 15, { spec: 'extended', rounds: 4 });
    expect([other.model, other.version]).toEqual([champion.model, champion.version]);
    const ledger = new MemoryLedger();
    await issue(ledger, LAST - 1);
    await issue(ledger, LAST, undefined, other);
    expect(await forecastsOf(ledger, LAST)).toEqual(await fromScratch(LAST, undefined, other));
    closePredictor(other.bundle.predictor);
  });

  it('are not used for a day before them', async () => {
    const ledger = new MemoryLedger();
    await issue(ledger, LAST);
    await issue(ledger, LAST - 4);
    expect(await forecastsOf(ledger, LAST - 4)).toEqual(await fromScratch(LAST - 4));
  });

  it('are learned anew where what is kept is no use', async () => {
    const anew = await fromScratch(LAST);
    const foreign = '[{"part":0,"history":"x","state":{"experts":[],"upTo":1,"rules":[]}}]';
    for (const content of ['', 'no JSON', '{"part":0}', foreign]) {
      const ledger = new MemoryLedger();
      await keep(ledger, content);
      await issue(ledger, LAST);
      expect([content, await forecastsOf(ledger, LAST)]).toEqual([content, anew]);
      expect(statesIn(await ledger.checkpoint(name))).toHaveLength(1);
    }
  });
});
