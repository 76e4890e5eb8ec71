import { SeriesTable, type LedgerForecasts } from '@dqs/ledger';

import {
  closePredictor,
  issueForecasts,
  issuingHistory,
  replayIssuedForecast,
  type IssuingVersion,
  type ReplaySources,
} from '../../src/index.js';
import { newOperation, trainedVersion } from '../support/operation.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';

const LAST = FIRST_DAY + 109;
const panel = madePanel({ days: 110 });
const history = issuingHistory(filterCells(panel, (day) => day < LAST));
let champion: IssuingVersion;
let predecessor: IssuingVersion;
let kept: LedgerForecasts;
let table: SeriesTable;
let naive: string;

beforeAll(async () => {
  champion = await trainedVersion(panel, LAST - 20);
  predecessor = await trainedVersion(panel, LAST - 40, { arm: 'predecessor', version: '0.9.0', rounds: 10 });
  const { ledger, clock } = newOperation();
  const request = { day: LAST, knownAt: 5, targets: { everywhere: 95, series: [] } };
  naive = (await issueForecasts(ledger, history, [champion, predecessor], request, { clock })).naive.name;
  kept = await ledger.forecasts({ from: LAST, to: LAST });
  table = new SeriesTable(await ledger.series());
});
afterAll(() => [champion, predecessor].forEach(({ bundle }) => closePredictor(bundle.predictor)));

const predictorOf = (arm: string) => [champion, predecessor].find((version) => version.arm === arm)?.bundle.predictor;

/** What differs of a row that is made again, with some of its sources changed. */
function replayed(row: number, changes: Partial<ReplaySources> = {}) {
  const predictor = predictorOf(kept.issues[kept.issue[row]!]!.arm);
  return replayIssuedForecast(kept, row, {
    history,
    series: table.of(kept.series[row]!),
    predictor,
    naive,
    ...changes,
  });
}

describe('a forecast that is made again', () => {
  it('is equal in every bit, in every arm and one by one', () => {
    expect(new Set(Array.from(kept.issue, (issue) => kept.issues[issue]!.arm)).size).toBe(3);
    expect(Array.from(kept.series, (_, row) => replayed(row)).flat()).toEqual([]);
  });

  it('by another version differs, and the fields that do are named with both values', () => {
    const row = kept.issue.findIndex((issue) => kept.issues[issue]!.arm === 'champion');
    const differences = replayed(row, { predictor: predictorOf('predecessor') });
    const fields = differences.map(({ field }) => field);
    expect(fields).toContain('expectedPassPercentage');
    expect(fields).not.toContain('naivePassPercentage');
    const mean = differences.find(({ field }) => field === 'expectedPassPercentage')!;
    expect(mean.kept).toBe(kept.numbers.expectedPassPercentage[row]);
    expect(mean.replayed).not.toBe(mean.kept);
  });

  it('from other results differs', () => {
    const shorter = issuingHistory(filterCells(panel, (day) => day < LAST - 1));
    const rows = Array.from(kept.series.keys()).filter((row) => kept.issues[kept.issue[row]!]!.arm === 'naive');
    expect(rows.flatMap((row) => replayed(row, { history: shorter })).length).toBeGreaterThan(0);
  });

  it('needs its series, and a naive forecast that there is', () => {
    const series = { tenantId: 'other', datasetUuid: 'd\n1', ruleCode: '1' };
    expect(() => replayed(0, { series })).toThrow(expect.objectContaining({ code: 'series-unknown' }) as Error);
    expect(() => replayed(0, { naive: 'constructor' })).toThrow(/expected a naive forecast of last-7, last-28/);
  });
});
