import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { forecastRecord } from '@dqs/core';

import { Forecaster, readBundleFiles, validateBundle } from '../../src/index.js';

/** Files of a bundle that a program of before series had a tenant wrote, by name. */
function filesOf(name: string): Map<string, Uint8Array> {
  const packed = readFileSync(join(__dirname, 'fixtures', `schema-1-${name}.json.gz`));
  const files = JSON.parse(gunzipSync(packed).toString('utf8')) as Record<string, string>;
  return new Map(Object.entries(files).map(([file, base64]) => [file, Buffer.from(base64, 'base64')]));
}

/** The forecasts of all series that the program printed which wrote the bundle. */
function forecastsOf(files: ReadonlyMap<string, Uint8Array>): Record<string, unknown>[] {
  const lines = Buffer.from(files.get('forecasts.jsonl')!).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

function byText<T extends object>(rows: readonly T[]): T[] {
  const id = (row: T) => JSON.stringify([Reflect.get(row, 'dataset_uuid'), Reflect.get(row, 'rule_code')]);
  return [...rows].sort((a, b) => (id(a) < id(b) ? -1 : 1));
}

describe('a bundle of schema version 1', () => {
  it('whose datasets have one tenant each gives the same forecasts as the program that wrote it', async () => {
    const files = filesOf('apart');
    const bundle = await readBundleFiles(files, 'apart');
    try {
      expect(bundle.manifest.schemaVersion).toBe(1);
      expect(bundle.predictor.contract.features.find(({ name }) => name === 'dataset_uuid')).toMatchObject({
        categories: ['items', 'orders', 'stock'],
        tenants: ['US', 'EU', 'US'],
      });
      const forecaster = new Forecaster(bundle);
      const rows = forecaster.all({ day: forecaster.history.lastDay + 1 }, { threads: 1 }).map(forecastRecord);
      const tenants = new Map([
        ['items', 'US'],
        ['orders', 'EU'],
        ['stock', 'US'],
      ]);
      const expected = forecastsOf(files).map(({ as_of, ...row }) => ({
        ...row,
        tenant_id: tenants.get(row['dataset_uuid'] as string),
        as_of_date: as_of,
      }));
      expect(rows).toHaveLength(5);
      // Equal percentages have no order; the values are compared digit by digit.
      expect(byText(rows)).toMatchObject(byText(expected));
    } finally {
      bundle.predictor.model.close();
    }
  });

  it('keeps its fingerprint, its dictionaries and its profile, as validation sees them', async () => {
    const bundle = await readBundleFiles(filesOf('apart'), 'apart');
    try {
      const { checks } = await validateBundle(bundle);
      const verdicts = checks.map(({ name, verdict }) => [name, verdict] as const);
      const names = ['categories', 'data-fingerprint', 'features', 'manifest', 'spec-digest', 'recomputed-features'];
      const found = verdicts.filter(([name]) => names.includes(name));
      expect(found.filter(([, verdict]) => verdict !== 'pass')).toEqual([]);
      expect(found).toHaveLength(names.length);
    } finally {
      bundle.predictor.model.close();
    }
  });

  it('of which two tenants have a dataset is refused, with their names and what to do', async () => {
    await expect(readBundleFiles(filesOf('shared'), 'shared')).rejects.toMatchObject({
      code: 'bundle-spec-mismatch',
      message:
        'expected one tenant of the dataset "orders" in the history of the model, found "EU", "US"; the model was trained ' +
        'before tenants were distinguished, retrain it',
    });
  });
});
