import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { csvFields, FORECAST_COLUMNS } from '@dqs/core';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING } from './support/fixtures.js';

const folder = scratchFolder();
const model = join(folder, 'model');
const NAMES = FORECAST_COLUMNS.map(({ name }) => name);
const DATE = '2026-03-05';

/** Two tenants that share a dataset and a rule; one of them has another dataset, whose name has to be quoted. */
function log(): string {
  const lines = ['source,tenant_id,dataset_uuid,dataset_name,business_date,rule_code,results'];
  const series = [
    ['EU', 'orders', 'Orders', 3],
    ['US', 'orders', 'Orders', 7],
    ['US', 'stock', '"Stock, all"', 5],
  ] as const;
  for (const [tenant, dataset, name, every] of series) {
    for (let i = 0; i < 180; i += 1) {
      const date = new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 3))).toISOString().slice(0, 10);
      lines.push(`S,${tenant},${dataset},${name},${date},101,${i % every === 0 ? 'fail' : 'pass'}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

beforeAll(async () => {
  writeFileSync(join(folder, 'log.csv'), log());
  await expectFine(['train', '-i', join(folder, 'log.csv'), ...QUICK_TRAINING, '--no-gates', '-o', model]);
});

/** Rows of a CSV: each column with its text. */
function rowsOf(csv: string): (readonly [string, string])[][] {
  const [header, ...records] = csv
    .trim()
    .split('\n')
    .map((line) => csvFields(line, ',')!.map(({ text }) => text));
  return records.map((record) => record.map((text, i) => [header![i]!, text] as const));
}

/** The members of a JSON object as a CSV would hold them, in their order. */
function texts(record: object): (readonly [string, string])[] {
  return Object.entries(record).map(([name, value]: [string, unknown]) => {
    const text = Array.isArray(value) ? value.join(' ') : value === null ? '' : String(value);
    return [name, text] as const;
  });
}

async function batch(input: string, output: string): Promise<string> {
  const args = ['batch-predict', '-m', model, '-i', join(folder, input), '-o', join(folder, output), '--quiet'];
  await expectFine(args);
  return readFileSync(join(folder, output), 'utf8');
}

describe('the row of a forecast', () => {
  it('has the same columns and values, in the same order, in every output', async () => {
    const one = ['-m', model, '--tenant', 'US', '--dataset', 'stock', '--rule', '101', '--date', DATE];
    const requests = { tenant_id: 'US', dataset_uuid: 'stock', rule_code: '101', business_date: DATE };
    writeFileSync(
      join(folder, 'r.csv'),
      `${Object.keys(requests).join(',')},id\n${Object.values(requests).join(',')},7\n`,
    );
    writeFileSync(join(folder, 'r.jsonl'), `${JSON.stringify({ id: 7, ...requests })}\n`);

    const [csv] = rowsOf(await expectFine(['predict', ...one, '--format', 'csv']));
    expect(csv!.map(([name]) => name)).toEqual(NAMES);
    const [record] = JSON.parse(await expectFine(['predict', ...one, '--format', 'json'])) as [object];
    expect(texts(record)).toEqual(csv);
    const line = JSON.parse(await expectFine(['predict', ...one, '--format', 'jsonl'])) as object;
    expect(line).toEqual(record);
    const document = JSON.parse(await expectFine(['predict', ...one, '--json'])) as { forecasts: [object] };
    expect(texts(document.forecasts[0])).toEqual(csv);
    const explained = JSON.parse(await expectFine(['explain', ...one, '--json'])) as { forecast: object };
    expect(texts(explained.forecast)).toEqual(csv);

    for (const input of ['r.csv', 'r.jsonl']) {
      expect(rowsOf(await batch(input, `${input}.out.csv`))).toEqual([[...csv!, ['id', '7']]]);
      const written = JSON.parse(await batch(input, `${input}.out.jsonl`)) as object;
      expect(texts(written)).toEqual([...csv!, ['id', '7']]);
      expect(written).toMatchObject(record);
    }
    expect(Object.fromEntries(csv!)).toMatchObject({
      tenant_id: 'US',
      dataset_name: 'Stock, all',
      as_of_date: '2026-03-01',
      horizon: '4',
    });
  });
});

describe('--tenant', () => {
  const orders = ['-m', model, '--dataset', 'orders', '--rule', '101', '--date', '2026-03-02'];

  it.each(['predict', 'explain'])(
    'is asked for by dqs %s if several tenants have the series, and by nobody else',
    async (command) => {
      const refused = await dqs([command, ...orders]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('several tenants have the dataset "orders" with the rule "101": "EU", "US"');
      expect(refused.stderr).toContain('--tenant');
      await expectFine([command, '-m', model, '--dataset', 'stock', '--rule', '101']);
      expect(await expectFine([command, ...orders, '--tenant', 'EU', '--json'])).toContain('"tenant_id": "EU"');
      expect((await dqs([command, ...orders, '--tenant', 'eu'])).stderr).toContain('belongs to the tenants "EU", "US"');
    },
  );

  it('tells the tenants apart in the table of all series and in the head of an explanation', async () => {
    const table = await expectFine(['predict', '-m', model, '--all']);
    expect(table).toMatch(/tenant +dataset/);
    expect(table).toMatch(/EU +orders/);
    expect(table).toMatch(/US +orders/);
    expect(await expectFine(['explain', ...orders, '--tenant', 'US'])).toMatch(
      /^Orders of tenant US, rule 101, 2026-03-02/,
    );
  });

  it('goes with one series, not with all', async () => {
    expect((await dqs(['predict', '-m', model, '--all', '--tenant', 'EU'])).code).toBe(2);
  });
});
