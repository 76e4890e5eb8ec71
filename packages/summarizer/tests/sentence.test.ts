import fc from 'fast-check';

import { csvRecords, formatPercent, parseWindows, sentenceLines, summarize, summarySentence } from '../src/index.js';
import { readCsvObjects } from './support/csv-reader.js';
import { anyResults, day, panelOf, result, RULES, times } from './support/panels.js';

const NUMBERS = new RegExp(
  '^• On (\\S+), dataset ".*" \\(source: .*\\) under rule ".*" \\[.*\\] ' +
    'recorded (\\d+) failures and (\\d+) passes overall ' +
    '\\(fail-rate (\\S+%); 1-month (\\S+%), 3-month (\\S+%), 12-month (\\S+%)\\) — trend (up|down|equal)\\.$',
);

describe('summarySentence', () => {
  it('has the specified format', () => {
    const panel = panelOf([...times(118, {}), ...times(37, { outcome: 'fail', day: day('2024-02-01') })]);
    const summary = summarize(panel, RULES);
    expect(summarySentence(summary.rows[0]!, summary)).toBe(
      '• On 2024-02-29, dataset "Orders" (source: S, tenant: T, UUID: u1) under rule "ROW_COUNT" [101] recorded 37 ' +
        'failures and 118 passes overall (fail-rate 23.87%; 1-month 23.87%, 3-month 23.87%, 12-month 23.87%) ' +
        '— trend equal.',
    );
  });

  it('has numbers that, parsed back, equal the CSV row', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const summary = summarize(panelOf(results), RULES);
        const records = readCsvObjects([...csvRecords(summary)].join(''));
        [...sentenceLines(summary)].forEach((line, i) => {
          const row = records[i]!;
          const rates = ['total', '1m', '3m', '12m'].map((period) => formatPercent(Number(row[`fail_rate_${period}`])));
          const counts = [row.fail_count_total, row.pass_count_total];
          expect(NUMBERS.exec(line.slice(0, -1))?.slice(1)).toEqual([
            row.business_date_latest,
            ...counts,
            ...rates,
            row.trend_flag,
          ]);
        });
      }),
    );
  });

  it('shows arrows in the profile prd', () => {
    const summary = summarize(panelOf([result()]), RULES, { profile: 'prd' });
    expect(summarySentence(summary.rows[0]!, summary)).toMatch(/ — trend =\.$/);
  });

  it('names other windows in words', () => {
    const summary = summarize(panelOf([result()]), RULES, { windows: parseWindows('7,quarter=91') });
    expect(summarySentence(summary.rows[0]!, summary)).toContain('; 7-day 0.00%, quarter 0.00%) — trend');
  });

  it('has an empty name if the rule is unknown', () => {
    const summary = summarize(panelOf([result({ ruleCode: 'R9' })]), RULES);
    expect(summarySentence(summary.rows[0]!, summary)).toContain('under rule "" [R9] recorded');
  });

  it('stays one line whatever a name contains', () => {
    const summary = summarize(panelOf([result({ datasetName: 'a\r\nb\nc\u2028d\u0085e' })]), RULES);
    const [line] = sentenceLines(summary);
    expect(line).toContain('dataset "a b c d e"');
    expect(line!.indexOf('\n')).toBe(line!.length - 1);
  });
});
