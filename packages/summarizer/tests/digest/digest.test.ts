import { EMPTY_PANEL } from '@dqs/core';

import { digestMarkdown, summarize } from '../../src/index.js';
import { day, panelOf, result, RULES, times } from '../support/panels.js';

const latest = day('2024-02-29');

const sectionOf = (digest: string, title: string) =>
  digest
    .split(/^## /m)
    .find((section) => section.startsWith(title))!
    .split('\n')
    .slice(2)
    .filter((line) => line !== '');

const digestOf = (results: Parameters<typeof panelOf>[0], top?: number) =>
  digestMarkdown(summarize(panelOf(results), RULES), { top });

describe('digestMarkdown', () => {
  it('equals the expected text for a small history', () => {
    const digest = digestOf([
      ...times(3, { day: latest }),
      ...times(1, { day: latest, outcome: 'fail' }),
      ...times(1, { day: latest, outcome: 'error' }),
      ...times(4, { day: latest - 40 }),
      ...times(2, { day: latest - 20, ruleCode: 'R001' }),
    ]);
    expect(digest).toBe(`# Data quality digest

Results up to 2024-02-29: 1 datasets, 2 rules, 2 rows of dataset and rule.

## Totals

| period | passes | failures | errors | fail rate |
| --- | ---: | ---: | ---: | ---: |
| all time | 9 | 1 | 1 | 10.00% |
| last 30 days | 5 | 1 | 1 | 16.67% |
| last 90 days | 9 | 1 | 1 | 10.00% |
| last 365 days | 9 | 1 | 1 | 10.00% |

## Worst rules, last 30 days

| rule | name | failures | executions | fail rate | fail rate, all time |
| --- | --- | ---: | ---: | ---: | ---: |
| 101 | ROW\\_COUNT | 1 | 4 | 25.00% | 12.50% |

## Worst datasets, last 30 days

| dataset | UUID | failures | executions | fail rate | fail rate, all time |
| --- | --- | ---: | ---: | ---: | ---: |
| Orders | u1 | 1 | 6 | 16.67% | 10.00% |

## Biggest movers: getting worse

| dataset | UUID | rule | name | fail rate, 90 days | fail rate, 30 days |
| --- | --- | --- | --- | ---: | ---: |
| Orders | u1 | 101 | ROW\\_COUNT | 12.50% | 25.00% |

## Biggest movers: getting better

None.

## Stopped reporting

| dataset | UUID | rule | name | last result | days ago | usual gap, days |
| --- | --- | --- | --- | ---: | ---: | ---: |
| Orders | u1 | R001 | FRESHNESS | 2024-02-09 | 20 | – |

## By category, last 30 days

| category | rules | failures | executions | fail rate | fail rate, all time |
| --- | ---: | ---: | ---: | ---: | ---: |
| C1 | 1 | 1 | 4 | 25.00% | 12.50% |
| C2 | 1 | 0 | 2 | 0.00% | 0.00% |

## By dimension, last 30 days

| dimension | rules | failures | executions | fail rate | fail rate, all time |
| --- | ---: | ---: | ---: | ---: | ---: |
| Completeness | 1 | 1 | 4 | 25.00% | 12.50% |
| Timeliness | 1 | 0 | 2 | 0.00% | 0.00% |

## Rules without metadata

None.
`);
  });

  it('puts the worst first, ties by failures, and lists no more than requested', () => {
    const failing = (datasetName: string, fails: number, passes: number) => [
      ...times(fails, { datasetName, datasetUuid: datasetName, outcome: 'fail' }),
      ...times(passes, { datasetName, datasetUuid: datasetName }),
    ];
    const results = [...failing('a', 1, 1), ...failing('b', 2, 2), ...failing('c', 3, 1), ...failing('d', 0, 9)];
    const names = sectionOf(digestOf(results, 3), 'Worst datasets').slice(2);
    expect(names.map((line) => line.split(' | ')[0])).toEqual(['| c', '| b', '| a']);
    expect(sectionOf(digestOf(results, 1), 'Worst datasets')).toHaveLength(3);
  });

  it('sorts movers by the size of the change', () => {
    const moving = (datasetName: string, fails: number) => [
      ...times(10, { datasetName, day: latest - 60 }),
      ...times(fails, { datasetName, day: latest, outcome: 'fail' }),
      ...times(10 - fails, { datasetName, day: latest }),
    ];
    const lines = sectionOf(
      digestOf([...moving('a', 3), ...moving('b', 9), ...moving('c', 5)]),
      'Biggest movers: getting worse',
    );
    expect(lines.slice(2).map((line) => line.split(' | ')[0])).toEqual(['| b', '| c', '| a']);
  });

  it('treats a rule as silent after a week, or after three of its usual gaps if longer', () => {
    const reporting = (ruleCode: string, ...daysBack: number[]) =>
      daysBack.map((back) => result({ ruleCode, day: latest - back }));
    const digest = digestOf([
      ...reporting('now', 0),
      ...reporting('daily, 7 days', 7, 8, 9),
      ...reporting('daily, 8 days', 8, 9, 10),
      ...reporting('monthly, 60 days', 60, 90, 120),
      ...reporting('monthly, 91 days', 91, 121, 151),
    ]);
    const silent = sectionOf(digest, 'Stopped reporting').slice(2);
    expect(silent.map((line) => line.split(' | ')[2])).toEqual(['monthly, 91 days', 'daily, 8 days']);
  });

  it('says how many more are silent', () => {
    const silent = ['a', 'b', 'c'].map((ruleCode) => result({ ruleCode, day: latest - 99 }));
    expect(sectionOf(digestOf([...silent, result()], 1), 'Stopped reporting').at(-1)).toBe('… and 2 more.');
  });

  it('names rules without metadata', () => {
    const digest = digestOf(
      ['x1', 'x2', 'x3'].map((ruleCode) => result({ ruleCode })),
      2,
    );
    expect(sectionOf(digest, 'Rules without metadata')).toEqual(['x1, x2 … and 1 more.']);
    expect(sectionOf(digest, 'By category')[2]).toMatch(/^\| \(none\) \| 3 \|/);
  });

  it('shows names as text, never as Markdown, HTML or another line', () => {
    const datasetName = '| a |\n## [x](y) <b> `c`';
    const digest = digestOf([result({ datasetName, outcome: 'fail' })]);
    expect(digest).toContain('| \\| a \\| \\#\\# \\[x\\](y) \\<b\\> \\`c\\` | u1 |');
    expect(digest.match(/^## /gm)).toHaveLength(9);
  });

  it('says so for an empty panel', () => {
    const digest = digestMarkdown(summarize(EMPTY_PANEL, RULES));
    expect(digest).toContain('\nNo results.\n');
    expect(digest.match(/^None\.$/gm)).toHaveLength(8);
  });

  it.each([0, 1.5, Number.NaN])('refuses a list of %d lines', (top) => {
    expect(() => digestOf([], top)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});
