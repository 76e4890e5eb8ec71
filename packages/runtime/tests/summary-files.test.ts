import { readFileSync } from 'node:fs';

import { PanelBuilder, parseDay, type SeriesFact } from '@dqs/core';
import { parquetToCsv } from '@dqs/ingestion';
import { summarize } from '@dqs/summarizer';

import { planFiles, withToldRules } from '../src/summary/index.js';
import { TestFolder } from './support/folder.js';

const folder = new TestFolder();
const KEY = { source: 'pg', tenantId: 't', datasetUuid: 'o-1', datasetName: '=Orders', ruleCode: '101' };
const NOTHING_MORE = { formats: [], digest: false, escapeFormulas: false };

function summary() {
  const builder = new PanelBuilder();
  const counts = { passes: 3, fails: 1, errors: 0, recordCount: 100, filteredCount: Number.NaN };
  builder.addCounts(KEY, parseDay('2026-03-01')!, counts);
  return summarize(builder.build(), new Map());
}

const fact = (ruleCode: string, more: Partial<SeriesFact> = {}): SeriesFact => ({ ...KEY, ruleCode, ...more });

describe('the files of a summary', () => {
  it('are the table and the sentences, and what else was asked for', () => {
    const names = (forms: object) =>
      planFiles('s', summary(), { ...NOTHING_MORE, ...forms }).map(({ path }) => path.replace(/^s[\\/]/, ''));
    expect(names({})).toEqual(['full_summary.csv', 'nl_all_rows.txt']);
    expect(names({ formats: ['csv'] })).toEqual(['full_summary.csv', 'nl_all_rows.txt']);
    expect(names({ formats: ['jsonl', 'parquet'], digest: true })).toEqual([
      ...['full_summary.csv', 'nl_all_rows.txt', 'full_summary.parquet', 'knowledge_base.jsonl', 'digest.md'],
    ]);
  });

  it('hold the same values as a table of text and as one of columns', async () => {
    const forms = { formats: ['parquet', 'jsonl'] as const, digest: true, escapeFormulas: false };
    const plans = planFiles(folder.path, summary(), forms);
    for (const { path, produce } of plans) await produce(path);
    const [header, row] = readFileSync(folder.at('full_summary.csv'), 'utf8').trim().split('\n');
    await parquetToCsv(folder.at('full_summary.parquet'), folder.at('again.csv'));
    const [names, values] = readFileSync(folder.at('again.csv'), 'utf8').trim().split(/\r?\n/);
    const record = (head: string, line: string) => {
      const cells = line.split(',');
      return Object.fromEntries(head.split(',').map((name, i) => [name, cells[i]!.replaceAll('"', '')]));
    };
    const [text, columns] = [record(header!, row!), record(names!, values!)];
    expect(Object.keys(columns)).toEqual(Object.keys(text));
    for (const name of ['dataset_name', 'rule_code', 'business_date_latest', 'rule_name']) {
      expect(columns[name]).toBe(text[name]);
    }
    for (const [name, value] of Object.entries(text)) {
      if (value !== '' && Number.isFinite(Number(value))) expect(Number(columns[name])).toBe(Number(value));
    }
    expect(JSON.stringify(readFileSync(folder.at('knowledge_base.jsonl'), 'utf8'))).toContain('o-1');
    expect(readFileSync(folder.at('digest.md'), 'utf8')).toMatch(/^#/);
  });

  it('are safe for a spreadsheet where that was asked for', async () => {
    const [table] = planFiles(folder.path, summary(), { ...NOTHING_MORE, escapeFormulas: true });
    await table!.produce(folder.at('safe.csv'));
    expect(readFileSync(folder.at('safe.csv'), 'utf8')).toContain("'=Orders");
  });
});

describe('metadata of rules', () => {
  const written = { ruleName: 'A', ruleType: 'x', dimension: 'd', ruleDescription: 'by hand', category: 'C1' };

  it('is what a file says, where tools tell nothing or tell of the same rule', () => {
    const rules = new Map([['101', written]]);
    expect(withToldRules(rules, [])).toBe(rules);
    expect(withToldRules(rules, [fact('101', { description: 'told' })]).get('101')).toBe(written);
  });

  it('of other rules is what tools tell, in one sentence', () => {
    const told = withToldRules(new Map(), [
      fact('all', { description: 'Has an id.', severity: 'error', owner: 'ann', tags: ['a', 'b'], tool: 'dbt' }),
      fact('some', { owner: 'ann' }),
      fact('none'),
      fact('__proto__', { description: 'Odd name.' }),
    ]);
    expect(
      [...told].map(([code, { ruleName, ruleType, ruleDescription }]) => [code, ruleName, ruleType, ruleDescription]),
    ).toEqual([
      ['all', 'all', 'dbt', 'Has an id. (severity error; owner ann; tags a, b)'],
      ['some', 'some', '', '(owner ann)'],
      ['none', 'none', '', ''],
      ['__proto__', '__proto__', '', 'Odd name.'],
    ]);
  });

  it('of a rule of several datasets is that of the first with something to say', () => {
    const told = withToldRules(new Map(), [
      fact('1', { tool: 'dbt' }),
      fact('1'),
      fact('1', { description: 'first', tool: 'soda' }),
      fact('1', { description: 'second' }),
    ]);
    expect(told.get('1')).toMatchObject({ ruleDescription: 'first', ruleType: 'soda' });
  });
});
