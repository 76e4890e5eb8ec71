import fc from 'fast-check';

import { EMPTY_PANEL, freshenPanel, mergePanels, PanelBuilder, type DailyPanel } from '../src/index.js';

const KEY = { source: 's', tenantId: 't', datasetUuid: 'd', datasetName: 'n' };

interface Cell {
  readonly rule: number;
  readonly day: number;
  readonly passes: number;
}

function panelOf(cells: readonly Cell[]): DailyPanel {
  const builder = new PanelBuilder();
  for (const { rule, day, passes } of cells) {
    const counts = { passes, fails: 1, errors: 0, recordCount: Number.NaN, filteredCount: Number.NaN };
    builder.addCounts({ ...KEY, ruleCode: String(rule) }, day, counts);
  }
  return builder.build();
}

const cells = fc.array(
  fc.record({ rule: fc.integer({ min: 1, max: 3 }), day: fc.integer({ min: 0, max: 20 }), passes: fc.nat(5) }),
  { maxLength: 30 },
);

describe('freshenPanel', () => {
  it('is the known days before the first fresher day, then the fresher panel alone', () => {
    fc.assert(
      fc.property(cells, cells, (known, fresher) => {
        const first = Math.min(...fresher.map(({ day }) => day));
        const kept = known.filter(({ day }) => day < first);
        expect(freshenPanel(panelOf(known), panelOf(fresher))).toEqual(panelOf([...kept, ...fresher]));
      }),
    );
  });

  it('changes nothing where nothing is fresher, and where the last days are given again', () => {
    const known = panelOf([1, 2, 3].map((day) => ({ rule: 1, day, passes: day })));
    expect(freshenPanel(known, EMPTY_PANEL)).toEqual(known);
    expect(freshenPanel(known, panelOf([{ rule: 1, day: 3, passes: 3 }]))).toEqual(known);
    expect(freshenPanel(EMPTY_PANEL, known)).toEqual(mergePanels(known));
  });
});
