import type { RuleCatalogue } from '@dqs/core';
import type { ValidationOptions } from '@dqs/pipelines';

import type { Settings } from '../config.js';
import { gateLimits } from './gate-limits.js';

const MS_PER_DAY = 86_400_000;

/**
 * What the gates are asked with: the same for `dqs validate` and before a promotion, so that a model which passes the one
 * does not fail the other for its limits, its rules or the day it is.
 *
 * @throws DqsError `config-invalid` for a limit that is none, `rules-invalid`; before any work begins.
 */
export async function judgingOptions(settings: Settings<'validate' | 'registry promote'>): Promise<ValidationOptions> {
  const limits = await gateLimits(settings);
  const { validationFolds: folds, seed, threads, ruleMetadata } = settings;
  const today = Math.floor(Date.now() / MS_PER_DAY);
  return { limits, folds, seed, threads, today, rules: await rulesOf(ruleMetadata) };
}

async function rulesOf(path: string | undefined): Promise<RuleCatalogue | undefined> {
  if (path === undefined) return undefined;
  const { readRules } = await import('@dqs/ingestion');
  return readRules(path);
}
