import { createHash } from 'node:crypto';

import { PanelBuilder, type DailyPanel } from '@dqs/core';
import { keepStates, SeriesHistory, thresholdFrame } from '@dqs/features';
import { MemoryLedger, type LedgerStore } from '@dqs/ledger';
import fc from 'fast-check';

import { closePredictor, issueForecasts, issuingHistory, type IssuingVersion } from '../../src/index.js';
import { packStates, STATES_VERSION, unpackStates } from '../../src/operate/states-content.js';
import { forecastsOf, TestClock, trainedVersion } from '../support/operation.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';

const DAYS = 90;
const LAST = FIRST_DAY + DAYS - 1;
const START = LAST - 25;
const LIST = `issuing/states/${STATES_VERSION}`;
const panel = madePanel({ days: DAYS });
let champion: IssuingVersion;

beforeAll(async () => {
  champion = await trainedVersion(panel, START - 5, { spec: 'extended', rounds: 5 });
});
afterAll(() => closePredictor(champion.bundle.predictor));

/** The same ledger as another process opens it: it shares what is kept, and nothing else. */
function ofOtherProcess(ledger: MemoryLedger): LedgerStore {
  return new Proxy(ledger, {
    get: (target, name) => (Reflect.get(target, name) as (...args: unknown[]) => unknown).bind(target),
  });
}

async function issue(ledger: LedgerStore, day: number, known: DailyPanel, knownAt = day) {
  const clock = new TestClock();
  clock.time += knownAt;
  const request = { day, asOf: day - 1, knownAt, again: true, threads: 1, targets: { everywhere: 95, series: [] } };
  await issueForecasts(ledger, issuingHistory(known), [champion], request, { clock });
}

/** What is issued of a day by a ledger in which nothing is kept. */
async function fromScratch(day: number, known: DailyPanel, knownAt = day) {
  const ledger = new MemoryLedger();
  await issue(ledger, day, known, knownAt);
  return forecastsOf(ledger, day);
}

/** What happens to the results of a dataset's day on their way. */
interface Delay {
  readonly day: number;
  readonly dataset: number;
  /** Days that they come late. */
  readonly late: number;
  /** Days after which they are corrected; 0 for never. */
  readonly corrected: number;
  readonly twice: boolean;
}

const anyDelay: fc.Arbitrary<Delay> = fc.record({
  day: fc.integer({ min: START - 12, max: LAST }),
  dataset: fc.nat(3),
  late: fc.constantFrom(0, 1, 1, 2, 9),
  corrected: fc.constantFrom(0, 0, 1, 3, 10),
  twice: fc.boolean(),
});

/** The panel that is known in the morning of a day. */
function knownOn(today: number, delays: readonly Delay[]): DailyPanel {
  const builder = new PanelBuilder();
  const { cells, keys } = panel;
  for (let row = 0; row < cells.key.length; row += 1) {
    const key = keys[cells.key[row]!]!;
    const day = cells.day[row]!;
    const delay = delays.find((one) => one.day === day && `dataset-${one.dataset}` === key.datasetUuid);
    const arrives = day + 1 + (delay?.late ?? 0);
    if (arrives > today) continue;
    const isWrong = delay !== undefined && delay.corrected > 0 && arrives + delay.corrected > today;
    const [passes, fails] = [cells.passes[row]!, cells.fails[row]!];
    const counts = isWrong ? { passes: fails, fails: passes } : { passes, fails };
    builder.addCounts(key, day, { ...counts, errors: 0, recordCount: Number.NaN, filteredCount: Number.NaN });
    // A second message of the same adds nothing up: the deliveries have counted it once.
    if (delay?.twice)
      builder.addCounts(key, day, { passes: 0, fails: 0, errors: 0, recordCount: NaN, filteredCount: NaN });
  }
  return builder.build();
}

describe('states that an issue leaves for the next', () => {
  it('give the forecasts, to the last bit, that nothing kept gives: late, corrected, doubled, in one process or several', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyDelay, { maxLength: 25 }),
        fc.array(fc.tuple(fc.constantFrom(1, 1, 1, 2, 8, -2), fc.boolean()), { minLength: 3, maxLength: 6 }),
        async (delays, steps) => {
          const ledger = new MemoryLedger();
          let [process, day, knownAt] = [ofOtherProcess(ledger), START, 0];
          for (const [step, isNewProcess] of steps) {
            day = Math.max(START, Math.min(LAST, day + step));
            knownAt += 1;
            if (isNewProcess) process = ofOtherProcess(ledger);
            const known = knownOn(day, delays);
            await issue(process, day, known, knownAt);
            const made = new Map((await forecastsOf(ledger, day)).map((one) => [one.id, one]));
            for (const one of await fromScratch(day, known, knownAt)) expect(made.get(one.id)).toEqual(one);
          }
        },
      ),
      { numRuns: 4 },
    );
  });

  it('never let a forecast see what was known only later', async () => {
    const ledger = new MemoryLedger();
    await issue(ledger, LAST, panel, 1);
    const worse = new PanelBuilder();
    worse.addPanel(panel, (day) => day < START);
    // Of the days to come other results will be known than those that were there when the last day was forecast.
    await issue(ledger, START, worse.build(), 2);
    const [made, anew] = [await forecastsOf(ledger, START), await fromScratch(START, worse.build(), 2)];
    expect(made).toEqual(anew);
    expect(anew.length).toBeGreaterThan(0);
  });

  const listIn = async (ledger: MemoryLedger) => {
    const { content } = (await ledger.checkpoint(LIST))!;
    return JSON.parse(Buffer.from(content).toString('utf8')) as { place: number; day: number; digest: string }[];
  };
  const upTo = (day: number) => filterCells(panel, (one) => one < day);

  it('are kept once a week, in two places by turns', async () => {
    const ledger = new MemoryLedger();
    const seen: string[] = [];
    for (let day = START; day <= START + 16; day += 4) {
      await issue(ledger, day, upTo(day));
      seen.push((await listIn(ledger)).map((one) => `${one.place}:${one.day + 1 - START}`).join(' '));
    }
    expect(seen).toEqual(['0:0', '0:0', '1:8 0:0', '1:8 0:0', '0:16 1:8']);
  });

  it('are what the next process starts from', async () => {
    const ledger = new MemoryLedger();
    await issue(ledger, START, upTo(START));
    const kept = (await ledger.checkpoint(`${LIST}/0`))!;
    const states = unpackStates(kept.content)!;
    const wrong = { ...states, numbers: states.numbers.map((value) => 0.9 * value) };
    await ledger.keepCheckpoint(`${LIST}/0`, { ...kept, content: packStates(wrong) });
    await issue(ofOtherProcess(ledger), START + 1, upTo(START + 1));
    expect(await forecastsOf(ledger, START + 1)).not.toEqual(await fromScratch(START + 1, upTo(START + 1)));
  });

  it('are made anew where what is kept is damaged, of another version, or of another day', async () => {
    const made = new MemoryLedger();
    await issue(made, START, upTo(START));
    const list = (await made.checkpoint(LIST))!;
    const kept = (await made.checkpoint(`${LIST}/0`))!;
    const text = (content: string) => ({ ...kept, content: Buffer.from(content) });
    const other = packStates({ ...unpackStates(kept.content)!, day: START - 9 });
    const long = new Uint8Array(16);
    new DataView(long.buffer).setUint32(0, 0xffffffff, true);
    const damaged = [
      [list, text('')],
      [list, text('no states at all')],
      [list, { ...kept, content: kept.content.subarray(0, kept.content.length - 8) }],
      [list, { ...kept, content: long }],
      [list, { ...kept, content: other }],
      [list, text(Buffer.from(kept.content).toString('latin1').replace('"version":1', '"version":0'))],
      [text('{'), kept],
      [text('[{"place":7}]'), kept],
    ] as const;
    const anew = await fromScratch(START + 1, upTo(START + 1));
    for (const [names, states] of damaged) {
      const ledger = new MemoryLedger();
      await ledger.keepCheckpoint(LIST, names);
      await ledger.keepCheckpoint(`${LIST}/0`, states);
      await issue(ledger, START + 1, upTo(START + 1));
      expect(await forecastsOf(ledger, START + 1)).toEqual(anew);
    }
  });

  it('are the numbers of this version: where this digest changes, the version has to be raised', () => {
    const history = SeriesHistory.fromPanel(upTo(START));
    thresholdFrame(history, history.requests({ day: START, asOf: START - 1 }));
    const { numbers, rules } = keepStates(history, START - 1);
    const rounded = [numbers, ...rules.map(({ sums }) => sums)].map((column) =>
      Array.from(column, (one) => one.toPrecision(9)),
    );
    const digest = createHash('sha256').update(JSON.stringify(rounded)).digest('hex').slice(0, 16);
    expect([STATES_VERSION, digest]).toEqual([1, '54d935cbfd127af0']);
  });
});
