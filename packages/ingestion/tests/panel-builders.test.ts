import { encodePanel, PanelBuilder, type Outcome } from '@dqs/core';
import fc from 'fast-check';

import { PanelAccumulator } from '../src/panel/panel-accumulator.js';

const text = fc.oneof(fc.constantFrom('', 'a', 'constructor', '__proto__', '\u{1F9FE}', '\u2028'), fc.string());
const recordCount = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, max: 1e6 }));

/** Few keys and days, so that rows meet in cells. */
const anyRow = fc.record({
  key: fc.record({
    source: fc.constantFrom('s', 'S'),
    tenantId: fc.constantFrom('', 't'),
    datasetUuid: fc.constantFrom('d-1', 'd-2'),
    datasetName: text,
    ruleCode: fc.constantFrom('101', '102'),
  }),
  day: fc.integer({ min: -2, max: 2 }),
  outcome: fc.constantFrom<Outcome>('pass', 'fail', 'error'),
  level: text,
  attribute: text,
  recordCount,
  filteredCount: recordCount,
});

type ArbitraryRow = typeof anyRow extends fc.Arbitrary<infer Row> ? Row : never;

describe('the two builders of a panel', () => {
  it('give equal panels of the same rows, in any order, split in any way', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 60 }), fc.nat(60), fc.boolean(), (rows, cut, turned) => {
        const builder = new PanelBuilder();
        for (const row of rows) builder.addResult(row);
        const ordered = turned ? rows.toReversed() : rows;
        const [first, second] = [ordered.slice(0, cut), ordered.slice(cut)].map((part) => accumulated(part));
        first!.absorb(second!);
        expect(Buffer.from(encodePanel(first!.build()))).toEqual(Buffer.from(encodePanel(builder.build())));
      }),
      { numRuns: 100 },
    );
  });
});

function accumulated(rows: readonly ArbitraryRow[]): PanelAccumulator {
  const panel = new PanelAccumulator();
  for (const { key, day, outcome, level, attribute, recordCount, filteredCount } of rows) {
    const index = panel.keyIndex(key);
    panel.addExecutions({ key: index, day, outcome, count: 1, recordCount, filteredCount });
    panel.addLevel(index, level, 1);
    if (outcome === 'fail') panel.addFailedAttribute(index, attribute, 1);
  }
  return panel;
}
