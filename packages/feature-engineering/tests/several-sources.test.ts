import { PanelBuilder } from '@dqs/core';
import fc from 'fast-check';

import { SeriesHistory } from '../src/index.js';
import { MONDAY, panelOf } from './support/panels.js';

const result = fc.record({
  source: fc.constantFrom('A', 'B', 'C'),
  day: fc.integer({ min: MONDAY, max: MONDAY + 6 }),
  passes: fc.nat(5),
  fails: fc.integer({ min: 1, max: 3 }),
});

describe('a series that several sources tell of', () => {
  it('has its days in their order, and those of several sources added, whichever source tells of the later days', () => {
    fc.assert(
      fc.property(fc.array(result, { minLength: 1, maxLength: 6 }), (results) => {
        const builder = new PanelBuilder();
        for (const { source, day, passes, fails } of results) {
          const key = { source, tenantId: 'T', datasetUuid: 'd', datasetName: 'd', ruleCode: 'r' };
          builder.addCounts(key, day, { passes, fails, errors: 0, recordCount: NaN, filteredCount: NaN });
        }
        const several = SeriesHistory.fromPanel(builder.build());
        const one = SeriesHistory.fromPanel(panelOf(results.map((each) => ({ dataset: 'd', rule: 'r', ...each }))));
        const columns = ({ day, passes, executions }: SeriesHistory) => [[...day], [...passes], [...executions]];
        expect(columns(several)).toEqual(columns(one));
        expect([...several.day]).toEqual([...several.day].sort((a, b) => a - b));
      }),
    );
  });
});
