import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { DqsError } from '@dqs/core';

import { parseRules, readRules } from '../src/index.js';
import { testFolder } from './support/logs.js';

const at = testFolder();

const rule = (over: Record<string, unknown> = {}) => ({
  rule_name: 'FRESH',
  rule_type: 'DATASET',
  dimension: 'Timeliness',
  rule_description: 'arrives daily',
  category: 'C1',
  ...over,
});

function problemsOf(value: unknown): string[] {
  try {
    parseRules(JSON.stringify(value));
  } catch (error) {
    if (DqsError.is(error)) {
      expect(error.code).toBe('rules-invalid');
      return error.details.problems as string[];
    }
    throw error;
  }
  return [];
}

describe('rule metadata', () => {
  it.each(['C1', 1, '1', 'c1', ' C1 '])('reads %j as category C1', (category) => {
    expect(parseRules(JSON.stringify({ 101: rule({ category }) })).get('101')?.category).toBe('C1');
  });

  it('is read by code or as a list, with codes written as in the log', () => {
    const byCode = parseRules(JSON.stringify({ '101.0': rule(), '007': rule(), extra: rule({ more: 1 }) }));
    expect([...byCode.keys()]).toEqual(['101', '007', 'extra']);
    const list = parseRules(JSON.stringify([{ rule_code: 101, ...rule() }]));
    expect(list.get('101')).toEqual({
      ruleName: 'FRESH',
      ruleType: 'DATASET',
      dimension: 'Timeliness',
      ruleDescription: 'arrives daily',
      category: 'C1',
    });
  });

  it('lists every problem with its rule code and the nearest name', () => {
    const { rule_name, ...nameless } = rule();
    expect(
      problemsOf({
        101: { ...nameless, rulename: rule_name },
        102: rule({ category: 'high', dimension: 3 }),
        103: 'text',
        104: rule(),
      }),
    ).toEqual([
      'rule 101: expected rule_name, found "rulename": rename it',
      'rule 102: expected a text as dimension, got 3',
      'rule 102: expected C1, C2, … or a whole number as category, got "high"',
      'rule 103: expected an object, got "text"',
    ]);
    expect(problemsOf([rule(), { rule_code: '1', ...rule() }, { rule_code: '1.0', ...rule() }])).toEqual([
      'entry 1: expected a rule_code, found none',
      'rule 1: expected each code once, found it twice',
    ]);
  });

  it('that is not JSON, or neither an object nor a list, is reported', async () => {
    writeFileSync(at('rules.json'), '{"101": ');
    await expect(readRules(at('rules.json'))).rejects.toMatchObject({ code: 'rules-invalid' });
    expect(() => parseRules('3')).toThrow(/expected an object by rule code, or a list of rules/);
    await expect(readRules(at('rule.json'))).rejects.toMatchObject({ code: 'input-not-found' });
  });

  it('of the real history is read', async () => {
    const path = resolve(__dirname, '../../../../shared/data/epidemic_reports_rules.json');
    if (!existsSync(path)) return console.warn(`skipped: ${path} is missing`);
    expect((await readRules(path)).get('101')).toMatchObject({ ruleName: 'CONFIRMED_REFRESHED', category: 'C2' });
  });
});
