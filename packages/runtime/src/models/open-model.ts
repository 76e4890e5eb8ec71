import { closePredictor, readBundleFiles, type LoadedBundle } from '@dqs/pipelines';
import type { Registry } from '@dqs/registry';

import { orDefault } from '../settings/names.js';
import { openStore } from '../stores/open-store.js';
import { readBundleAt } from './bundle-at.js';

/** The settings that tell where the registry is. */
export interface RegistrySettings {
  readonly registry?: string;
}

/** A model that was opened. Close `bundle.predictor.model` when done. */
export interface OpenedModel {
  readonly bundle: LoadedBundle;
  /** For output: the path as given, or the version that a reference stood for, such as `orders@1.2.0`. */
  readonly name: string;
  /** The version in the registry; undefined for a bundle on disk. */
  readonly version?: string;
}

/**
 * Opens the model that a reference names: a bundle's path or URL, or a version in the registry (`orders@production`,
 * `orders@^1.2`, `orders@1.2.3`, `orders@latest`). A path that looks like a version is written with `./` in front.
 *
 * @throws DqsError as `readBundleAt`, and `version-unknown` or `registry-corrupt` for a version.
 */
export async function openModel(reference: string, settings: RegistrySettings): Promise<OpenedModel> {
  if (!(await isVersion(reference))) return { bundle: await readBundleAt(reference), name: reference };
  const { entry, files } = await (await openRegistry(settings)).load(reference);
  const name = `${entry.model}@${entry.body.version}`;
  return { bundle: await readBundleFiles(files, name), name, version: name };
}

/** Opens models, hands them to the work in their order, and closes all of them whatever happens. */
export async function withModels<T>(
  references: readonly string[],
  settings: RegistrySettings,
  work: (models: readonly OpenedModel[]) => Promise<T> | T,
): Promise<T> {
  const models: OpenedModel[] = [];
  try {
    for (const reference of references) models.push(await openModel(reference, settings));
    return await work(models);
  } finally {
    for (const { bundle } of models) closePredictor(bundle.predictor);
  }
}

/** Opens one model, hands it to the work, and closes it whatever happens. */
export function withModel<T>(
  reference: string,
  settings: RegistrySettings,
  work: (model: OpenedModel) => Promise<T> | T,
): Promise<T> {
  return withModels([reference], settings, ([model]) => work(model!));
}

/** The registry at the place that is set. Nothing is made before something is written. */
export async function openRegistry({ registry }: RegistrySettings): Promise<Registry> {
  const { Registry } = await import('@dqs/registry');
  return new Registry(openStore(orDefault(registry, 'registry')));
}

/** A plain path does without the registry's code, which takes as long to load as that of a small command. */
async function isVersion(reference: string): Promise<boolean> {
  if (!reference.includes('@')) return false;
  const { isVersionReference } = await import('@dqs/registry');
  return isVersionReference(reference);
}
