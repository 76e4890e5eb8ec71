import type { RuleCatalogue } from '@dqs/core';
import { readRules } from '@dqs/ingestion';

import type { Settings } from '../settings/settings.js';

/**
 * The rule metadata that are set, with the names by which rules may be called; undefined where none are.
 *
 * @throws DqsError as `readRules`.
 */
export async function ruleNames({ ruleMetadata }: Settings<'ruleMetadata'>): Promise<RuleCatalogue | undefined> {
  return ruleMetadata === undefined ? undefined : readRules(ruleMetadata);
}
