import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { csvFields, formatDay, parseDay } from '@dqs/core';
import { belowTarget, summarizeTable } from '@dqs/core/stats';
import { buildFrame, featureSpec, fitContract, SeriesHistory } from '@dqs/features';
import { csvToParquet, parquetToCsv } from '@dqs/ingestion';
import { parse } from 'csv-parse/sync';

import { NaiveMedians } from '../../src/forecast/naive-medians.js';
import { flagNames } from '../../src/forecast/predict.js';
import { checkRequests, forecast, Forecaster, predictBatch, type LoadedBundle } from '../../src/index.js';
import { file, scratchFolder, smallBundle, variedRequests } from './support.js';

const folder = scratchFolder();
const bundles: Partial<Record<'classic' | 'extended', LoadedBundle>> = {};

beforeAll(async () => {
  bundles.classic = await smallBundle(folder, 'classic');
  bundles.extended = await smallBundle(folder, 'extended');
});

afterAll(() => Object.values(bundles).forEach((bundle) => bundle.predictor.model.close()));

type Row = Readonly<Record<string, string>>;
const HEADER = 'request_id,dataset_uuid,rule_code,business_date';

const csvOf = (requests: ReturnType<typeof variedRequests>, delimiter = ',') =>
  [HEADER, ...requests.map(({ dataset, rule, date, id }) => [id, dataset, rule, date].join(','))]
    .map((line) => `${line.replaceAll(',', delimiter)}\n`)
    .join('');

const rowsOf = (path: string, delimiter = ','): Row[] =>
  parse(readFileSync(path), { columns: true, delimiter, trim: true }) as Row[];

/** What the batch should say: each request by itself, its series added to the history where it is unknown. */
function alone(bundle: LoadedBundle, request: ReturnType<typeof variedRequests>[number]): Row {
  const { dataset, rule, date, id } = request;
  const history = SeriesHistory.fromPanel(bundle.history(), {
    alsoSeries: [{ tenantId: 'T', datasetUuid: dataset, ruleCode: rule }],
  });
  const day = parseDay(date)!;
  const asOfDay = Int32Array.of(Math.min(history.lastDay, day - 1));
  const requests = {
    series: Int32Array.of(history.find({ tenantId: 'T', datasetUuid: dataset, ruleCode: rule })),
    targetDay: Int32Array.of(day),
    asOfDay,
  };
  const made = forecast(bundle.predictor, history, requests, { threads: 1 });
  const bounds = summarizeTable(made.distributions);
  const naiveContract = fitContract(featureSpec('naive'), history, { upToDay: history.lastDay });
  const frame = buildFrame(naiveContract, history, requests);
  const naive = frame.columns.find(({ name }) => name === 'median_last_7')!.values[0]!;
  return {
    tenant_id: 'T',
    dataset_uuid: dataset,
    dataset_name: bundle.history().keys.find(({ datasetUuid }) => datasetUuid === dataset)?.datasetName ?? '',
    rule_code: rule,
    business_date: date,
    as_of_date: formatDay(asOfDay[0]!),
    horizon: String(day - asOfDay[0]!),
    predicted_pass_percentage: String(made.predictedPassPercentage[0]),
    expected_pass_percentage: String(made.expectedPassPercentage[0]),
    lower_80: String(bounds.lower80[0]),
    upper_80: String(bounds.upper80[0]),
    lower_95: String(bounds.lower95[0]),
    upper_95: String(bounds.upper95[0]),
    target_percentage: '100',
    p_below_target: String(belowTarget(made.distributions, 0, 100)),
    executions: String(made.executions[0]),
    naive_pass_percentage: Number.isNaN(naive) ? '' : String(naive),
    flags: flagNames(made.flags[0]!).join(' '),
    model_version: 'test@1.0.0',
    request_id: id,
  };
}

const modelVersion = 'test@1.0.0';

describe.each(['classic', 'extended'] as const)('predictBatch with %s features', (spec) => {
  it('forecasts each request as if it were alone, unknown series included', async () => {
    const bundle = bundles[spec]!;
    const requests = variedRequests(bundle);
    const output = join(folder, `${spec}.csv`);
    const input = file(folder, `${spec}-requests.csv`, csvOf(requests));
    const report = await predictBatch(bundle, { input, output, modelVersion, shardRows: 7 });
    expect(report).toMatchObject({ records: requests.length, rows: requests.length, deadLetters: 0 });
    const expected = requests.map((request) => alone(bundle, request));
    expect(rowsOf(output)).toEqual(expected);
    expect(Object.keys(rowsOf(output)[0]!)).toEqual(Object.keys(expected[0]!));
  });
});

describe('predictBatch', () => {
  it('says what dqs predict says', async () => {
    const bundle = bundles.classic!;
    const forecaster = new Forecaster(bundle);
    const day = forecaster.history.lastDay + 1;
    const expected = forecaster.all({ day });
    const lines = expected.map((row) => [row.datasetUuid, row.ruleCode, row.businessDate].join(','));
    const input = file(folder, 'all.csv', `dataset_uuid,rule_code,business_date\n${lines.join('\n')}`);
    const output = join(folder, 'all-out.csv');
    await predictBatch(bundle, { input, output });
    expect(
      rowsOf(output).map((row) => [Number(row['predicted_pass_percentage']), Number(row['naive_pass_percentage'])]),
    ).toEqual(expected.map((row) => [row.predictedPassPercentage, row.naivePassPercentage]));
  });

  it('flags a day that the model was trained on', async () => {
    const bundle = bundles.classic!;
    const { datasetUuid, ruleCode } = SeriesHistory.fromPanel(bundle.history()).series[0]!;
    const { to } = bundle.manifest.training;
    const days = [to, formatDay(parseDay(to)! + 1)].map((day) => `${datasetUuid},${ruleCode},${day}`);
    const input = file(folder, 'trained.csv', `dataset_uuid,rule_code,business_date\n${days.join('\n')}`);
    const output = join(folder, 'trained-out.csv');
    await predictBatch(bundle, { input, output });
    expect(rowsOf(output).map(({ flags }) => flags)).toEqual(['in_training', '']);
  });

  it('flags forecasts that need caution', async () => {
    const rows = rowsOf(join(folder, 'classic.csv'));
    const flagsOf = (id: string) => rows.find((row) => row['request_id'] === id)!['flags'];
    expect(flagsOf('k0/1')).toBe('');
    expect(flagsOf('k0/40')).toBe('extrapolating');
    expect(flagsOf('u0')).toBe('cold_start no_history');
    expect(flagsOf('before the history')).toContain('no_history');
  });

  it('gives the same forecasts from and to every format', async () => {
    const bundle = bundles.classic!;
    const requests = variedRequests(bundle);
    const expected = rowsOf(join(folder, 'classic.csv'));
    const json = requests.map(({ dataset, rule, date, id }) => {
      const members = { request_id: id, dataset_uuid: dataset, rule_code: rule, business_date: date };
      return `${JSON.stringify(members)}\n`;
    });
    const inputs = {
      gz: file(folder, 'f.csv.gz', gzipSync(csvOf(requests))),
      tsv: file(folder, 'f.tsv', csvOf(requests, '\t')),
      jsonl: file(folder, 'f.jsonl', `\ufeff${json.join('')}`),
    };
    const convert = async (input: string, output: string) => {
      await predictBatch(bundle, { input, output: join(folder, output), modelVersion });
      return join(folder, output);
    };
    for (const input of Object.values(inputs)) expect(rowsOf(await convert(input, 'f-out.csv'))).toEqual(expected);
    expect(rowsOf(await convert(inputs.gz, 'f-out.tsv'), '\t')).toEqual(expected);
    const parquet = await convert(inputs.jsonl, 'f-out.parquet');
    await parquetToCsv(parquet, join(folder, 'back.csv'));
    expect(rowsOf(join(folder, 'back.csv'))).toEqual(expected);
    for (const input of [inputs.jsonl, inputs.gz]) {
      const lines = readFileSync(await convert(input, 'f-out.jsonl'), 'utf8')
        .split('\n')
        .slice(0, -1);
      const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const texts = objects.map((members) =>
        Object.fromEntries(
          Object.entries(members).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(' ') : value === null ? '' : String(value),
          ]),
        ),
      );
      expect(texts).toEqual(expected);
    }
  });

  it('reads the requests of a Parquet file, whose dead letters have no byte offset', async () => {
    const bundle = bundles.classic!;
    const [known] = variedRequests(bundle);
    const csv = file(
      folder,
      'p.csv',
      `dataset_uuid,rule_code,business_date\n${known!.dataset},${known!.rule},${known!.date}\n,R,x\n`,
    );
    const input = join(folder, 'p.parquet');
    await csvToParquet(csv, input, ['dataset_uuid', 'rule_code', 'business_date'], {});
    const output = join(folder, 'p-out.csv');
    const report = await predictBatch(bundle, { input, output, maxErrorRatio: 0.5 });
    expect(report).toMatchObject({ records: 2, rows: 1, deadLetters: 1 });
    const letters = readFileSync(`${output}.dead-letters.jsonl`, 'utf8').split('\n');
    expect(JSON.parse(letters[1]!)).toMatchObject({ record: 2, byte_offset: null, reason: 'business-date-invalid' });
  });

  it('passes further columns through unchanged, quotes and line ends included', async () => {
    const bundle = bundles.classic!;
    const [known] = variedRequests(bundle);
    const series = `${known!.dataset}, "${known!.rule}" ,${known!.date}`;
    const row = `"say ""hi""\nthere",${series}`;
    const output = join(folder, 'carried-out.csv');
    // Spreadsheets end rows with delimiters that nothing follows; those are not carried along.
    const input = file(folder, 'carried.csv', `${HEADER}\r\n${row}\r\nplain,${series},,\r\n`);
    await predictBatch(bundle, { input, output });
    expect(readFileSync(output, 'utf8')).toContain(`,"say ""hi""\nthere"\n`);
    expect(rowsOf(output)).toMatchObject([
      { request_id: 'say "hi"\nthere', as_of_date: expect.stringMatching(/^2026-/) },
      { request_id: 'plain', rule_code: known!.rule, as_of_date: expect.stringMatching(/^2026-/) },
    ]);
  });

  it.each([
    [
      'apart',
      'a,dataset_uuid,b,rule_code,business_date,c',
      (series: string[]) => ['é ', series[0], '', series[1], series[2], ' z'],
    ],
    [
      'together',
      'dataset_uuid,a,b,c,rule_code,business_date',
      (series: string[]) => [series[0], 'é ', '', ' z', series[1], series[2]],
    ],
  ])('carries several columns through, standing %s, from CSV to CSV and JSON lines', async (name, header, record) => {
    const bundle = bundles.classic!;
    const [known] = variedRequests(bundle);
    const input = file(
      folder,
      `${name}.csv`,
      `${header}\n${record([known!.dataset, known!.rule, known!.date]).join(',')}\n`,
    );
    const outputs = [join(folder, `${name}-out.csv`), join(folder, `${name}-out.jsonl`)] as const;
    for (const output of outputs) await predictBatch(bundle, { input, output });
    const [, line] = readFileSync(outputs[0], 'utf8').split('\n');
    expect(
      csvFields(line!, ',')!
        .slice(-3)
        .map(({ text }) => text),
    ).toEqual(['é ', '', ' z']);
    expect(JSON.parse(readFileSync(outputs[1], 'utf8'))).toMatchObject({ a: 'é ', b: '', c: ' z' });
  });

  it('passes members of JSON lines through digit by digit, with any content', async () => {
    const bundle = bundles.classic!;
    const [known] = variedRequests(bundle);
    const carried = '"id":12345678901234567890,"x":{"a":[1,"}],\\"",{}]},"\\u0061\\"b":1.0, "last" : "\\\\"';
    const members = `"dataset_uuid":"${known!.dataset}", "rule_code": "${known!.rule}" ,"business_date":"${known!.date}"`;
    const input = file(folder, 'members.jsonl', `{${carried},${members}}\n{${members}}\n`);
    const output = join(folder, 'members-out.jsonl');
    await predictBatch(bundle, { input, output });
    const [first, second] = readFileSync(output, 'utf8').split('\n');
    expect(first!.endsWith(`,${carried.replace(', "last"', ',"last"')}}`)).toBe(true);
    expect(first!.slice(0, -carried.length)).toBe(second!.slice(0, -1) + ',');
    expect(JSON.parse(first!)).toMatchObject({ x: { a: [1, '}],"', {}] }, 'a"b': 1, last: '\\' });
  });

  it('takes corrected dead letters as input', async () => {
    const bundle = bundles.classic!;
    const [known] = variedRequests(bundle);
    const bad = `7,${known!.dataset},${known!.rule},tomorrow`;
    const output = join(folder, 'dl-out.csv');
    await predictBatch(bundle, { input: file(folder, 'dl.csv', `${HEADER}\n${bad}\n`), output, maxErrorRatio: 1 });
    const [header, letter] = readFileSync(`${output}.dead-letters.jsonl`, 'utf8').split('\n');
    const corrected = { ...(JSON.parse(letter!) as object), raw: bad.replace('tomorrow', known!.date) };
    const input = file(folder, 'dl.jsonl', `${header}\n${JSON.stringify(corrected)}\n`);
    await predictBatch(bundle, { input, output: join(folder, 'dl-2.csv') });
    expect(rowsOf(join(folder, 'dl-2.csv'))).toMatchObject([{ request_id: '7', rule_code: known!.rule }]);
  });

  it('uses results only up to the requested as-of day', async () => {
    const bundle = bundles.classic!;
    const requests = variedRequests(bundle).slice(0, 2);
    const asOfDay = parseDay(requests[0]!.date)! - 10;
    const output = join(folder, 'as-of.csv');
    await predictBatch(bundle, { input: file(folder, 'as-of-in.csv', csvOf(requests)), output, asOfDay });
    for (const row of rowsOf(output))
      expect(row).toMatchObject({ as_of_date: formatDay(asOfDay), flags: 'extrapolating' });
  });
});

describe('JSON lines', () => {
  it('that are none, or have members they must not have, are dead letters', async () => {
    const bundle = bundles.classic!;
    const [known] = variedRequests(bundle);
    const good = { dataset_uuid: known!.dataset, rule_code: known!.rule, business_date: known!.date };
    const lines = [good, { ...good, flags: 1 }, { ...good, more: 1 }, [1]].map((each) => JSON.stringify(each));
    const input = file(folder, 'bad.jsonl', `${[...lines, '{"a":', '{"rule_code":5}'].join('\n')}\n`);
    const output = join(folder, 'bad-out.csv');
    const report = await predictBatch(bundle, { input, output, maxErrorRatio: 1 });
    expect(report.reasons).toEqual({
      'column-reserved': 1,
      'column-unexpected': 1,
      'malformed-json': 2,
      'business-date-missing': 1,
    });
  });
});

describe('checkRequests', () => {
  it('counts the records that a run would find', async () => {
    const bundle = bundles.classic!;
    const requests = variedRequests(bundle);
    const twice = csvOf([...requests, requests[0]!, requests.at(-2)!]);
    const input = file(folder, 'check.csv', `${twice}x,,R,2026-01-01\ny,d,R,soon\n`);
    const check = await checkRequests(bundle, { input, workers: 2 });
    expect(check).toMatchObject({
      records: requests.length + 4,
      requests: requests.length + 2,
      rejected: { 'dataset-uuid-missing': 1, 'business-date-invalid': 1 },
      duplicates: 2,
      unknownSeries: { requests: 5 },
      days: { from: '2001-01-01' },
      fault: null,
    });
    expect(check.estimate.seconds).toBeGreaterThan(0);
  });
});

describe('NaiveMedians', () => {
  it('are the median of the last 7 observed percentages of the naive features', () => {
    const panel = bundles.classic!.history();
    const history = SeriesHistory.fromPanel(panel, {
      alsoSeries: [{ tenantId: 'T', datasetUuid: 'x', ruleCode: 'y' }],
    });
    const rows = history.series.length * 130;
    const series = Int32Array.from({ length: rows }, (_, i) => i % history.series.length);
    const targetDay = Int32Array.from({ length: rows }, (_, i) => history.firstDay + (i % 130));
    const requests = { series, targetDay, asOfDay: targetDay.map((day) => day - 1) };
    const contract = fitContract(featureSpec('naive'), history, { upToDay: history.lastDay });
    const frame = buildFrame(contract, history, requests);
    const medians = new NaiveMedians(history).of(requests);
    expect(medians).toEqual(frame.columns.find(({ name }) => name === 'median_last_7')!.values);
  });
});
