import type { JsonSchema } from '@dqs/core/yaml';

import { POLICY_SHAPE } from './policy-shape.js';

/** The JSON schema of a policy, for editors: made of the declaration by which policies are read. */
export function policyJsonSchema(): JsonSchema & { readonly $schema: string; readonly title: string } {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'DQS alert policy', ...POLICY_SHAPE.schema };
}
