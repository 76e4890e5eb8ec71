import fc from 'fast-check';

import {
  compareKeys,
  decodePanel,
  DqsError,
  EMPTY_PANEL,
  encodePanel,
  endOfKey,
  mergePanels,
  mostFrequentLevels,
  panelDayRange,
  PanelBuilder,
  type DailyPanel,
  type RuleResult,
} from '../src/index.js';

const anyCount = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 5 }));
const anyResult: fc.Arbitrary<RuleResult> = fc.record({
  key: fc.record({
    source: fc.constantFrom('A', 'a,b', ''),
    tenantId: fc.constant('T'),
    datasetUuid: fc.constantFrom('u1', 'u2', '\u{1F600}', '\uFFFD'),
    datasetName: fc.constantFrom('Orders', 'Ordérs "x"\n'),
    ruleCode: fc.constantFrom('101', 'R001', '007'),
  }),
  day: fc.integer({ min: 18_000, max: 18_010 }),
  outcome: fc.constantFrom('pass', 'fail', 'error'),
  level: fc.constantFrom('', 'ATTRIBUTE', 'DATASET'),
  attribute: fc.constantFrom('', 'amount', 'email'),
  recordCount: anyCount,
  filteredCount: anyCount,
});
const anyResults = fc.array(anyResult, { maxLength: 60 });

function panelOf(results: readonly RuleResult[]): DailyPanel {
  const builder = new PanelBuilder();
  for (const result of results) builder.addResult(result);
  return builder.build();
}

describe('DailyPanel', () => {
  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(anyResults, fc.infiniteStream(fc.nat()), (results, keys) => {
        const order = results.map((result) => ({ result, at: keys.next().value as number }));
        const shuffled = order.sort((a, b) => a.at - b.at).map(({ result }) => result);
        expect(panelOf(shuffled)).toEqual(panelOf(results));
      }),
    );
  });

  it('counts as a plain count by key and day does', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const { keys, cells } = panelOf(results);
        cells.key.forEach((key, row) => {
          const ofCell = results.filter((r) => compareKeys(r.key, keys[key]!) === 0 && r.day === cells.day[row]);
          const count = (outcome: string) => ofCell.filter((r) => r.outcome === outcome).length;
          expect([cells.passes[row], cells.fails[row], cells.errors[row]]).toEqual(
            ['pass', 'fail', 'error'].map(count),
          );
        });
        const total = [...cells.passes, ...cells.fails, ...cells.errors].reduce((a, b) => a + b, 0);
        expect(total).toBe(results.length);
      }),
    );
  });

  it('of a whole equals the merge of any partition, in any order and grouping', () => {
    fc.assert(
      fc.property(anyResults, fc.nat(), fc.nat(), (results, a, b) => {
        const [i, j] = [a % (results.length + 1), b % (results.length + 1)].sort((x, y) => x - y) as [number, number];
        const parts = [results.slice(0, i), results.slice(i, j), results.slice(j)].map(panelOf);
        const [x, y, z] = parts as [DailyPanel, DailyPanel, DailyPanel];
        const whole = panelOf(results);
        expect(mergePanels(x, y, z)).toEqual(whole);
        expect(mergePanels(z, x, y)).toEqual(whole);
        expect(mergePanels(mergePanels(x, y), z)).toEqual(whole);
        expect(mergePanels(x, mergePanels(y, z))).toEqual(whole);
      }),
    );
  });

  it('can take the days of another that are wanted', () => {
    fc.assert(
      fc.property(anyResults, fc.integer({ min: 17_999, max: 18_011 }), (results, first) => {
        const builder = new PanelBuilder();
        builder.addPanel(panelOf(results), (day) => day >= first);
        expect(builder.build().cells).toEqual(panelOf(results.filter(({ day }) => day >= first)).cells);
      }),
    );
  });

  it('survives its bytes', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const panel = panelOf(results);
        expect(decodePanel(encodePanel(panel))).toEqual(panel);
      }),
    );
  });

  it('of counts beyond one and two bytes survives its bytes', () => {
    const builder = new PanelBuilder();
    const key = { source: 's', tenantId: 't', datasetUuid: 'u', datasetName: 'n', ruleCode: '1' };
    [255, 256, 65_535, 65_536, 2_147_483_647].forEach((passes, day) =>
      builder.addCounts(key, day * 1000, {
        passes,
        fails: 0,
        errors: 0,
        recordCount: 2 ** 40,
        filteredCount: Number.NaN,
      }),
    );
    const panel = builder.build();
    expect(decodePanel(encodePanel(panel))).toEqual(panel);
  });

  it('refuses bytes that end early or are something else', () => {
    const bytes = encodePanel(panelOf(fc.sample(anyResult, { numRuns: 20, seed: 1 })));
    for (let size = 0; size < bytes.length; size += 7) {
      expect(() => decodePanel(bytes.subarray(0, size))).toThrow(DqsError);
    }
    expect(() => decodePanel(Buffer.from('PAR1 something else entirely'))).toThrow(/columns file/);
  });

  it('takes the greatest pair of counts of a day, missing below all', () => {
    const [first] = fc.sample(anyResult, { numRuns: 1, seed: 2 }) as [RuleResult];
    const withCounts = (recordCount: number, filteredCount: number) => ({ ...first, recordCount, filteredCount });
    const { cells } = panelOf([withCounts(5, 1), withCounts(Number.NaN, 9), withCounts(5, 3), withCounts(4, 4)]);
    expect([cells.recordCount[0], cells.filteredCount[0]]).toEqual([5, 3]);
  });

  it('of too many executions a day is refused, not wrapped around', () => {
    const builder = new PanelBuilder();
    const key = { source: '', tenantId: '', datasetUuid: 'u', datasetName: '', ruleCode: '1' };
    const counts = { passes: 2_000_000_000, fails: 0, errors: 0, recordCount: Number.NaN, filteredCount: Number.NaN };
    builder.addCounts(key, 1, counts);
    builder.addCounts(key, 1, counts);
    expect(() => builder.build()).toThrow(expect.objectContaining({ code: 'panel-invalid' }));
  });

  it('gives the most frequent level, ties to the lexically first', () => {
    const builder = new PanelBuilder();
    const key = { source: '', tenantId: '', datasetUuid: 'u', datasetName: '', ruleCode: '1' };
    builder.addCounts(key, 1, { passes: 1, fails: 0, errors: 0, recordCount: 1, filteredCount: 1 });
    builder.addLevel(key, 'DATASET', 2);
    builder.addLevel(key, 'ATTRIBUTE', 2);
    expect(mostFrequentLevels(builder.build())).toEqual(['ATTRIBUTE']);
  });

  it('covers the days from the first to the last of any key', () => {
    fc.assert(
      fc.property(fc.array(anyResult, { minLength: 1, maxLength: 40 }), (results) => {
        const panel = panelOf(results);
        const days = [...panel.cells.day];
        expect(panelDayRange(panel)).toEqual({ first: Math.min(...days), last: Math.max(...days) });
      }),
    );
  });

  it('has the cells of a key up to the next key', () => {
    const keys = fc.array(fc.nat(5), { minLength: 1, maxLength: 40 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(keys, fc.nat(), (list, at) => {
        const start = at % list.length;
        expect(endOfKey(Int32Array.from(list), start)).toBe(list.lastIndexOf(list[start]!) + 1);
      }),
    );
  });

  it('without rows has no days and is neutral in a merge', () => {
    expect(panelDayRange(EMPTY_PANEL)).toBeUndefined();
    const panel = panelOf(fc.sample(anyResult, { numRuns: 5, seed: 3 }));
    expect(mergePanels(EMPTY_PANEL, panel)).toEqual(panel);
    expect(mergePanels()).toEqual(EMPTY_PANEL);
  });
});
