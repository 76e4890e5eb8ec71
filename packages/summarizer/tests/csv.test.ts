import fc from 'fast-check';

import { csvRecords, SUMMARY_COLUMN_NAMES, summarize, summaryColumns } from '../src/index.js';
import { readCsv, readCsvObjects } from './support/csv-reader.js';
import { anyResults, panelOf, result, RULES } from './support/panels.js';

const csvOf = (results: Parameters<typeof panelOf>[0], options = {}) =>
  [...csvRecords(summarize(panelOf(results), RULES), options)].join('');

describe('csvRecords', () => {
  it('has the 27 columns in their order', () => {
    expect(SUMMARY_COLUMN_NAMES.join(',')).toBe(
      'source,tenant_id,dataset_uuid,dataset_name,rule_code,rule_name,rule_type,dimension,rule_description,category,' +
        'business_date_latest,dataset_record_count_latest,filtered_record_count_latest,' +
        'pass_count_total,fail_count_total,pass_count_1m,fail_count_1m,pass_count_3m,fail_count_3m,' +
        'pass_count_12m,fail_count_12m,fail_rate_total,fail_rate_1m,fail_rate_3m,fail_rate_12m,' +
        'trend_flag,last_execution_level',
    );
  });

  it('writes the header alone for an empty panel', () => {
    expect(csvOf([])).toBe(`${SUMMARY_COLUMN_NAMES.join(',')}\n`);
  });

  it('preserves every value, including unicode, quotes, commas, line breaks and formulas', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const summary = summarize(panelOf(results), RULES);
        const [, ...records] = readCsv(csvOf(results));
        expect(records).toHaveLength(summary.rows.length);
        records.forEach((record, i) => {
          summaryColumns(summary).forEach(({ kind, value }, column) => {
            const expected = value(summary.rows[i]!);
            const isNumber = ['count', 'quantity', 'rate'].includes(kind) && record[column] !== '';
            expect(isNumber ? Number(record[column]) : record[column]).toBe(expected ?? '');
          });
        });
      }),
    );
  });

  it('quotes only where necessary', () => {
    const names = ['plain', ' spaced ', "it's", 'a;b', 'a,b', 'a"b', 'a\nb', 'a\rb'];
    const lines = csvOf(names.map((datasetName, i) => result({ datasetName, datasetUuid: `u${i}` })));
    const quotedOf = (text: string) => (/[,"\n\r]/.test(text) ? `"${text.replace('"', '""')}"` : text);
    for (const [i, name] of names.entries()) expect(lines).toContain(`\nS,T,u${i},${quotedOf(name)},101,`);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])('%j gets an apostrophe only on request', (name) => {
    const nameIn = (options: object) =>
      readCsvObjects(csvOf([result({ datasetName: name })], options))[0]!.dataset_name;
    expect(nameIn({})).toBe(name);
    expect(nameIn({ escapeFormulas: true })).toBe(`'${name}`);
  });

  it('leaves harmless texts, numbers and its own flags unchanged when escaping formulas', () => {
    const panel = panelOf([result({ datasetName: 'a=b' })]);
    const summary = summarize(panel, RULES, { profile: 'prd' });
    expect([...csvRecords(summary, { escapeFormulas: true })]).toEqual([...csvRecords(summary)]);
    expect(readCsvObjects([...csvRecords(summary)].join(''))[0]!.trend_flag).toBe('=');
  });

  it('writes a missing count as nothing and a count as an integer', () => {
    const [row] = readCsvObjects(csvOf([result({ recordCount: 1589 })]));
    expect([row!.dataset_record_count_latest, row!.filtered_record_count_latest]).toEqual(['1589', '']);
  });
});
