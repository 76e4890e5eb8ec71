import { buildFrame, observedRequests, SeriesHistory, usualExecutions, type SpecName } from '../src/index.js';
import { contractOf } from './support/frames.js';
import { realPanel, upTo } from './support/real-data.js';

const panel = realPanel();

(panel ? describe : describe.skip)('on the real history', () => {
  it('has the series and days its description tells', () => {
    const history = SeriesHistory.fromPanel(panel!);
    expect(history.series).toHaveLength(230);
    expect(history.executions.reduce((a, b) => a + b, 0)).toBe(483_803);
  });

  it.each<SpecName>(['classic', 'extended', 'naive'])(
    'training features of %s equal prediction features bit for bit, for every series and day',
    (spec) => {
      const whole = SeriesHistory.fromPanel(panel!);
      const contract = contractOf(spec, panel!);
      const training = observedRequests(whole, { fromDay: 0, toDay: 99_999, horizon: 1 });
      const trained = buildFrame(contract, whole, training);
      const trainedExecutions = usualExecutions(whole, training);
      const rowsOfDay = groupRows(training.targetDay);
      let compared = 0;
      for (const [day, rows] of rowsOfDay) {
        // What was known the evening before, and nothing else.
        const known = SeriesHistory.fromPanel(upTo(panel!, day - 1));
        const requests = {
          series: Int32Array.from(rows, (row) => training.series[row]!),
          targetDay: new Int32Array(rows.length).fill(day),
          asOfDay: new Int32Array(rows.length).fill(day - 1),
        };
        const predicted = buildFrame(contract, known, requests);
        predicted.columns.forEach(({ name, values }, column) => {
          const expected = trained.columns[column]!.values;
          const differs = rows.findIndex((row, i) => !Object.is(values[i], expected[row]));
          if (differs >= 0) throw new Error(`${name} differs on day ${day}, series ${requests.series[differs]}`);
          compared += rows.length;
        });
        const executions = usualExecutions(known, requests);
        expect([...executions]).toEqual(rows.map((row) => trainedExecutions[row]));
      }
      expect(compared).toBe(trained.rows * trained.columns.length);
    },
    120_000,
  );
});

function groupRows(days: Int32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  days.forEach((day, row) => groups.set(day, [...(groups.get(day) ?? []), row]));
  return groups;
}
