import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PanelBuilder, type Outcome, type RuleCatalogue } from '@dqs/core';

import { csvRecords, sentenceLines, summarize } from '../src/index.js';
import { day } from './support/panels.js';

interface GoldenCase {
  readonly keys: readonly (readonly [string, string, string, string, string])[];
  readonly rules: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly rows: readonly (readonly [number, string, string, string, number, number])[];
}

const read = (name: string) => readFileSync(join(__dirname, 'fixtures', name), 'utf8');

function panelOf({ keys, rows }: GoldenCase) {
  const builder = new PanelBuilder();
  for (const [key, date, outcome, level, recordCount, filteredCount] of rows) {
    const [source, tenantId, datasetUuid, datasetName, ruleCode] = keys[key]!;
    builder.addResult({
      key: { source, tenantId, datasetUuid, datasetName, ruleCode },
      day: day(date),
      outcome: outcome.toLowerCase() as Outcome,
      level,
      attribute: '',
      recordCount,
      filteredCount,
    });
  }
  return builder.build();
}

function catalogueOf({ rules }: GoldenCase): RuleCatalogue {
  const entries = Object.entries(rules).map(([code, fields]) => {
    const text = (name: string) => fields[name]!;
    const [ruleName, ruleType, dimension] = [text('rule_name'), text('rule_type'), text('dimension')];
    const [ruleDescription, category] = [text('rule_description'), text('category')];
    return [code, { ruleName, ruleType, dimension, ruleDescription, category }] as const;
  });
  return new Map(entries);
}

// The files of tests/fixtures/make_golden.py: a plain Python reading of the format, with Python's number formats.
describe.each(['golden-year', 'golden-sparse'])('%s', (name) => {
  const input = JSON.parse(read(`${name}.json`)) as GoldenCase;
  const summary = summarize(panelOf(input), catalogueOf(input));

  it('gives the bytes of full_summary.csv', () => {
    expect([...csvRecords(summary)].join('')).toBe(read(`${name}.csv`));
  });

  it('gives the bytes of nl_all_rows.txt', () => {
    expect([...sentenceLines(summary)].join('')).toBe(read(`${name}.txt`));
  });
});

it('the golden cases show every trend', () => {
  const flags = ['golden-year', 'golden-sparse'].flatMap((name) => read(`${name}.txt`).match(/trend \w+/g) ?? []);
  expect([...new Set(flags)].sort()).toEqual(['trend down', 'trend equal', 'trend up']);
});
