import { DqsError } from '@dqs/core';
import { loadBackend, type FittedModel } from '@dqs/model-backends';
import { z } from 'zod';

import { partsOf, type DistributionModel, type DistributionPart } from '../forecast/distribution/distribution-model.js';
import { expertsOf } from '../forecast/distribution/experts.js';
import { isWhole } from '../forecast/distribution/past-weights.js';
import type { MixtureState } from '../forecast/distribution/mixture.js';

/** The file that says how a bundle's forecasts become distributions; bundles without it forecast a Binomial. */
export const DISTRIBUTION_FILE = 'distribution.json';
/** Before the names of a threshold model's own files: of the near part, and of the far one. */
const THRESHOLDS = ['thresholds-', 'far-thresholds-'] as const;
/** Raised whenever a statistic, an expert or the mixture changes its meaning. */
const VERSION = 1;

const WEIGHTS = z.array(z.number());
/** Shape of a {@link MixtureState} in a file. */
export const MIXTURE = z
  .strictObject({
    experts: z.array(z.string()),
    upTo: z.int().nullable(),
    rules: z.array(z.strictObject({ rule: z.string(), days: z.number().min(0), a: WEIGHTS, b: WEIGHTS })),
    past: z
      .strictObject({ days: z.array(z.int().nullable()), rules: z.array(z.string()), weights: z.base64() })
      .optional(),
  })
  .refine(
    ({ experts, rules }) => rules.every(({ a, b }) => a.length === experts.length ** 2 && b.length === experts.length),
    'expected sums of every pair of experts and of every expert',
  )
  .refine(
    ({ experts, past }) => past === undefined || isWhole(past, experts.length),
    'expected weights of every day, rule and expert',
  );
const MIXTURES = z.array(MIXTURE).min(1).max(16);
const SCHEMA = z.strictObject({
  version: z.int(),
  otherRules: z.array(z.string()).max(1000),
  thresholds: z.strictObject({ backend: z.string() }).nullable(),
  mixtures: MIXTURES,
  far: z.strictObject({ mixtures: MIXTURES }).optional(),
});

/** The files that keep a distribution model, by name. */
export function distributionFiles(model: DistributionModel): Map<string, Uint8Array> {
  const { thresholds, otherRules, mixtures, far } = model;
  const content: z.infer<typeof SCHEMA> = {
    version: VERSION,
    otherRules: [...otherRules],
    thresholds: thresholds ? { backend: thresholds.backend } : null,
    mixtures: mixtures as z.infer<typeof MIXTURES>,
    ...(far && { far: { mixtures: far.mixtures as z.infer<typeof MIXTURES> } }),
  };
  const own = partsOf(model).flatMap((part, i) =>
    [...(part.thresholds?.save() ?? [])].map(([name, bytes]) => [`${THRESHOLDS[i]}${name}`, bytes] as const),
  );
  return new Map([[DISTRIBUTION_FILE, Buffer.from(`${JSON.stringify(content)}\n`)], ...own]);
}

/**
 * The distribution model of a bundle; undefined where the bundle has none.
 *
 * @param files of the whole bundle, their hashes compared.
 * @throws DqsError `bundle-corrupt` if the file is not one, `bundle-spec-mismatch` if this version computes other experts.
 */
export async function readDistribution(files: ReadonlyMap<string, Uint8Array>): Promise<DistributionModel | undefined> {
  const bytes = files.get(DISTRIBUTION_FILE);
  if (!bytes) return undefined;
  const { otherRules, thresholds, mixtures, far } = parsed(bytes);
  const experts = expertsOf(thresholds !== null);
  const other = [...mixtures, ...(far?.mixtures ?? [])].find((mixture) => mixture.experts.join() !== experts.join());
  if (other) throw otherExperts(other, experts);
  const near = await readPart(files, THRESHOLDS[0], { thresholds, mixtures });
  try {
    return {
      otherRules,
      ...near,
      ...(far && { far: await readPart(files, THRESHOLDS[1], { thresholds, ...far }) }),
    };
  } catch (error) {
    near.thresholds?.close();
    throw error;
  }
}

async function readPart(
  files: ReadonlyMap<string, Uint8Array>,
  prefix: string,
  { thresholds, mixtures }: Pick<z.infer<typeof SCHEMA>, 'thresholds' | 'mixtures'>,
): Promise<DistributionPart> {
  return { mixtures, ...(thresholds && { thresholds: await thresholdModel(files, prefix, thresholds.backend) }) };
}

function parsed(bytes: Uint8Array): z.infer<typeof SCHEMA> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new DqsError('bundle-corrupt', `expected JSON in ${DISTRIBUTION_FILE}, got something else`, { cause });
  }
  const result = SCHEMA.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new DqsError('bundle-corrupt', `${DISTRIBUTION_FILE} is damaged: ${problems.join('; ')}`, {
      details: { problems },
    });
  }
  if (result.data.version === VERSION) return result.data;
  throw new DqsError(
    'bundle-spec-mismatch',
    `expected version ${VERSION} of the distribution, got ${result.data.version}; retrain with this version`,
  );
}

async function thresholdModel(
  files: ReadonlyMap<string, Uint8Array>,
  prefix: string,
  backend: string,
): Promise<FittedModel> {
  const own = [...files]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, bytes]) => [name.slice(prefix.length), bytes] as const);
  return (await loadBackend(backend)).load(new Map(own));
}

function otherExperts({ experts }: MixtureState, expected: readonly string[]): DqsError {
  return new DqsError(
    'bundle-spec-mismatch',
    `expected the experts ${expected.join(', ')}, got ${experts.join(', ')}; retrain with this version`,
    { details: { expected, actual: experts } },
  );
}
