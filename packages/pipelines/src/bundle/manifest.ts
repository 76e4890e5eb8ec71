import type { GateReport } from '@dqs/core';
import type { FeatureContract } from '@dqs/features';
import type { PanelSetIdentity } from '@dqs/ingestion';
import type { ModelEngine } from '@dqs/model-backends';

import type { Evaluation } from '../evaluate/evaluate.js';
import type { PointRule } from '../forecast/point-forecast.js';

/** Layout version that is written: 3 may hold what makes forecasts distributions of experts. */
export const MANIFEST_SCHEMA_VERSION = 3;

/**
 * Layout versions that are read. In version 1 a series had no tenant; it follows from the history if each dataset has one. Version
 * 2 records the tenant of every dataset.
 */
export const READ_MANIFEST_VERSIONS = [1, 2, MANIFEST_SCHEMA_VERSION] as const;

/** Everything about a model that is not the model: the content of `manifest.json`. */
export interface Manifest {
  readonly schemaVersion: (typeof READ_MANIFEST_VERSIONS)[number];
  /** ISO 8601 time of writing. */
  readonly createdAt: string;
  readonly backend: string;
  /** The library that the model runs on; absent if none is needed. */
  readonly engine?: ModelEngine;
  readonly objective: 'cross-entropy' | 'l2' | 'l1';
  /** Parameters as given to the backend, its own names. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly rounds: number;
  readonly seed: number;
  /** Days from the last known result to the target. */
  readonly horizon: number;
  readonly pointRule: PointRule;
  /** Names, order, kinds, category dictionaries and digest of the features, as written; a predictor's is up to date. */
  readonly contract: FeatureContract;
  /** Days and rows the model learned from, `YYYY-MM-DD`. */
  readonly training: {
    readonly from: string;
    readonly to: string;
    readonly rows: number;
    /** Days after which the weight of a row halves; 0 if age does not count. */
    readonly halfLifeDays: number;
    /** Share of the rows that was learned from, and how many those are; absent if all. */
    readonly sample?: { readonly share: number; readonly rows: number };
  };
  /** The panel the training was given. */
  readonly data: {
    /** sha256 of the panel's bytes. */
    readonly fingerprint: string;
    readonly from: string;
    readonly to: string;
    readonly series: number;
    readonly executions: number;
    /** The panel set that it was read from, where it was; what the fingerprint identifies is all the same in the bundle. */
    readonly panelSet?: PanelSetIdentity | undefined;
  };
  /** Scores on days after the training, with the naive ones; null if there were no test days. */
  readonly evaluation: Evaluation | null;
  /** True if the model was retrained on all days after the evaluation. */
  readonly refit: boolean;
  /** Result of the training gates, or that they were skipped; absent in bundles older than gates. */
  readonly gates?: GateReport | { readonly skipped: true };
  readonly versions: Readonly<Record<string, string>>;
  /** Every other file of the bundle, by name: a plain one, without a path. */
  readonly files: Readonly<Record<string, BundleFile>>;
}

/** The manifest's record of a file. */
export interface BundleFile {
  readonly sha256: string;
  readonly bytes: number;
  /** Size of a compressed file when unpacked; absent for other files and in older bundles. */
  readonly unpackedBytes?: number;
}

/** Names of the files every bundle has, besides those of its model. */
export const BUNDLE_FILES = {
  manifest: 'manifest.json',
  manifestHash: 'manifest.json.sha256',
  profile: 'profile.json',
  history: 'history.bin.gz',
} as const;

/** Maximum size of a bundle file that is read into memory. */
export const MOST_FILE_BYTES = 2 ** 31 - 1;

/** Whether a name can be that of a file in a bundle: no path, not hidden, and not the manifest itself. */
export function isBundleFileName(name: string): boolean {
  if (name === BUNDLE_FILES.manifest || name === BUNDLE_FILES.manifestHash) return false;
  return name.length <= 200 && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name);
}
