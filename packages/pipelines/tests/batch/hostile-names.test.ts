import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { FORECAST_COLUMNS } from '@dqs/core';
import { parse } from 'csv-parse/sync';

import { batchFormatOf } from '../../src/batch/request-files.js';
import { checkRequests, predictBatch, trainOptions, type LoadedBundle } from '../../src/index.js';
import { withParameters } from '../../src/tune/tuned-settings.js';
import { file, scratchFolder, smallBundle } from './support.js';

const folder = scratchFolder();
const NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty'];
let bundle: LoadedBundle;
beforeAll(async () => {
  bundle = await smallBundle(folder);
});
afterAll(() => bundle.predictor.model.close());

describe('names such as constructor and __proto__', () => {
  it('are columns of requests: empty where a record has none, and never something that was not given', async () => {
    const [key] = bundle.history().keys;
    const request = { dataset_uuid: key!.datasetUuid, rule_code: key!.ruleCode, business_date: '2026-12-01' };
    const first = JSON.stringify({ ...request, ...Object.fromEntries(NAMES.map((name) => [name, `own ${name}`])) });
    const lines = [first.replace('{', '{"__proto__":"own",'), JSON.stringify(request)];
    const input = file(folder, 'r.jsonl', `${lines.join('\n')}\n`);
    const output = join(folder, 'f.csv');
    await predictBatch(bundle, { input, output, workers: 1 });
    const [header, ...rows] = parse(readFileSync(output)) as string[][];
    expect(header!.slice(FORECAST_COLUMNS.length)).toContain('__proto__');
    const cells = (row: string[]) => NAMES.map((name) => row[header!.indexOf(name)]);
    expect(cells(rows[0]!)).toEqual(NAMES.map((name) => `own ${name}`));
    expect(cells(rows[1]!)).toEqual(NAMES.map(() => ''));
    expect(await checkRequests(bundle, { input, workers: 1 })).toMatchObject({ records: 2, requests: 2, rejected: {} });
  });

  it('are no formats of files', () => {
    for (const name of NAMES) expect(() => batchFormatOf(`x.${name}`)).toThrow(/expected a file named/);
  });

  it('are parameters of a model, and the one that cannot be stored is refused', () => {
    expect(Object.keys(trainOptions({ params: { constructor: 1, toString: 2 } as never }).params)).toEqual([
      'constructor',
      'toString',
    ]);
    const params = JSON.parse('{"__proto__":1}') as never;
    expect(() => trainOptions({ params })).toThrow(/"__proto__", which cannot be stored/);
    const found = withParameters(trainOptions(), JSON.parse('{"__proto__":1,"constructor":2}') as never);
    expect(Object.entries(found.params)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });
});
