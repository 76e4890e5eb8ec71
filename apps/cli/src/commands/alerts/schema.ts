import { policyJsonSchema } from '@dqs/alerting';

import type { CommandResult } from '../../run.js';

/** `dqs alerts schema`: the JSON schema of a policy, for editors. */
export function policySchema(): CommandResult {
  const json = policyJsonSchema();
  return { json, text: () => `${JSON.stringify(json, null, 2)}\n`, isData: true };
}
