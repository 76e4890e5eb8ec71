import { compareKeys, EMPTY_PANEL, mergePanels, type RuleResult } from '@dqs/core';
import fc from 'fast-check';

import { csvRecords, digestMarkdown, knowledgeBaseLines, sentenceLines, summarize } from '../src/index.js';
import { anyResults, day, panelOf, result, RULES, times } from './support/panels.js';

const everyForm = (panel: Parameters<typeof summarize>[0]) => {
  const summary = summarize(panel, RULES);
  return [csvRecords, sentenceLines, knowledgeBaseLines]
    .map((form) => [...form(summary)].join(''))
    .concat(digestMarkdown(summary));
};

describe('summarize', () => {
  it('counts like a plain count over the rows', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const latest = Math.max(...results.map((r) => r.day));
        for (const row of summarize(panelOf(results), RULES).rows) {
          const own = results.filter((r) => compareKeys(r.key, row.key) === 0);
          const count = (outcome: string, since: number) =>
            own.filter((r) => r.outcome === outcome && r.day >= since).length;
          const sinces = [30, 90, 365].map((days) => latest - days);
          [Number.NEGATIVE_INFINITY, ...sinces].forEach((since, i) => {
            const { passes, fails, errors, failRate } = [row.total, ...row.windows][i]!;
            expect([passes, fails, errors]).toEqual(['pass', 'fail', 'error'].map((o) => count(o, since)));
            expect(failRate).toBe(passes + fails === 0 ? 0 : fails / (passes + fails));
          });
          expect(row.latestDay).toBe(Math.max(...own.map((r) => r.day)));
        }
      }),
    );
  });

  it('gives the same bytes for any order of the rows', () => {
    fc.assert(
      fc.property(anyResults, fc.infiniteStream(fc.nat()), (results, order) => {
        const shuffled = results
          .map((entry) => ({ entry, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry);
        expect(everyForm(panelOf(shuffled))).toEqual(everyForm(panelOf(results)));
      }),
    );
  });

  it('gives the same bytes for the panels of any partition, merged in any order', () => {
    fc.assert(
      fc.property(anyResults, fc.infiniteStream(fc.nat({ max: 3 })), (results, choice) => {
        const parts: RuleResult[][] = [[], [], [], []];
        for (const entry of results) parts[choice.next().value as number]!.push(entry);
        const whole = everyForm(panelOf(results));
        const [a, b, c, d] = parts.map(panelOf) as [never, never, never, never];
        expect(everyForm(mergePanels(a, b, c, d))).toEqual(whole);
        expect(everyForm(mergePanels(mergePanels(d, b), mergePanels(c, a)))).toEqual(whole);
      }),
    );
  });

  it('has a row for every key, sorted by key', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const keys = summarize(panelOf(results), RULES).rows.map(({ key }) => key);
        expect(keys).toEqual([...keys].sort(compareKeys));
        expect(new Set(keys.map((key) => JSON.stringify(key)))).toEqual(
          new Set(results.map(({ key }) => JSON.stringify(key))),
        );
      }),
    );
  });

  it('keeps a row whose rule is unknown, without metadata, and names its code', () => {
    const summary = summarize(panelOf([result(), result({ ruleCode: 'R9' }), result({ ruleCode: '9' })]), RULES);
    expect(summary.rows.map(({ key, rule }) => [key.ruleCode, rule?.ruleName])).toEqual([
      ['101', 'ROW_COUNT'],
      ['9', undefined],
      ['R9', undefined],
    ]);
    expect(summary.unknownRuleCodes).toEqual(['9', 'R9']);
  });

  it('takes the latest values from the greatest date of the key, even if that day only has errors', () => {
    const [row] = summarize(
      panelOf([
        result({ day: day('2024-03-01'), outcome: 'error', recordCount: 7, filteredCount: 3 }),
        result({ day: day('2024-02-28'), recordCount: 900, filteredCount: 900 }),
      ]),
      RULES,
    ).rows;
    expect(row).toMatchObject({ latestDay: day('2024-03-01'), recordCount: 7, filteredCount: 3 });
  });

  it('has no counts if the latest day has none, whatever earlier days had', () => {
    const panel = panelOf([result(), result({ day: day('2024-01-01'), recordCount: 5, filteredCount: 5 })]);
    expect(summarize(panel, RULES).rows[0]).toMatchObject({ recordCount: undefined, filteredCount: undefined });
  });

  it('counts errors separately: they are not part of any rate', () => {
    const panel = panelOf([...times(3, { outcome: 'error' }), result(), result({ outcome: 'fail' })]);
    expect(summarize(panel, RULES).rows[0]!.total).toEqual({ passes: 1, fails: 1, errors: 3, failRate: 0.5 });
  });

  it('has a rate of 0 for a key with only errors', () => {
    const panel = panelOf(times(3, { outcome: 'error' }));
    expect(summarize(panel, RULES).rows[0]).toMatchObject({ total: { failRate: 0 }, trend: 'equal' });
  });

  it('names the most frequent level, ties to the lexically first', () => {
    const panel = panelOf([...times(2, { level: 'DATASET' }), ...times(2, { level: 'ATTRIBUTE' }), result()]);
    expect(summarize(panel, RULES).rows[0]!.level).toBe('ATTRIBUTE');
  });

  it('lists the attributes that failed, most failures first, ties by name', () => {
    const fail = { outcome: 'fail' } as const;
    const panel = panelOf([
      ...times(2, { ...fail, attribute: 'zip' }),
      ...times(1, { ...fail, attribute: 'email' }),
      ...times(1, { ...fail, attribute: 'city' }),
      ...times(5, { attribute: 'passed' }),
    ]);
    const names = summarize(panel, RULES).rows[0]!.failedAttributes.map(({ name, fails }) => `${name} ${fails}`);
    expect(names).toEqual(['zip 2', 'city 1', 'email 1']);
  });

  it('has the usual number of days between results', () => {
    const panelWith = (...days: number[]) => panelOf(days.map((d) => result({ day: 19_000 + d })));
    expect(summarize(panelWith(0, 1, 2, 9), RULES).rows[0]!.usualGapDays).toBe(1);
    expect(summarize(panelWith(0, 1, 2, 9, 16), RULES).rows[0]!.usualGapDays).toBe(4);
    expect(summarize(panelWith(0, 7, 14, 21, 22), RULES).rows[0]!.usualGapDays).toBe(7);
    expect(summarize(panelWith(0), RULES).rows[0]!.usualGapDays).toBeUndefined();
  });

  it('has no rows for an empty panel', () => {
    expect(summarize(EMPTY_PANEL, RULES)).toMatchObject({ latestDay: undefined, rows: [], unknownRuleCodes: [] });
  });

  it('survives JSON', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const summary = summarize(panelOf(results), RULES);
        expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
      }),
      { numRuns: 20 },
    );
  });
});
