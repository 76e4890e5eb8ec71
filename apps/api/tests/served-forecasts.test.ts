import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  FileStore,
  forecastRecord,
  formatDay,
  freshenPanel,
  PanelBuilder,
  parseDay,
  Random,
  SILENT_LOGGER,
  SYSTEM_CLOCK,
  type DailyPanel,
} from '@dqs/core';
import { Deliveries } from '@dqs/ingestion';
import { closePredictor, Forecaster, trainModel, writeBundle, type TrainOptions } from '@dqs/pipelines';
import { Registry } from '@dqs/registry';
import { openModel } from '@dqs/runtime';
import { MemoryAnswers, ServedModels } from '@dqs/runtime/serving';
import type { FastifyInstance } from 'fastify';

import { serverOf } from './support/world.js';

const FIRST = parseDay('2026-01-01')!;
const LAST = FIRST + 69;
const SERIES = ['orders', 'payments', 'stock'].flatMap((dataset) =>
  ['101', '102'].map((rule) => [dataset, rule] as const),
);
const hooks = { signal: new AbortController().signal, logger: SILENT_LOGGER };

/** A day to ask for; the as-of day too where one is named. */
interface Asked {
  readonly dataset_uuid: string;
  readonly rule_code: string;
  readonly business_date: string;
  readonly as_of_date?: string;
}

/** Results of all series, the same for the same day and `shift`. */
function panelOf(from: number, to: number, shift = 0): DailyPanel {
  const builder = new PanelBuilder();
  SERIES.forEach(([datasetUuid, ruleCode], index) => {
    const key = { source: 'erp', tenantId: 'acme', datasetUuid, datasetName: datasetUuid, ruleCode };
    for (let day = from; day <= to; day += 1) {
      const random = new Random(day * 10 + index + shift * 100_000);
      const passes = Array.from({ length: 6 }, () => random.next()).filter(
        (value) => value < 0.95 - 0.1 * index,
      ).length;
      const counts = { passes, fails: 6 - passes, errors: 0, recordCount: Number.NaN, filteredCount: Number.NaN };
      builder.addCounts(key, day, counts);
    }
  });
  return builder.build();
}

function someRequests(random: Random, count: number, lastDay: number): Asked[] {
  return Array.from({ length: count }, () => {
    const [dataset_uuid, rule_code] = SERIES[Math.floor(random.next() * SERIES.length)]!;
    const asOf = lastDay - Math.floor(random.next() * 12);
    const day = asOf + 1 + Math.floor(random.next() * 6);
    const asked = { dataset_uuid, rule_code, business_date: formatDay(day) };
    return random.next() < 0.5 ? asked : { ...asked, as_of_date: formatDay(asOf) };
  });
}

const MODELS: readonly [string, TrainOptions][] = [
  ['a point forecast by classic features', { spec: 'classic', backend: 'ridge', pointOnly: true }],
  ['the distribution of the default', { backend: 'lightgbm' }],
];

describe.each(MODELS)('forecasts by %s', (_name, options) => {
  let [folder, path] = ['', ''];
  let deliveries: Deliveries;
  let models: ServedModels;
  let server: FastifyInstance;
  const random = new Random(7);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dqs-served-forecasts-'));
    path = join(folder, 'bundle');
    const { bundle, predictor } = await trainModel(panelOf(FIRST, LAST - 10), { ...options, limits: false });
    await writeBundle(path, bundle);
    closePredictor(predictor);
    const store = join(folder, 'store');
    deliveries = new Deliveries(new FileStore(store));
    await deliveries.add({ id: 'history', panel: panelOf(FIRST, LAST), name: 'history.csv', by: 'test' });
    models = new ServedModels({ issuedModel: path, store }, hooks);
    await models.start();
    const registry = new Registry(new FileStore(join(folder, 'registry')));
    const answers = new MemoryAnswers();
    server = await serverOf({ models, registry, deliveries, answers, logger: SILENT_LOGGER, clock: SYSTEM_CLOCK });
  });
  afterAll(async () => {
    await server.close();
    await models.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the ordinary way makes of each request alone, from a bundle and a history that are read anew. */
  async function ordinary(asked: readonly Asked[]): Promise<string[]> {
    const { bundle } = await openModel(path, {});
    const forecaster = new Forecaster(bundle, freshenPanel(bundle.history(), await deliveries.panel()));
    const texts = asked.map((one) => {
      const { dataset_uuid: datasetUuid, rule_code: ruleCode, business_date, as_of_date } = one;
      const asOf = as_of_date === undefined ? undefined : parseDay(as_of_date);
      const row = forecaster.one({ datasetUuid, ruleCode, day: parseDay(business_date)!, asOf });
      return JSON.stringify(forecastRecord(row));
    });
    closePredictor(bundle.predictor);
    return texts;
  }

  /** What the server answers, asked for all at once, in requests of up to four. */
  async function served(asked: readonly Asked[]): Promise<string[]> {
    const parts: (readonly Asked[])[] = [];
    for (let at = 0; at < asked.length; at += parts.at(-1)!.length)
      parts.push(asked.slice(at, at + 1 + ((at * 7) % 4)));
    const ask = async (forecasts: readonly Asked[]) => {
      const { body } = await server.inject({ method: 'POST', url: '/api/v1/forecasts', payload: { forecasts } });
      return (JSON.parse(body) as { data: unknown[] }).data.map((row) => JSON.stringify(row));
    };
    return (await Promise.all(parts.map(ask))).flat();
  }

  it('are those that are made alone, bit for bit, in whatever order and company they are asked for', async () => {
    const asked = someRequests(random, 24, LAST);
    const expected = await ordinary(asked);
    expect(await served(asked)).toEqual(expected);
    const turned = await served([...asked].reverse());
    expect(turned.reverse()).toEqual(expected);
  });

  it('see a correction as soon as it has arrived, and what was known before its day stays as it was', async () => {
    const asked = someRequests(random, 24, LAST);
    const before = await served(asked);
    const corrected = LAST - 3;
    await deliveries.add({ id: 'more', panel: panelOf(LAST + 1, LAST + 2), name: 'more.csv', by: 'test' });
    await deliveries.add({ id: 'late', panel: panelOf(corrected, corrected, 1), name: 'late.csv', by: 'test' });
    await models.refresh();
    const after = await served(asked);
    expect(after).toEqual(await ordinary(asked));
    const isBefore = asked.map(({ as_of_date }) => as_of_date !== undefined && parseDay(as_of_date)! < corrected);
    expect(after.filter((_, i) => isBefore[i])).toEqual(before.filter((_, i) => isBefore[i]));
    expect(after.filter((_, i) => !isBefore[i])).not.toEqual(before.filter((_, i) => !isBefore[i]));
  });

  it('of one request that cannot be made leave the others as they are', async () => {
    const [good, other] = someRequests(random, 2, LAST);
    const wrong = { dataset_uuid: 'nothing', rule_code: '1', business_date: formatDay(LAST + 9) };
    const ask = (asked: Asked) =>
      server.inject({ method: 'POST', url: '/api/v1/forecasts', payload: { forecasts: [asked] } });
    const answers = await Promise.all([good!, wrong, other!].map(ask));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 404, 200]);
    const rows = [answers[0]!, answers[2]!].map((answer) => JSON.stringify(answer.json<{ data: unknown[] }>().data[0]));
    expect(rows).toEqual(await ordinary([good!, other!]));
  });
});
