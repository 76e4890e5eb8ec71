import { DqsError, GATE_VERDICTS, parseDay } from '@dqs/core';
import type { ContractFeature, ExtendedGroup, SpecName } from '@dqs/features';
import { z } from 'zod';

import { isBundleFileName, MOST_FILE_BYTES, READ_MANIFEST_VERSIONS, type Manifest } from './manifest.js';
import { CALIBRATION, SEGMENT_SCORES } from './score-schemas.js';

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);
const DATE = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => parseDay(text) !== undefined, 'expected a calendar day');
const TIME = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'expected a time by ISO 8601');
const COUNT = z.int().min(0);
/** Longer than any realistic horizon, short enough for days to fit in 32 bits. */
const MOST_DAYS = 100_000;

const inOrder = ({ from, to }: { readonly from: string; readonly to: string }) => from <= to;
const IN_ORDER = 'expected from not to be after to';

/** Any text: `specOfContract` checks specs and groups, and reports what this version has instead. */
const SPEC = z.custom<SpecName>((value) => typeof value === 'string', 'expected a text');
const GROUP = z.custom<ExtendedGroup>((value) => typeof value === 'string', 'expected a text');
const FEATURE = z.discriminatedUnion('kind', [
  z.strictObject({ name: z.string(), kind: z.literal('numeric') }),
  z
    .strictObject({
      name: z.string(),
      kind: z.literal('categorical'),
      categories: z.array(z.string()),
      tenants: z.array(z.string()).optional(),
    })
    .refine(
      ({ categories, tenants }) => tenants === undefined || tenants.length === categories.length,
      'expected as many tenants as categories',
    ),
]);

const EVALUATION = z
  .looseObject({
    from: DATE,
    to: DATE,
    horizon: z.int().min(1).max(MOST_DAYS),
    rows: COUNT,
    scores: z.array(SEGMENT_SCORES).min(1),
    calibration: CALIBRATION.optional(),
  })
  .refine(inOrder, IN_ORDER);

const GATES = z.union([
  z.looseObject({ skipped: z.literal(true), passed: z.undefined().optional() }),
  z
    .looseObject({
      passed: z.boolean(),
      checks: z.array(
        z.looseObject({
          name: z.string(),
          verdict: z.enum(GATE_VERDICTS),
          reason: z.string(),
          value: z.number().nullable(),
          threshold: z.number().nullable(),
        }),
      ),
    })
    .refine(
      ({ passed, checks }) => passed === checks.every(({ verdict }) => verdict !== 'fail'),
      'expected passed to agree with the checks',
    ),
]);

/**
 * Later versions may add fields, which this one ignores; but in the contract and the point rule, where a field would
 * change a forecast, unknown fields are refused.
 */
const SCHEMA: z.ZodType<Manifest> = z
  .object({
    schemaVersion: z.literal(READ_MANIFEST_VERSIONS),
    createdAt: TIME,
    backend: z.string().regex(/^[a-z][a-z0-9-]*$/),
    engine: z.object({ name: z.string(), version: z.string(), package: z.string() }).optional(),
    objective: z.enum(['cross-entropy', 'l2', 'l1']),
    params: z.record(z.string(), z.unknown()),
    rounds: COUNT,
    seed: COUNT,
    horizon: z.int().min(1).max(MOST_DAYS),
    pointRule: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('binomial') }),
      z.strictObject({ kind: z.literal('identity') }),
    ]),
    contract: z.strictObject({
      spec: SPEC,
      version: COUNT,
      groups: z.array(GROUP),
      parameters: z
        .strictObject({
          country: z.string().optional(),
          events: z
            .array(z.strictObject({ date: DATE, name: z.string() }))
            .max(10_000)
            .optional(),
        })
        .optional(),
      customGroups: z.array(z.strictObject({ name: z.string(), version: COUNT })).optional(),
      digest: SHA256,
      features: z.array(FEATURE),
    }),
    training: z
      .object({
        ...{ from: DATE, to: DATE, rows: COUNT, halfLifeDays: z.number().min(0) },
        sample: z.object({ share: z.number().gt(0).lte(1), rows: COUNT }).optional(),
      })
      .refine(inOrder, IN_ORDER),
    data: z
      .object({
        ...{ fingerprint: SHA256, from: DATE, to: DATE, series: COUNT, executions: COUNT },
        panelSet: z.object({ digest: SHA256, content: SHA256 }).optional(),
      })
      .refine(inOrder, IN_ORDER),
    evaluation: EVALUATION.nullable(),
    refit: z.boolean(),
    gates: GATES.optional(),
    versions: z.record(z.string(), z.string()),
    files: z.record(
      z.string().refine(isBundleFileName, 'expected the plain name of a file in the bundle'),
      z.object({
        sha256: SHA256,
        bytes: COUNT.max(MOST_FILE_BYTES),
        unpackedBytes: COUNT.max(MOST_FILE_BYTES).optional(),
      }),
    ),
  })
  .refine(
    ({ schemaVersion, contract }) => schemaVersion === 1 || contract.features.every(hasTenants),
    'expected the tenant of every dataset in the contract',
  );

function hasTenants({ name, tenants }: ContractFeature): boolean {
  return (name === 'dataset_uuid') === (tenants !== undefined);
}

/**
 * Reads a manifest.
 *
 * @throws DqsError `bundle-invalid` if the text is not a manifest of a version that is read.
 */
export function parseManifest(text: string, path: string): Manifest {
  const result = SCHEMA.safeParse(parseJson(text, path));
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new DqsError(
    'bundle-invalid',
    `${path} is not a bundle manifest this version can read: ${problems.join('; ')}`,
    {
      details: { path, problems },
    },
  );
}

/** Maximum nesting; a manifest has five levels. */
const MOST_LEVELS = 32;

function parseJson(text: string, path: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DqsError('bundle-invalid', `expected JSON in ${path}, got something else`, { cause, details: { path } });
  }
  // A manifest is serialized again when it is passed on, and deep nesting would overflow the stack.
  if (!isDeeper(value, MOST_LEVELS)) return value;
  throw new DqsError('bundle-invalid', `expected at most ${MOST_LEVELS} levels of JSON in ${path}, got more`, {
    details: { path },
  });
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
