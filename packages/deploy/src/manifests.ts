import { DqsError } from '@dqs/core';

import { base } from './base.js';
import type { Context, Manifest } from './manifest.js';
import { api } from './overlays/api.js';
import { batch } from './overlays/batch.js';
import { retrain, train } from './overlays/train.js';
import { worker } from './overlays/worker.js';
import { assertSettings, withDefaults, type DeploySettings } from './settings.js';

/** Name of an overlay. */
export type Overlay = 'api' | 'worker' | 'batch' | 'train' | 'retrain';

/** What each overlay adds to the base. */
const OVERLAY_MAKERS: Readonly<Record<Overlay, (context: Context<DeploySettings>) => readonly Manifest[]>> = {
  api,
  worker,
  batch,
  train,
  retrain,
};

/** The overlays by name: the API, the workers, an array of batch work, a training, a timetable of retraining. */
export const OVERLAYS = Object.keys(OVERLAY_MAKERS) as readonly Overlay[];

/** Options of {@link manifests}. */
export interface ManifestOptions {
  /** What to add to the base. @default nothing */
  readonly overlay?: Overlay;
  /** Where the objects go: a DNS label. @default 'dqs' */
  readonly namespace?: string;
  /** Further settings, as the values of the chart. @default those of `values.yaml` */
  readonly settings?: Partial<DeploySettings>;
}

/** Where the objects go, unless somebody says otherwise. */
export const NAMESPACE = 'dqs';

/**
 * The objects of a deployment: those that every one needs, then those of an overlay.
 *
 * @throws DqsError `invalid-argument` for an overlay, a namespace or a setting that there cannot be.
 */
export function manifests({
  overlay,
  namespace = NAMESPACE,
  settings = {},
}: ManifestOptions = {}): readonly Manifest[] {
  if (overlay !== undefined && !OVERLAYS.includes(overlay)) {
    throw new DqsError('invalid-argument', `overlay: expected one of ${OVERLAYS.join(', ')}, got "${String(overlay)}"`);
  }
  if (!/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw new DqsError(
      'invalid-argument',
      `namespace: expected up to 63 small letters, digits and hyphens, got ${JSON.stringify(namespace).slice(0, 200)}`,
    );
  }
  assertSettings(settings);
  const context = { settings: withDefaults(settings), namespace };
  const { 'api.minReplicas': least, 'api.maxReplicas': most } = context.settings;
  if (least > most) {
    throw new DqsError('invalid-argument', `api.maxReplicas: expected at least api.minReplicas, ${least}, got ${most}`);
  }
  return [...baseFiles(context).values()]
    .flat()
    .concat(overlay === undefined ? [] : overlayManifests(overlay, context));
}

/** The objects of the base, by the file that they stand in. */
export function baseFiles(context: Context<DeploySettings>): ReadonlyMap<string, readonly Manifest[]> {
  return new Map(Object.entries(base(context)));
}

/** The objects that an overlay adds. */
export function overlayManifests(overlay: Overlay, context: Context<DeploySettings>): readonly Manifest[] {
  return OVERLAY_MAKERS[overlay](context);
}
