import { SYSTEM_POLICY } from '@dqs/alerting';

import type { CommandResult } from '../../run.js';

/** `dqs alerts system-policy`: alerts about DQS itself, to begin with. */
export function systemPolicy(): CommandResult {
  return { json: { policy: SYSTEM_POLICY }, text: () => SYSTEM_POLICY, isData: true };
}
