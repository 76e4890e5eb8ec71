import { DqsError } from '@dqs/core';
import type { FeatureContract } from '@dqs/features';
import type { ModelEngine } from '@dqs/model-backends';
import type { GateReport } from '@dqs/validation';
import { z } from 'zod';

import type { Evaluation } from '../evaluation/evaluate.js';
import type { PointRule } from '../point-forecast.js';

/** Version of the manifest's layout; a reader refuses any other. */
export const MANIFEST_SCHEMA_VERSION = 1;

/** Everything about a model that is not the model: the content of `manifest.json`. */
export interface Manifest {
  readonly schemaVersion: typeof MANIFEST_SCHEMA_VERSION;
  /** ISO 8601 time of writing. */
  readonly createdAt: string;
  readonly backend: string;
  /** The library that the model runs on; absent where none is needed. */
  readonly engine?: ModelEngine;
  readonly objective: 'cross-entropy' | 'l2' | 'l1';
  /** Parameters as given to the backend, its own names. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly rounds: number;
  readonly seed: number;
  /** Days from the last known result to the target. */
  readonly horizon: number;
  readonly pointRule: PointRule;
  /** Names, order, kinds, category dictionaries and digest of the features. */
  readonly contract: FeatureContract;
  /** Days and rows the model learned from, `YYYY-MM-DD`. */
  readonly training: {
    readonly from: string;
    readonly to: string;
    readonly rows: number;
    /** Days after which a row weighed half; 0 where age did not count. */
    readonly halfLifeDays: number;
  };
  /** The panel the training was given. */
  readonly data: {
    /** sha256 of the panel's bytes. */
    readonly fingerprint: string;
    readonly from: string;
    readonly to: string;
    readonly series: number;
    readonly executions: number;
  };
  /** Scores on days after the training, with the naive ones; null where no test days were kept. */
  readonly evaluation: Evaluation | null;
  /** True where the model was trained again on all days after the evaluation. */
  readonly refit: boolean;
  /** What the gates of the training said, or that they were left out; absent in bundles of before there were gates. */
  readonly gates?: GateReport | { readonly skipped: true };
  readonly versions: Readonly<Record<string, string>>;
  /** sha256 and size of every other file of the bundle, by name. */
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
}

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);
const DATE = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const SCHEMA = z.object({
  schemaVersion: z.literal(MANIFEST_SCHEMA_VERSION),
  createdAt: z.string(),
  backend: z.string(),
  engine: z.object({ name: z.string(), version: z.string(), package: z.string() }).optional(),
  objective: z.enum(['cross-entropy', 'l2', 'l1']),
  params: z.record(z.string(), z.unknown()),
  rounds: z.number(),
  seed: z.number(),
  horizon: z.int().min(1),
  pointRule: z.looseObject({ kind: z.string() }),
  contract: z.looseObject({ features: z.array(z.looseObject({ name: z.string(), kind: z.string() })) }),
  training: z.object({ from: DATE, to: DATE, rows: z.int(), halfLifeDays: z.number() }),
  data: z.object({ fingerprint: SHA256, from: DATE, to: DATE, series: z.int(), executions: z.number() }),
  evaluation: z.looseObject({}).nullable(),
  refit: z.boolean(),
  gates: z.looseObject({}).optional(),
  versions: z.record(z.string(), z.string()),
  files: z.record(z.string(), z.object({ sha256: SHA256, bytes: z.int() })),
});

/**
 * Reads a manifest.
 *
 * @throws DqsError `bundle-invalid` where the text is not a manifest of {@link MANIFEST_SCHEMA_VERSION}.
 */
export function parseManifest(text: string, path: string): Manifest {
  const result = SCHEMA.safeParse(parseJson(text, path));
  if (result.success) return result.data as unknown as Manifest;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new DqsError('bundle-invalid', `${path} is no bundle manifest this version can read: ${problems.join('; ')}`, {
    details: { path, problems },
  });
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DqsError('bundle-invalid', `expected JSON in ${path}, got something else`, { cause, details: { path } });
  }
}
