import { createHash } from 'node:crypto';

import fc from 'fast-check';

import {
  csvRecords,
  knowledgeBaseLines,
  knowledgeId,
  SUMMARY_COLUMN_NAMES,
  summarize,
  summarySentence,
} from '../src/index.js';
import { readCsvObjects } from './support/csv-reader.js';
import { anyResults, panelOf, result, RULES, times } from './support/panels.js';

const entriesOf = (results: Parameters<typeof panelOf>[0]) => {
  const lines = [...knowledgeBaseLines(summarize(panelOf(results), RULES))];
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('knowledgeBaseLines', () => {
  it('has the id, the sentence, the 27 fields, the errors and the failing attributes', () => {
    const results = [
      ...times(2, { outcome: 'fail', attribute: 'email', recordCount: 10 }),
      result({ outcome: 'fail', attribute: 'city' }),
      result({ outcome: 'error' }),
      result({ datasetName: 'a\n"b"' }),
    ];
    const [first, second] = entriesOf(results);
    expect(Object.keys(first!)).toEqual([
      'id',
      'sentence',
      ...SUMMARY_COLUMN_NAMES,
      'error_count',
      'failing_attributes',
    ]);
    const summary = summarize(panelOf(results), RULES);
    expect(first).toMatchObject({
      sentence: summarySentence(summary.rows[0]!, summary),
      dataset_record_count_latest: 10,
      filtered_record_count_latest: null,
      fail_count_total: 3,
      fail_rate_total: 1,
      error_count: 1,
      failing_attributes: [
        { attribute_name: 'email', fail_count: 2 },
        { attribute_name: 'city', fail_count: 1 },
      ],
    });
    expect(second).toMatchObject({ dataset_name: 'a\n"b"', failing_attributes: [] });
  });

  it('has the values of the CSV, numbers as numbers', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const records = readCsvObjects([...csvRecords(summarize(panelOf(results), RULES))].join(''));
        entriesOf(results).forEach((entry, i) => {
          for (const name of SUMMARY_COLUMN_NAMES) {
            const text = records[i]![name]!;
            if (typeof entry[name] === 'number') expect(entry[name]).toBe(Number(text));
            else expect(entry[name] ?? '').toBe(text);
          }
        });
      }),
    );
  });

  it('has one line per object', () => {
    const lines = [...knowledgeBaseLines(summarize(panelOf([result({ datasetName: 'a\nb' })]), RULES))];
    expect(lines.join('').split('\n')).toHaveLength(2);
  });
});

describe('knowledgeId', () => {
  it('is the sha256 of the key as a JSON array', () => {
    const text = '["S","T","u1","Orders","101"]';
    expect(knowledgeId(result().key)).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('does not change when results are added', () => {
    expect(entriesOf([result()])[0]!.id).toBe(entriesOf(times(9, { outcome: 'fail', day: 20_000 }))[0]!.id);
  });

  it('differs if the parts are split differently', () => {
    const ids = [result({ source: 'a', tenantId: 'bc' }), result({ source: 'ab', tenantId: 'c' })].map((r) =>
      knowledgeId(r.key),
    );
    expect(ids[0]).not.toBe(ids[1]);
  });
});
