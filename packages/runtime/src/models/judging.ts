import { DqsError, type DailyPanel } from '@dqs/core';
import { promotionGates, type ValidationOptions } from '@dqs/pipelines';
import type { Gates } from '@dqs/registry';
import { gateLimits, type GateLimits } from '@dqs/validation';

import type { AppHooks } from '../app-hooks.js';
import { ruleNames } from '../forecasts/rule-names.js';
import { givenPanel } from '../history/fresh-history.js';
import { judgedHistory } from '../history/judged-history.js';
import type { Settings } from '../settings/settings.js';
import type { JUDGING } from '../settings/validate.js';
import { withModels, type OpenedModel } from './open-model.js';

/** What a model is judged by and with. */
export type JudgingSettings = Settings<(typeof JUDGING)[number] | 'registry'>;

/**
 * The limits of gates that are set, checked before any work begins.
 *
 * @throws DqsError `config-invalid` for a limit that is none, with the nearest name.
 */
export function limitsOf(settings: Settings<'limit'>): Partial<GateLimits> {
  const limits = settings.limit as Partial<GateLimits> | undefined;
  try {
    gateLimits(limits);
  } catch (cause) {
    if (!DqsError.is(cause)) throw cause;
    // The settings are not a call's arguments: they come from flags, the environment or a file.
    throw new DqsError('config-invalid', cause.message, { cause, details: cause.details });
  }
  return limits ?? {};
}

/**
 * What the gates are asked with: the same for a validation and before a promotion, so that a model which passes the one
 * does not fail the other for its limits or its rules.
 *
 * @throws DqsError `config-invalid` for a limit that is none, `rules-invalid`; before any work begins.
 */
export async function judgingOptions(settings: JudgingSettings): Promise<ValidationOptions> {
  const limits = limitsOf(settings);
  const { validationFolds: folds, seed, threads } = settings;
  return { limits, folds, seed, threads, rules: await ruleNames(settings) };
}

/**
 * The gates of a promotion: those of a validation with the same settings, and that the candidate is not worse than the
 * version it replaces. The history that was given is read once, however often a race makes the gates be asked.
 *
 * @throws DqsError as `judgingOptions`.
 */
export async function gatesOfPromotion(settings: JudgingSettings, hooks: AppHooks): Promise<Gates> {
  const options = await judgingOptions(settings);
  let given: Promise<DailyPanel | undefined> | undefined;
  return async ({ model, candidate, current }) => {
    given ??= givenPanel(settings, hooks);
    const panel = await given;
    const versions = current && !current.isRemoved ? [candidate, current] : [candidate];
    const references = versions.map(({ version }) => `${model}@${version}`);
    return withModels(references, settings, (models) => {
      const [next, now] = models as [OpenedModel, OpenedModel | undefined];
      const compareOn = now && judgedHistory(models, panel);
      return promotionGates({ candidate: next.bundle, current: now?.bundle, panel, compareOn }, options, hooks);
    });
  };
}
