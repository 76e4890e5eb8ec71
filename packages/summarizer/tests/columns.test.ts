import fc from 'fast-check';

import { parseWindows, SUMMARY_COLUMN_NAMES, summarize, summaryColumns } from '../src/index.js';
import { anyResults, day, panelOf, result, RULES, times } from './support/panels.js';

describe('summaryColumns', () => {
  it('are 27 with distinct names', () => {
    expect(SUMMARY_COLUMN_NAMES).toHaveLength(27);
    expect(new Set(SUMMARY_COLUMN_NAMES).size).toBe(27);
  });

  it('are three more for each further window', () => {
    const count = (windows: string) => summaryColumns({ windows: parseWindows(windows), profile: 'compat' }).length;
    expect(['7,30', '7,30,90', '7,30,90,365'].map(count)).toEqual([24, 27, 30]);
  });

  it('read every value of a row', () => {
    const latest = day('2024-02-29');
    const panel = panelOf([
      ...times(3, { day: latest, level: 'DATASET', recordCount: 12, filteredCount: 11 }),
      ...times(1, { day: latest - 40, outcome: 'fail' }),
      ...times(4, { day: latest - 100, outcome: 'fail' }),
      ...times(8, { day: latest - 400, outcome: 'fail' }),
    ]);
    const summary = summarize(panel, RULES, { profile: 'prd' });
    expect(summaryColumns(summary).map(({ value }) => value(summary.rows[0]!))).toEqual([
      ...['S', 'T', 'u1', 'Orders', '101'],
      ...['ROW_COUNT', 'DATASET', 'Completeness', 'ROW_COUNT, described', 'C1'],
      ...['2024-02-29', 12, 11],
      ...[3, 13, 3, 0, 3, 1, 3, 5],
      ...[13 / 16, 0, 1 / 4, 5 / 8],
      ...['↓', 'DATASET'],
    ]);
  });

  it('have empty texts for an unknown rule and nothing for missing counts', () => {
    const summary = summarize(panelOf([result({ ruleCode: 'R9' })]), RULES);
    const valueOf = (name: string) =>
      summaryColumns(summary)
        .find((column) => column.name === name)!
        .value(summary.rows[0]!);
    for (const name of ['rule_name', 'rule_type', 'dimension', 'rule_description', 'category']) {
      expect(valueOf(name)).toBe('');
    }
    expect([valueOf('dataset_record_count_latest'), valueOf('filtered_record_count_latest')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('hold values of their kind', () => {
    const fits = {
      text: (value: unknown) => typeof value === 'string',
      date: (value: unknown) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
      flag: (value: unknown) => ['up', 'down', 'equal'].includes(String(value)),
      count: (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0,
      quantity: (value: unknown) => value === undefined || Number(value) >= 0,
      rate: (value: unknown) => Number(value) >= 0 && Number(value) <= 1,
    };
    fc.assert(
      fc.property(anyResults, (results) => {
        const summary = summarize(panelOf(results), RULES);
        for (const { name, kind, value } of summaryColumns(summary)) {
          for (const row of summary.rows) expect([name, fits[kind](value(row))]).toEqual([name, true]);
        }
      }),
    );
  });
});
