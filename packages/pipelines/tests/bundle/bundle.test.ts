import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ForecastRow } from '@dqs/core';

import { Forecaster, readBundle, readBundleFiles, trainModel, writeBundle } from '../../src/index.js';
import { loadedInMemory } from '../support/loaded-in-memory.js';
import { FIRST_DAY, madePanel } from '../support/panels.js';

const panel = madePanel({ datasets: 2, rules: 2, days: 80 });
const tomorrow = { day: FIRST_DAY + 80 };
const VERSION = 'model@1.0.0';
let folder: string;
let path: string;
let before: ForecastRow[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dqs-bundle-'));
  path = join(folder, 'model');
  const trained = await trainModel(panel, { spec: 'extended', rounds: 20 });
  await writeBundle(path, trained.bundle);
  before = new Forecaster(loadedInMemory(trained, panel), panel, VERSION).all(tomorrow);
  trained.predictor.model.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a bundle', () => {
  it('read from disk forecasts the same bits as the model in memory', async () => {
    const bundle = await readBundle(path);
    expect(new Forecaster(bundle, bundle.history(), VERSION).all(tomorrow)).toEqual(before);
    expect(before).toHaveLength(4);
    bundle.predictor.model.close();
  });

  it('whose gates were left out is read, and tells so', async () => {
    const skipped = join(folder, 'without-gates');
    const trained = await trainModel(panel, { spec: 'classic', rounds: 2, limits: false });
    trained.predictor.model.close();
    await writeBundle(skipped, trained.bundle);
    const bundle = await readBundle(skipped);
    expect(bundle.manifest.gates).toEqual({ skipped: true });
    bundle.predictor.model.close();
  });

  it('with one flipped byte anywhere is refused, and the file is named', async () => {
    for (const name of await readdir(path)) {
      const file = join(path, name);
      const bytes = await readFile(file);
      for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
        const flipped = Buffer.from(bytes);
        flipped[at]! ^= 1;
        await writeFile(file, flipped);
        // A flip behind the hash in manifest.json.sha256 touches only the file name that sha256sum prints.
        if (name.endsWith('.sha256') && at >= 64) continue;
        await expect(readBundle(path)).rejects.toMatchObject({
          code: 'bundle-corrupt',
          message: expect.stringContaining(name.replace('.sha256', '')),
        });
      }
      await writeFile(file, bytes);
    }
    (await readBundle(path)).predictor.model.close();
  });

  it('with a file missing or grown is refused', async () => {
    const file = join(path, 'model.txt');
    const bytes = await readFile(file);
    await appendFile(file, ' ');
    await expect(readBundle(path)).rejects.toMatchObject({ code: 'bundle-corrupt' });
    await rm(file);
    await expect(readBundle(path)).rejects.toMatchObject({ code: 'bundle-corrupt' });
    await writeFile(file, bytes);
  });

  it('is needed: nothing, a file and another folder are refused', async () => {
    await expect(readBundle(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'input-not-found' });
    await expect(readBundle(join(path, 'model.txt'))).rejects.toMatchObject({ code: 'input-not-found' });
    await expect(readBundle(folder)).rejects.toMatchObject({ code: 'bundle-invalid' });
  });

  it('read from bytes in memory forecasts the same bits, and is checked the same way', async () => {
    const names = await readdir(path);
    const files = new Map(
      await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))] as const)),
    );
    const bundle = await readBundleFiles(files, 'orders@1.0.0');
    expect(new Forecaster(bundle, bundle.history(), VERSION).all(tomorrow)).toEqual(before);
    bundle.predictor.model.close();
    files.set('profile.json', Buffer.from('{}'));
    await expect(readBundleFiles(files, 'orders@1.0.0')).rejects.toMatchObject({
      code: 'bundle-corrupt',
      message: expect.stringMatching(/profile\.json of the bundle orders@1\.0\.0/),
    });
    files.delete('profile.json');
    await expect(readBundleFiles(files, 'x')).rejects.toMatchObject({ code: 'bundle-corrupt' });
    files.delete('manifest.json');
    await expect(readBundleFiles(files, 'x')).rejects.toMatchObject({ code: 'bundle-invalid' });
  });

  it('holds plain files: manifest, model text, profile and history', async () => {
    expect((await readdir(path)).sort()).toEqual([
      'columns.json',
      'distribution.json',
      'far-thresholds-columns.json',
      'far-thresholds-model.txt',
      'history.bin.gz',
      'manifest.json',
      'manifest.json.sha256',
      'model.txt',
      'profile.json',
      'thresholds-columns.json',
      'thresholds-model.txt',
    ]);
    expect((await readFile(join(path, 'model.txt'), 'utf8')).startsWith('tree\n')).toBe(true);
  });
});
