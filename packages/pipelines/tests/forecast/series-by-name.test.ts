import { PanelBuilder, type RuleCatalogue } from '@dqs/core';
import { SeriesHistory } from '@dqs/features';

import { seriesByName } from '../../src/index.js';

const SERIES = [
  ['EU', 'uuid-1', 'Orders', '101'],
  ['EU', 'uuid-1', 'Orders', '102'],
  ['EU', 'uuid-2', 'Stock', '101'],
  ['US', 'uuid-3', 'Stock', '101'],
  ['US', 'uuid-4', 'uuid-1', '101'],
  ['US', 'uuid-5', 'Items', '103'],
] as const;

function history(): SeriesHistory {
  const builder = new PanelBuilder();
  for (const [tenantId, datasetUuid, datasetName, ruleCode] of SERIES) {
    const key = { source: 'S', tenantId, datasetUuid, datasetName, ruleCode };
    builder.addCounts(key, 1, { passes: 1, fails: 0, errors: 0, recordCount: NaN, filteredCount: NaN });
    builder.addLevel(key, 'DATASET', 1);
  }
  return SeriesHistory.fromPanel(builder.build());
}

const rule = (ruleName: string) => ({ ruleName, ruleType: '', dimension: '', ruleDescription: '', category: '' });
const RULES: RuleCatalogue = new Map([
  ['101', rule('ROW_COUNT')],
  ['102', rule('NOT_NULL')],
  ['103', rule('NOT_NULL')],
  ['104', rule('101')],
]);
const named = (dataset: string, code: string, tenantId?: string) =>
  seriesByName(history(), { tenantId, dataset, rule: code }, RULES);

describe('seriesByName', () => {
  it('takes a dataset by its name and a rule by that of the metadata, where only one has it', () => {
    expect(named('Orders', 'ROW_COUNT')).toEqual({ datasetUuid: 'uuid-1', ruleCode: '101' });
    expect(named('Orders', 'NOT_NULL')).toMatchObject({ ruleCode: '102' });
    expect(named('uuid-5', 'NOT_NULL')).toMatchObject({ ruleCode: '103' });
  });

  it('takes a uuid or a code before any name that looks like it', () => {
    expect(named('uuid-1', '101')).toMatchObject({ datasetUuid: 'uuid-1', ruleCode: '101' });
  });

  it('lists the datasets that share a name, and asks none of another tenant', () => {
    expect(() => named('Stock', '101')).toThrow(
      expect.objectContaining({
        code: 'name-ambiguous',
        message: 'several datasets have the name "Stock": "uuid-2", "uuid-3"; give --dataset one of these',
      }),
    );
    expect(named('Stock', '101', 'US')).toEqual({ tenantId: 'US', datasetUuid: 'uuid-3', ruleCode: '101' });
  });

  it('lists the rules of a dataset that share a name', () => {
    const same = new Map([...RULES, ['102', rule('ROW_COUNT')]]);
    expect(() => seriesByName(history(), { dataset: 'Orders', rule: 'ROW_COUNT' }, same)).toThrow(
      /several rules have the name "ROW_COUNT": "101", "102"; give --rule one of these/,
    );
  });

  it('leaves alone what it does not know', () => {
    expect(named('orders', 'row_count')).toEqual({ datasetUuid: 'orders', ruleCode: 'row_count' });
    expect(seriesByName(history(), { dataset: 'Orders', rule: 'ROW_COUNT' })).toMatchObject({ ruleCode: 'ROW_COUNT' });
  });
});
