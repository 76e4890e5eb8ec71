import { formatDay } from '@dqs/core';
import * as fc from 'fast-check';

import { createPredictionProcess, forWorkers, type PredictionData } from '../../src/batch/prediction-process.js';
import { predictionData } from '../../src/batch/predict-batch.js';
import { requestLayout } from '../../src/batch/request-layout.js';
import { textFormOf, type BatchFormat } from '../../src/batch/request-files.js';
import { setKey, type ForecastKey } from '../../src/batch/forecast-keys.js';
import { SharedTexts } from '../../src/batch/shared-texts.js';
import type { LoadedBundle } from '../../src/index.js';
import { scratchFolder, shardOf, smallBundle } from './support.js';

const folder = scratchFolder();
const bundles: Partial<Record<'classic' | 'extended', LoadedBundle>> = {};
beforeAll(async () => {
  for (const spec of ['classic', 'extended'] as const) bundles[spec] = await smallBundle(folder, spec);
});
afterAll(() => Object.values(bundles).forEach((bundle) => bundle.predictor.model.close()));

const NAMES = ['dataset_uuid', 'rule_code', 'business_date', 'target_percentage', 'id'];

function dataOf(bundle: LoadedBundle, output: BatchFormat): PredictionData {
  return predictionData(bundle, {}, { form: textFormOf('csv'), layout: requestLayout(NAMES, 'test') }, output);
}

/** Few series, days and targets, so that most requests come again; some of them name what the history does not know. */
function anyRequests(bundle: LoadedBundle): fc.Arbitrary<string[]> {
  const { keys, cells } = bundle.history();
  const last = cells.day.reduce((a, b) => Math.max(a, b));
  const [one, other] = [keys[0]!, keys.at(-1)!];
  return fc.array(
    fc
      .record({
        dataset: fc.constantFrom(one.datasetUuid, other.datasetUuid, one.datasetUuid, 'nobody', 'nobody else'),
        rule: fc.constantFrom(one.ruleCode, other.ruleCode, one.ruleCode, 'R-unknown'),
        ahead: fc.constantFrom(1, 2, 40, -5, -1),
        target: fc.constantFrom('', '', '100', '90', '90.00000000000001'),
        id: fc.constantFrom('', '"b, ""c"""', 'd\u00e9\u4e16'),
      })
      .map(({ dataset, rule, ahead, target, id }) => [dataset, rule, formatDay(last + ahead), target, id].join(',')),
    { minLength: 1, maxLength: 14 },
  );
}

async function written(data: PredictionData, pieces: readonly (readonly string[])[], workers: number): Promise<string> {
  const processes = await Promise.all(Array.from({ length: workers }, () => createPredictionProcess(data)));
  let text = '';
  for (const [i, piece] of pieces.entries()) {
    const shard = await shardOf(folder, `${NAMES.join(',')}\n${piece.join('\n')}\n`);
    const { output } = await processes[i % workers]!(shard);
    text += Buffer.from(output).toString('utf8');
  }
  return text;
}

describe('a forecast that comes again', () => {
  it.each([
    ['classic', 'csv', 4],
    ['classic', 'jsonl', 3],
    ['extended', 'tsv', 2],
  ] as const)(
    'has the bytes that it has alone, whoever made it first and however records were cut: %s, %s',
    async (spec, format, numRuns) => {
      const bundle = bundles[spec]!;
      const data = dataOf(bundle, format);
      const byRecord = new Map<string, string>();
      const property = fc.asyncProperty(
        anyRequests(bundle),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 2 }),
        async (records, size, workers) => {
          const pieces = Array.from({ length: Math.ceil(records.length / size) }, (_, i) =>
            records.slice(i * size, (i + 1) * size),
          );
          // A process for each record has nothing to take a forecast from.
          for (const record of records) {
            if (!byRecord.has(record)) byRecord.set(record, await written(data, [[record]], 1));
          }
          const alone = records.map((record) => byRecord.get(record)!).join('');
          expect(await written(forWorkers(data), pieces, workers)).toBe(alone);
          expect(await written(data, pieces, workers)).toBe(alone);
        },
      );
      await fc.assert(property, { numRuns });
    },
  );
});

describe('texts that workers share', () => {
  const keyOf = (series: number, day: number, target: number): ForecastKey => {
    const key = { series: 0, day: 0, low: 0, high: 0 };
    setKey(key, series, day, target);
    return key;
  };
  const text = (value: string) => new Uint8Array(Buffer.from(value));
  const shown = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('utf8');

  it('are found by whoever has the same memory, by every bit of their key', () => {
    const memory = SharedTexts.memory();
    const [one, other] = [new SharedTexts(memory), new SharedTexts(memory)];
    const keys = [0, 1, 2].flatMap((series) =>
      [0, 20_000, -3].flatMap((day) => [100, 0, -0].map((target) => [series, day, target] as const)),
    );
    keys.forEach((key, i) => one.add(keyOf(...key), text(`text ${i}`)));
    keys.forEach((key, i) => expect(shown(other.find(keyOf(...key)))).toBe(`text ${i}`));
    expect(other.find(keyOf(3, 0, 100))).toBeUndefined();
  });

  it('are no longer taken when the memory is full, and those that are there stay as they are', () => {
    const shared = new SharedTexts(SharedTexts.memory());
    const large = Buffer.alloc(5 * 1024 * 1024, 7);
    for (let series = 0; series < 10; series += 1) shared.add(keyOf(series, 1, 1), large);
    const there = Array.from({ length: 10 }, (_, series) => shared.find(keyOf(series, 1, 1)));
    expect(there.map((bytes) => bytes && large.equals(bytes))).toEqual([
      ...[true, true, true, true],
      ...new Array<undefined>(6),
    ]);
    shared.add(keyOf(11, 1, 1), text('small'));
    expect(shown(shared.find(keyOf(11, 1, 1)))).toBe('small');
  });

  it('of which one was begun and never finished are found all the same', () => {
    const memory = SharedTexts.memory();
    const shared = new SharedTexts(memory);
    const key = keyOf(5, 6, 7);
    shared.add(key, text('first'));
    // What a worker leaves that is stopped between taking the slot and finishing the text.
    const numbers = new Int32Array(memory, 0, 8 * (1 + (1 << 17)));
    const taken = numbers.indexOf(2, 8);
    numbers[taken] = 1;
    expect(shared.find(key)).toBeUndefined();
    shared.add(key, text('second'));
    expect(shown(shared.find(key))).toBe('second');
  });
});
