import type { DailyPanel } from '@dqs/core';

import { buildFrame, observedRequests, SeriesHistory, usualExecutions } from '../src/index.js';
import { contractOf, SPECS } from './support/frames.js';
import { ofDatasets, realPanel, upTo } from './support/real-data.js';

const panel = realPanel();

/** Every day of some datasets, and every dataset on some days: both together would take minutes. */
const EVERY_DATASETS = 12;
const EVERY_DAYS = 61;

(panel ? describe : describe.skip)('on the real history', () => {
  it('has the series and days its description tells', () => {
    const history = SeriesHistory.fromPanel(panel!);
    expect(history.series).toHaveLength(230);
    expect(history.executions.reduce((a, b) => a + b, 0)).toBe(483_803);
  });

  it('training features equal prediction features bit for bit, on every day of every 12th dataset', () => {
    const datasets = [...new Set(panel!.keys.map(({ datasetUuid }) => datasetUuid))].sort();
    const some = new Set(datasets.filter((_, n) => n % EVERY_DATASETS === 0));
    expect(some.size).toBe(2);
    expectTrainedAsPredicted(
      ofDatasets(panel!, (uuid) => some.has(uuid)),
      () => true,
    );
  });

  it('training features equal prediction features bit for bit, of every series on every 61st day', () => {
    const { lastDay } = SeriesHistory.fromPanel(panel!);
    expectTrainedAsPredicted(panel!, (day) => (lastDay - day) % EVERY_DAYS === 0);
  });
});

/** Compares each day's rows, built from the whole history, with those built from what was known the evening before. */
function expectTrainedAsPredicted(panel: DailyPanel, isCompared: (day: number) => boolean): void {
  const whole = SeriesHistory.fromPanel(panel);
  const training = observedRequests(whole, { fromDay: 0, toDay: 99_999, horizon: 1 });
  const contracts = SPECS.map((spec) => contractOf(spec, panel));
  const trained = contracts.map((contract) => buildFrame(contract, whole, training));
  const executions = usualExecutions(whole, training);
  for (const [day, rows] of groupRows(training.targetDay)) {
    if (!isCompared(day)) continue;
    const known = SeriesHistory.fromPanel(upTo(panel, day - 1));
    const requests = {
      series: Int32Array.from(rows, (row) => training.series[row]!),
      targetDay: new Int32Array(rows.length).fill(day),
      asOfDay: new Int32Array(rows.length).fill(day - 1),
    };
    contracts.forEach((contract, spec) => {
      buildFrame(contract, known, requests).columns.forEach(({ name, values }, column) => {
        const expected = trained[spec]!.columns[column]!.values;
        const differs = rows.findIndex((row, i) => !Object.is(values[i], expected[row]));
        if (differs >= 0) throw new Error(`${name} differs on day ${day}, series ${requests.series[differs]}`);
      });
    });
    expect([...usualExecutions(known, requests)]).toEqual(rows.map((row) => executions[row]));
  }
}

function groupRows(days: Int32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  days.forEach((day, row) => {
    const rows = groups.get(day) ?? [];
    rows.push(row);
    groups.set(day, rows);
  });
  return groups;
}
