import { DqsError, PanelBuilder } from '@dqs/core';
import { trainModel } from '@dqs/pipelines';

import {
  hasDatabase,
  databasePlace,
  localFolder,
  openInput,
  openLedger,
  openStore,
  openStorePlace,
  readOperation,
  withLedger,
  writeBundleAt,
  readBundleBytesAt,
  openModel,
  actorOf,
  promote,
  readLedger,
} from '../src/index.js';
import { readBundleAt } from '../src/models/bundle-at.js';
import { openExperiment, openExperimentStore, replaySettings, ruleSettings } from '../src/experiments/index.js';
import { productionModel } from '../src/operation/issuing-versions.js';
import { freeBytes } from '../src/alerting/system-facts.js';
import { redacted } from '../src/redact.js';
import { refusal, TestFolder } from './support/folder.js';

const folder = new TestFolder();
const signal = new AbortController().signal;
const hooks = { signal, logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} } };

describe('a place of artifacts', () => {
  it.each([
    ['some/folder', 'some/folder'],
    [`file://${folder.path}`, folder.path],
    ['s3://bucket/prefix', undefined],
    ['az://container', undefined],
  ])('%s has the folder %j on this machine', (location, expected) => {
    expect(localFolder(location)).toBe(expected);
  });

  it('keeps the same artifacts by its path and by its URL', async () => {
    await openStore(folder.at('store')).put('a/b', new Uint8Array([1, 2]));
    expect([...(await openStore(`file://${folder.at('store')}`).get('a/b')).content]).toEqual([1, 2]);
    const place = openStorePlace(`file://${folder.at('store')}`);
    expect(await place.artifacts.list('a/')).toEqual(['a/b']);
    expect(await openStorePlace(folder.at('store')).artifacts.list('a/')).toEqual(['a/b']);
  });

  it.each(['ftp://host/x', 's3://UPPER/x', 'http://host'])('is refused as %s, with what there is', async (location) => {
    expect((await refusal(() => openStore(location)))?.[0]).toBe('invalid-argument');
  });

  it('gives an input by its path or URL, and none by the URL of no object', async () => {
    const path = folder.write('requests.csv', 'a,b\n');
    for (const location of [path, `file://${path}`]) expect(openInput(location)).toBeDefined();
    expect(openInput('s3://bucket/folder/requests.csv')).toBeDefined();
    for (const location of ['s3://bucket/', 's3://bucket/folder/', 's3://bucket']) {
      expect(await refusal(() => openInput(location))).toEqual([
        'invalid-argument',
        `expected the URL of an object, s3://bucket/name, got ${JSON.stringify(location)}`,
      ]);
    }
  });
});

describe('the database of a store', () => {
  it('is on the server that is set, else in the folder of the store', () => {
    const databaseUrl = 'postgres://host/dqs';
    expect(databasePlace({ store: 's', databaseUrl })).toEqual({ url: databaseUrl });
    expect(databasePlace({ store: folder.at('s') })).toEqual({ folder: folder.at('s', 'postgres') });
    expect([
      hasDatabase({ databaseUrl }),
      hasDatabase({ store: folder.at('s') }),
      hasDatabase({ store: 's3://b-1/x' }),
    ]).toEqual([true, false, false]);
  });

  it('is refused where a store in a cloud has none elsewhere, and where there is no store', async () => {
    expect(await refusal(() => databasePlace({ store: 's3://bucket/x' }))).toEqual([
      'config-invalid',
      'expected --database-url beside --store s3://bucket/x, got none: an embedded database needs a folder of this machine',
    ]);
    expect((await refusal(() => databasePlace({})))?.[1]).toContain('--store');
  });

  it('is not made by whoever only looks, and closed whatever happens', async () => {
    const store = folder.at('embedded');
    expect(await readOperation({ store }, () => Promise.reject(new Error('no')))).toBeUndefined();
    expect(await readLedger({ store }, () => Promise.reject(new Error('no')))).toBeUndefined();
    const ledger = await openLedger({ store });
    await ledger.close();
    expect(hasDatabase({ store })).toBe(true);
    await expect(withLedger({ store }, () => Promise.reject(new DqsError('invalid-argument', 'no')))).rejects.toThrow(
      'no',
    );
    expect(await readLedger({ store }, (one) => one.span().then((span) => span ?? 'empty'))).toBe('empty');
    const about = await readOperation({ store }, async ({ about: of, jobs, prune }) => {
      const pruned = await prune({ ledgerDays: 9, recordDays: 9, now: 0 }, { signal });
      return [
        (await of()).kind,
        await jobs.totals(0, 0),
        await jobs.history(0),
        pruned.every(({ rows }) => rows === 0),
      ];
    });
    expect(about).toEqual(['embedded', [], [], true]);
    expect(await freeBytes({ store })).toBeGreaterThan(0);
    expect(await freeBytes({ databaseUrl: 'postgres://host' })).toBeUndefined();
  });
});

describe('a bundle', () => {
  it('is written to a folder, by its path or its URL, and read from there', async () => {
    const builder = new PanelBuilder();
    const key = { source: 's', tenantId: 't', datasetUuid: 'd', datasetName: 'n', ruleCode: '1' };
    const counts = { fails: 2, errors: 0, recordCount: Number.NaN, filteredCount: Number.NaN };
    for (let day = 20_000; day < 20_060; day += 1) builder.addCounts(key, day, { ...counts, passes: day % 4 });
    const { bundle, predictor } = await trainModel(builder.build(), { spec: 'classic', backend: 'ridge' });
    const manifest = await writeBundleAt(folder.at('bundle'), bundle);
    await writeBundleAt(`file://${folder.at('again')}`, bundle);
    predictor.model.close();
    const [one, other] = [
      await readBundleBytesAt(folder.at('bundle')),
      await readBundleBytesAt(`file://${folder.at('again')}`),
    ];
    expect([...one.files.keys()]).toEqual([...other.files.keys()]);
    expect(one.manifest.files).toEqual(manifest.files);
    const loaded = await readBundleAt(`file://${folder.at('bundle')}`);
    loaded.predictor.model.close();
    expect(loaded.manifest).toEqual(one.manifest);
    const opened = await openModel(folder.at('bundle'), {});
    opened.bundle.predictor.model.close();
    expect([opened.name, opened.version]).toEqual([folder.at('bundle'), undefined]);
  });
});

describe('a promotion', () => {
  it('by override needs a reason, which is told before anything is opened', async () => {
    expect(await refusal(() => promote('orders@latest', 'production', { override: true }, hooks))).toEqual([
      'config-invalid',
      'expected --reason with --override: the reason is recorded in the history',
    ]);
  });

  it('is done by who is named, else by the user of the system', () => {
    expect(actorOf({ by: 'ann' })).toBe('ann');
    expect(actorOf({})).not.toBe('');
  });

  it('is there before a model can forecast that nobody names', async () => {
    const registry = folder.at('empty-registry');
    const [code, message] = (await refusal(() => productionModel({ registry })))!;
    expect([code, message]).toEqual([
      'config-invalid',
      expect.stringContaining(`the registry ${registry} has none in production; dqs registry promote`),
    ]);
  });
});

describe('experiments', () => {
  it('are in the folder that is set, and refused where they are not', async () => {
    const place = { experiments: folder.at('experiments') };
    expect(openExperimentStore(place)).toBeDefined();
    const [code, message] = (await refusal(() => openExperiment('extended', place)))!;
    expect([code, message.includes('extended')]).toEqual([expect.any(String), true]);
  });

  it('are judged by what is set, with nothing of its own', () => {
    const settings = { share: 0.5, seed: 1, alpha: 0.05, plannedDays: 9, minDays: 2, segmentBy: 'source' } as never;
    expect(ruleSettings(settings)).toEqual({ ...(settings as object), guardrails: {} });
    const limits = { maxLatencyIncrease: 0.1, maxErrorIncrease: 0.2, maxSegmentIncrease: 0.3 };
    expect(ruleSettings(limits).guardrails).toEqual({
      latencyIncrease: 0.1,
      errorRateIncrease: 0.2,
      segmentLossIncrease: 0.3,
    });
    expect(replaySettings({ fromDay: 1, toDay: 2, replayHorizon: 3, threads: 4 })).toEqual({
      fromDay: 1,
      toDay: 2,
      horizon: 3,
      threads: 4,
    });
  });
});

describe('a line without secrets', () => {
  it.each([
    ['key dqs_live_abcdefghijkl_ABCDEFGH1234 used', 'key [redacted] used'],
    ['whsec_0123456789 and eyJabcdef.ghi.jkl', '[redacted] and [redacted]'],
    ['postgres://dqs:p:w@db/x and https://u:@h', 'postgres://dqs:[redacted]@db/x and https://u:@h'],
    ['authorization: BEARER abcdefgh.i', 'authorization: BEARER [redacted]'],
    ['/hook?a=1&API_KEY=x&signature=y#z', '/hook?a=1&API_KEY=[redacted]&signature=[redacted]#z'],
    ['a bearer of news: 12:30', 'a bearer of news: 12:30'],
  ])('is %s as %s', (line, shown) => {
    expect(redacted(line)).toBe(shown);
  });
});
