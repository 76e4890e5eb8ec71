import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { textFileSource, type Shard } from '@dqs/batch';
import { formatDay } from '@dqs/core';

import { readBundle, trainModel, writeBundle, type LoadedBundle } from '../../src/index.js';
import { madePanel } from '../support/panels.js';

/** A folder for the tests of a file, removed afterwards. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-pipelines-batch-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file and gives its path. */
export function file(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A small model on disk, opened; to be closed. */
export async function smallBundle(folder: string, spec: 'classic' | 'extended' = 'classic'): Promise<LoadedBundle> {
  const trained = await trainModel(madePanel(), { spec, rounds: 20, params: { min_data_in_leaf: 5 } });
  trained.predictor.model.close();
  await writeBundle(join(folder, spec), trained.bundle);
  return readBundle(join(folder, spec));
}

/** The one shard of a text. */
export async function shardOf(
  folder: string,
  text: string | Uint8Array,
  format: 'csv' | 'lines' = 'csv',
): Promise<Shard> {
  const path = file(folder, `shard-${Math.random()}.txt`, text);
  for await (const shard of textFileSource(path, { format }).shards({ rows: 1e6, bytes: 1e8 })) return shard;
  throw new Error('expected records');
}

/** Requests of every kind a history can meet: known, past, unknown dataset, unknown rule, an unknown pair, far away. */
export function variedRequests(bundle: LoadedBundle): { dataset: string; rule: string; date: string; id: string }[] {
  const { keys, cells } = bundle.history();
  const last = cells.day.reduce((a, b) => Math.max(a, b));
  const requests = keys.flatMap(({ datasetUuid: dataset, ruleCode: rule }, i) =>
    [1, 2, -3, 40].map((ahead) => ({ dataset, rule, date: formatDay(last + ahead), id: `k${i}/${ahead}` })),
  );
  const [known] = keys;
  const unknown = [
    { dataset: 'nobody', rule: known!.ruleCode },
    { dataset: 'nobody else', rule: known!.ruleCode },
    { dataset: known!.datasetUuid, rule: 'R-unknown' },
    { dataset: 'nobody', rule: 'R-unknown' },
  ];
  unknown.forEach((series, i) => requests.push({ ...series, date: formatDay(last + 1 + i), id: `u${i}` }));
  requests.push({ dataset: known!.datasetUuid, rule: known!.ruleCode, date: '2001-01-01', id: 'before the history' });
  return requests;
}
