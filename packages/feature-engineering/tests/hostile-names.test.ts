import { PanelBuilder } from '@dqs/core';

import { buildFrame, featureSpec, fitContract, SeriesHistory } from '../src/index.js';

const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];

/** A history of one series for each name, which stands for dataset and rule. */
function historyOf(names: readonly string[]): SeriesHistory {
  const builder = new PanelBuilder();
  names.forEach((name, i) => {
    const key = { source: name, tenantId: name, datasetUuid: name, datasetName: name, ruleCode: name };
    for (let day = 20_000; day < 20_030; day += 1) {
      const outcome = (day + i) % 3 === 0 ? 'fail' : 'pass';
      builder.addResult({ key, outcome, day, level: name, attribute: name, recordCount: 10, filteredCount: 5 });
    }
  });
  return SeriesHistory.fromPanel(builder.build());
}

describe('datasets, rules, levels and attributes named constructor or __proto__', () => {
  it.each(['classic', 'extended', 'naive'] as const)('have the %s features that any other names give', (name) => {
    const sorted = [...NAMES].sort();
    const plain = sorted.map((_, i) => `name-${i}`);
    const columns = [sorted, plain].map((names) => {
      const history = historyOf(names);
      const contract = fitContract(featureSpec(name), history, { upToDay: 20_029 });
      const series = Int32Array.from(names, (one) => history.find({ tenantId: one, datasetUuid: one, ruleCode: one }));
      const targetDay = new Int32Array(names.length).fill(20_030);
      const asOfDay = new Int32Array(names.length).fill(20_029);
      const frame = buildFrame(contract, history, { series, targetDay, asOfDay });
      return frame.columns.map(({ name: column, values }) => [column, [...values]]);
    });
    expect(columns[0]).toEqual(columns[1]);
  });
});
