import { DqsError } from '@dqs/core';
import { z } from 'zod';

import { PROFILE_SCHEMA_VERSION, type TrainingProfile } from './training-profile.js';

const COUNT = z.number().min(0);

const SKETCH = z
  .object({
    count: COUNT,
    sum: z.number(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    keys: z.array(z.int()),
    counts: z.array(z.int().min(1)),
  })
  .refine(({ keys, counts }) => keys.length === counts.length, 'expected as many counts as keys');

const SUMS = z.object({
  n: COUNT,
  x: z.number(),
  y: z.number(),
  xx: z.number(),
  yy: z.number(),
  xy: z.number(),
  equal: COUNT,
});

const FEATURE = z.discriminatedUnion('kind', [
  z.object({ name: z.string(), kind: z.literal('numeric'), missing: COUNT, sketch: SKETCH, withTarget: SUMS }),
  z.object({ name: z.string(), kind: z.literal('categorical'), missing: COUNT, categoryCounts: z.array(COUNT) }),
]);

const SCHEMA = z.object({
  schemaVersion: z.literal(PROFILE_SCHEMA_VERSION),
  rows: COUNT,
  features: z.array(FEATURE),
  target: SKETCH,
  executions: SKETCH,
});

/**
 * Reads a profile that was written as JSON.
 *
 * @param place where it came from, for the message.
 * @throws DqsError `bundle-invalid` if it is not a profile of `PROFILE_SCHEMA_VERSION`.
 */
export function parseProfile(text: string, place: string): TrainingProfile {
  const result = SCHEMA.safeParse(parseJson(text, place));
  if (result.success) return result.data as TrainingProfile;
  const problems = result.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new DqsError(
    'bundle-invalid',
    `${place} is no training profile of version ${PROFILE_SCHEMA_VERSION} (${problems.join('; ')}); train the model again`,
    { details: { place, problems } },
  );
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DqsError('bundle-invalid', `expected JSON in ${place}, got something else`, {
      cause,
      details: { place },
    });
  }
}
