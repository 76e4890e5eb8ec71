import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
let model: string;
let last: string;

interface Row {
  readonly dataset_uuid: string;
  readonly dataset_name: string;
  readonly rule_code: string;
  readonly business_date: string;
  readonly as_of_date: string;
  readonly horizon: number;
  readonly expected_pass_percentage: number;
  readonly naive_pass_percentage: number;
  readonly target_percentage: number;
  readonly p_below_target: number;
}

beforeAll(async () => {
  model = await smallBundle(folder, await smallHistory(folder));
  last = (await rows('--all'))[0]!.as_of_date;
});

async function rows(...args: string[]): Promise<Row[]> {
  return JSON.parse(await expectFine(['predict', '-m', model, '--format', 'json', ...args])) as Row[];
}

const refused = async (...args: string[]): Promise<string> => {
  const { code, stderr } = await dqs(['predict', '-m', model, ...args]);
  return `${code}: ${stderr}`;
};

describe('dqs predict', () => {
  it('forecasts several days at once, each as it does alone, counted from the as-of day', async () => {
    const several = await rows('--all', '--horizons', '1-2,7');
    expect(new Set(several.map(({ horizon }) => horizon))).toEqual(new Set([1, 2, 7]));
    expect(new Set(several.map(({ as_of_date }) => as_of_date))).toEqual(new Set([last]));
    const seventh = await rows('--all', '--horizon', '7');
    expect(several.filter(({ horizon }) => horizon === 7)).toEqual(seventh);
    const { dataset_uuid, rule_code, business_date } = seventh[0]!;
    const one = ['--dataset', dataset_uuid, '--rule', rule_code, '--horizons', '7,1'];
    expect((await rows(...one)).map(({ horizon }) => horizon)).toEqual([1, 7]);
    expect(await rows('--all', '--date', business_date, '--horizon', '7')).toEqual(seventh);
    expect(await refused('--all', '--date', business_date, '--horizon', '6')).toMatch(/^2: .*expected --date to be/s);
    expect(await refused('--all', '--horizons', '1-15')).toMatch(/^2: .*expected numbers from 1 to 14 such as 1-3,7/s);
    expect(await refused('--all', '--horizon', '0')).toMatch(/^2: /);
    expect(await expectFine(['predict', '-m', model, '--all', '--horizons', '1-2'])).toMatch(/rule +date +predicted/);
  });

  it('sorts by odds, by change and by the expected percentage', async () => {
    const keys: readonly (readonly [string, (row: Row) => number])[] = [
      ['odds', (row) => -row.p_below_target],
      ['change', (row) => row.expected_pass_percentage - row.naive_pass_percentage],
      ['expected', (row) => row.expected_pass_percentage],
    ];
    for (const [order, key] of keys) {
      const values = (await rows('--all', '--horizons', '1,2', '--sort', order)).map(key);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
    expect(await rows('--all')).toEqual(await rows('--all', '--sort', 'expected'));
  });

  it('takes a target for all, another for the series of a file, and says the odds in explain', async () => {
    const [first, second] = await rows('--all');
    const targets = join(folder, 'targets.csv');
    const { dataset_uuid, rule_code } = first!;
    writeFileSync(targets, `dataset_uuid,rule_code,target_percentage\n${dataset_uuid},${rule_code},50\n`);
    const named = await rows('--all', '--target', '90', '--targets', targets);
    expect(named.map(({ target_percentage }) => target_percentage)).toEqual([50, ...named.slice(1).map(() => 90)]);
    expect(first!.target_percentage).toBe(100);
    expect(named[0]!.p_below_target).toBeLessThanOrEqual(first!.p_below_target);
    const explained = ['explain', '-m', model, '--dataset', dataset_uuid, '--rule', rule_code, '--targets', targets];
    expect(await expectFine(explained)).toContain('likely to fall below its target of 50 % on');
    writeFileSync(targets, `dataset_uuid,rule_code,target_percentage\n${dataset_uuid},${second!.rule_code}0,50\n`);
    expect(await refused('--all', '--targets', targets)).toMatch(/^2: .*line 2: no series of dataset/s);
    expect(await refused('--all', '--target', '101')).toMatch(/^2: /);
    expect(await refused('--all', '--targets', join(folder, 'none.csv'))).toMatch(/^1: .*input-not-found/s);
  });

  it('knows a dataset by its name, and a rule by that of the rule metadata', async () => {
    const [row] = await rows('--all');
    const rules = join(folder, 'rules.json');
    const metadata = { rule_name: 'ROW_COUNT', rule_type: '-', dimension: '-', rule_description: '-', category: 'C1' };
    writeFileSync(rules, JSON.stringify({ [row!.rule_code]: metadata }));
    const named = ['--dataset', row!.dataset_name, '--rule', 'ROW_COUNT', '--rules', rules];
    expect(await rows(...named)).toEqual([row]);
    expect(await expectFine(['explain', '-m', model, ...named])).toContain(`rule ${row!.rule_code}`);
    expect(await refused('--dataset', row!.dataset_name, '--rule', 'ROW_COUNT')).toMatch(/^1: .*series-unknown/s);
  });
});

describe('dqs batch-predict', () => {
  it('takes the target of a request before that of its series, and this before that of all', async () => {
    const [first, second, third] = await rows('--all');
    const targets = join(folder, 'batch-targets.csv');
    const id = ({ dataset_uuid, rule_code }: Row) => `${dataset_uuid},${rule_code}`;
    writeFileSync(targets, `dataset_uuid,rule_code,target_percentage\n${id(first!)},50\n${id(second!)},60\n`);
    const input = join(folder, 'requests.csv');
    const line = (row: Row, target: string) => `${id(row)},${row.business_date},${target}\n`;
    const lines = line(first!, '99.5') + line(second!, '') + line(third!, '');
    writeFileSync(input, `dataset_uuid,rule_code,business_date,target_percentage\n${lines}`);
    const output = join(folder, 'forecasts.jsonl');
    const args = ['batch-predict', '-m', model, '-i', input, '-o', output, '--target', '80', '--targets', targets];
    await expectFine([...args, '--quiet']);
    const written = JSON.parse(`[${readFileSync(output, 'utf8').trim().replaceAll('\n', ',')}]`) as Row[];
    expect(written.map(({ target_percentage }) => target_percentage)).toEqual([99.5, 60, 80]);
  });
});
