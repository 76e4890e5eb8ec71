import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatDay } from '@dqs/core';
import { csvToParquet } from '@dqs/ingestion';

import { predictBatch, type LoadedBundle, type PredictBatchOptions } from '../../src/index.js';
import { file, scratchFolder, smallBundle } from './support.js';

const folder = scratchFolder();
let bundle: LoadedBundle;
beforeAll(async () => (bundle = await smallBundle(folder)));
afterAll(() => bundle.predictor.model.close());

interface Written {
  readonly id: string;
  readonly target_percentage: number;
  readonly p_below_target: number;
}

async function forecasts(input: string, options: Partial<PredictBatchOptions> = {}): Promise<Written[]> {
  const output = join(folder, `${Math.random()}.jsonl`);
  await predictBatch(bundle, { input, output, maxErrorRatio: 1, ...options });
  const text = readFileSync(output, 'utf8').trim();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Written);
}

/** Requests of the first two series, each with the target that is given, as text. */
function requests(targets: readonly string[]): { header: string; records: string[] } {
  const { keys, cells } = bundle.history();
  const day = formatDay(cells.day.reduce((a, b) => Math.max(a, b)) + 1);
  const records = targets.map((target, i) => {
    const { datasetUuid, ruleCode } = keys[i % 2]!;
    return `${target},${datasetUuid},${ruleCode},${day},${i}`;
  });
  return { header: 'target_percentage,dataset_uuid,rule_code,business_date,id', records };
}

describe('the target of a request', () => {
  it('wins over that of its series, and this one over that of all', async () => {
    const { header, records } = requests(['', '', '50', '"99.5"', ' 80 ', '""']);
    const input = file(folder, 'own.csv', `${[header, ...records].join('\n')}\n`);
    const { tenantId, datasetUuid, ruleCode } = bundle.history().keys[1]!;
    const series = [{ tenantId, datasetUuid, ruleCode, targetPercentage: 60 }];
    const rows = await forecasts(input, { targets: { everywhere: 90, series } });
    expect(rows.map((row) => [row.id, row.target_percentage])).toEqual([
      ['0', 90],
      ['1', 60],
      ['2', 50],
      ['3', 99.5],
      ['4', 80],
      ['5', 60],
    ]);
    expect(new Set((await forecasts(input)).map((row) => row.target_percentage))).toEqual(new Set([100, 50, 99.5, 80]));
  });

  it('is the same from every format', async () => {
    const { header, records } = requests(['95', '12.5']);
    const csv = file(folder, 'same.csv', `${[header, ...records].join('\n')}\n`);
    const tsv = file(folder, 'same.tsv', `${[header, ...records].join('\n').replaceAll(',', '\t')}\n`);
    const objects = records.map((record, i) => {
      const [target, dataset_uuid, rule_code, business_date, id] = record.split(',');
      // A number and a text stand for the same.
      const target_percentage = i === 0 ? Number(target) : target;
      return JSON.stringify({ target_percentage, dataset_uuid, rule_code, business_date, id });
    });
    const jsonl = file(folder, 'same.jsonl', `${objects.join('\n')}\n`);
    const parquet = join(folder, 'same.parquet');
    await csvToParquet(csv, parquet, header.split(','), { target_percentage: 'DOUBLE' });
    const expected = await forecasts(csv);
    expect(expected.map((row) => row.target_percentage)).toEqual([95, 12.5]);
    for (const input of [tsv, jsonl, parquet]) expect(await forecasts(input)).toEqual(expected);
  });

  it('that is none is a dead letter with its reason, and no other request is lost', async () => {
    const bad = ['101', '-1', 'high', 'NaN', '1e999', '95 %', '\uff19\uff15'];
    const { header, records } = requests([...bad, '100']);
    const input = file(folder, 'bad.csv', `${[header, ...records].join('\n')}\n`);
    const output = join(folder, 'bad.jsonl');
    const report = await predictBatch(bundle, { input, output, maxErrorRatio: 1 });
    expect(report.rows).toBe(1);
    // The first line says how the records were written.
    const letters = readFileSync(`${output}.dead-letters.jsonl`, 'utf8').trim().split('\n').slice(1);
    const reasons = letters.map((line) => JSON.parse(line) as { reason: string; message: string });
    expect(reasons.map(({ reason }) => reason)).toEqual(bad.map(() => 'target-invalid'));
    expect(reasons[0]!.message).toBe('expected a target_percentage from 0 to 100, got "101"');
  });
});
