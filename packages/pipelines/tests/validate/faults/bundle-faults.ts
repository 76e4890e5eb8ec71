import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DqsError, formatDay, type GateCheck } from '@dqs/core';
import { check } from '@dqs/validation';

import { readBundle, trainModel, validateBundle, type BundleContent } from '../../../src/index.js';
import { packHistory } from '../../../src/bundle/write-bundle.js';
import { changed, history, QUICK, START, type Fault, type Workbench } from './workbench.js';

type ManifestOf = BundleContent['manifest'];

/** A fault in a bundle whose files and hashes fit each other: it is written by whoever changed it. */
function contentFault(
  name: string,
  content: (content: BundleContent, bench: Workbench) => BundleContent | Promise<BundleContent>,
  caughtBy: readonly string[],
): Fault {
  return {
    name,
    caughtBy,
    inject: (bench) =>
      checksOf(async () => {
        const bundle = await bench.reopened(await content(await bench.content(), bench));
        return (await validateBundle(bundle, undefined, { folds: 0, threads: 1 })).checks;
      }),
  };
}

function manifestFault(name: string, change: (manifest: ManifestOf) => ManifestOf, caughtBy: readonly string[]): Fault {
  return contentFault(name, (content) => ({ ...content, manifest: change(content.manifest) }), caughtBy);
}

/** A fault in a file of a bundle on disk. */
function fileFault(name: string, file: string, change: (bytes: Buffer) => Buffer | string): Fault {
  return {
    name,
    caughtBy: ['bundle-corrupt'],
    inject: (bench) =>
      checksOf(async () => {
        const path = await bench.written(await bench.content());
        await writeFile(join(path, file), change(await readFile(join(path, file))));
        const bundle = await readBundle(path);
        bundle.predictor.model.close();
        return (await validateBundle(bundle, undefined, { folds: 0, threads: 1 })).checks;
      }),
  };
}

/** What the work found; an error that ended it counts as a failed check of its code. */
async function checksOf(work: () => Promise<readonly GateCheck[]>): Promise<readonly GateCheck[]> {
  try {
    return await work();
  } catch (error) {
    if (!DqsError.is(error)) throw error;
    return [check(error.code, 'fail', error.message)];
  }
}

const withContract = (manifest: ManifestOf, contract: Partial<ManifestOf['contract']>): ManifestOf => ({
  ...manifest,
  contract: { ...manifest.contract, ...contract },
});

const withCategories = (
  manifest: ManifestOf,
  feature: string,
  change: (categories: readonly string[]) => readonly string[],
): ManifestOf =>
  withContract(manifest, {
    features: manifest.contract.features.map((one) =>
      one.name === feature ? { ...one, categories: change(one.categories!) } : one,
    ),
  });

async function otherContent(): Promise<BundleContent> {
  const { bundle, predictor } = await trainModel(history({ seed: 99, days: 150 }), QUICK);
  predictor.model.close();
  return bundle;
}

/** Faults of the bundle itself: what it says, what it holds, what it was made with. */
export const BUNDLE_FAULTS: readonly Fault[] = [
  fileFault('the manifest is tampered with', 'manifest.json', (bytes) =>
    bytes.toString('utf8').replace('"seed": 42', '"seed": 43'),
  ),
  fileFault('a byte of the model has changed', 'model.txt', (bytes) => {
    bytes[bytes.length >> 1]! ^= 1;
    return bytes;
  }),
  fileFault('the profile is cut off', 'profile.json', (bytes) => bytes.subarray(0, bytes.length >> 1)),
  fileFault('the history is another file', 'history.bin.gz', () => 'not a history'),
  manifestFault(
    'the features are in another order',
    (manifest) => withContract(manifest, { features: [...manifest.contract.features].reverse() }),
    ['bundle-spec-mismatch'],
  ),
  manifestFault(
    'a feature is missing in the contract',
    (manifest) => withContract(manifest, { features: manifest.contract.features.slice(1) }),
    ['bundle-spec-mismatch'],
  ),
  manifestFault(
    'the digest of the features is another',
    (manifest) => withContract(manifest, { digest: 'f'.repeat(64) }),
    ['bundle-spec-mismatch'],
  ),
  manifestFault(
    'the categories are in another order',
    (manifest) => withCategories(manifest, 'dataset_uuid', (categories) => [...categories].reverse()),
    ['categories'],
  ),
  manifestFault(
    'a category is missing in the dictionary',
    (manifest) => withCategories(manifest, 'rule_code', (categories) => categories.slice(1)),
    ['categories'],
  ),
  manifestFault(
    'rule codes were kept as numbers',
    (manifest) => withCategories(manifest, 'rule_code', (categories) => categories.map((code) => `${code}.0`)),
    ['categories'],
  ),
  manifestFault(
    'the engine is of another version',
    (manifest) => ({
      ...manifest,
      versions: { ...manifest.versions, lightgbm: '2.3.1' },
    }),
    ['versions'],
  ),
  manifestFault(
    'another release of this program wrote it',
    (manifest) => ({
      ...manifest,
      versions: { ...manifest.versions, dqs: '0.0.9' },
    }),
    ['versions'],
  ),
  manifestFault(
    'the point rule does not fit the objective',
    (manifest) => ({
      ...manifest,
      pointRule: { kind: 'identity' as const },
    }),
    ['manifest'],
  ),
  manifestFault('the horizon is not the one it was trained for', (manifest) => ({ ...manifest, horizon: 7 }), [
    'recomputed-features',
  ]),
  manifestFault(
    'the training days are not those it learned from',
    (manifest) => ({
      ...manifest,
      training: { ...manifest.training, to: formatDay(START + 140) },
    }),
    ['recomputed-features'],
  ),
  manifestFault(
    'the recorded scores are too good',
    (manifest) => ({
      ...manifest,
      evaluation: {
        ...manifest.evaluation!,
        scores: manifest.evaluation!.scores.map((score) => ({
          ...score,
          model: { ...score.model, mae: score.model.mae / 2 },
        })),
      },
    }),
    ['reported-scores'],
  ),
  manifestFault(
    'the recorded naive scores are too bad',
    (manifest) => ({
      ...manifest,
      evaluation: {
        ...manifest.evaluation!,
        scores: manifest.evaluation!.scores.map((score) => ({
          ...score,
          naive: Object.fromEntries(
            Object.entries(score.naive).map(([name, errors]) => [name, { ...errors, mae: 2 * errors.mae }]),
          ),
        })),
      },
    }),
    ['reported-scores'],
  ),
  manifestFault(
    'the number of series is wrong',
    (manifest) => ({
      ...manifest,
      data: { ...manifest.data, series: manifest.data.series + 5 },
    }),
    ['manifest'],
  ),
  contentFault(
    'the model is that of another history',
    async (content) => ({
      ...content,
      modelFiles: (await otherContent()).modelFiles,
    }),
    ['reported-scores', 'skill'],
  ),
  contentFault(
    'the profile is that of another history',
    async (content) => ({
      ...content,
      profile: (await otherContent()).profile,
    }),
    ['recomputed-features'],
  ),
  contentFault(
    'the history is that of another tenant',
    async (content) => ({
      ...content,
      history: await packHistory(history({ seed: 99, days: 150 })),
    }),
    ['data-fingerprint'],
  ),
  contentFault(
    'the labels of the history in the bundle are flipped',
    async (content, bench) => ({
      ...content,
      history: await packHistory(changed(bench.known, (cell) => [{ ...cell, passes: cell.fails, fails: cell.passes }])),
    }),
    ['data-fingerprint'],
  ),
  contentFault(
    'the model has columns of another spec',
    async (content, bench) => ({
      ...content,
      modelFiles: (await bench.content({ options: { spec: 'extended', rounds: 5 } })).modelFiles,
    }),
    ['features'],
  ),
];
