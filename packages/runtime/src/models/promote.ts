import { DqsError } from '@dqs/core';
import type { Gates, PromotionOutcome } from '@dqs/registry';

import type { AppHooks } from '../app-hooks.js';
import type { Settings } from '../settings/settings.js';
import { actorOf } from './actor.js';
import { gatesOfPromotion, type JudgingSettings } from './judging.js';
import { openRegistry } from './open-model.js';

/** Settings of a promotion: how the version is judged, and what a refusal is worth. */
export type PromotionSettings = JudgingSettings &
  Settings<'by' | 'reason' | 'override' | 'dryRun'> & {
    /** The version that the alias has to point at, null for none; undefined for any. */
    readonly expect?: string | null;
  };

/** What a promotion came to, and of which model. */
export type Promoted = PromotionOutcome & { readonly model: string };

/**
 * Points an alias at a version, if its gates allow it.
 *
 * @param reference the version, such as `orders@latest`.
 * @param gates those of the settings, asked here, by default.
 * @throws DqsError `config-invalid` for an override without a reason; as `Registry.promote`.
 */
export async function promote(
  reference: string,
  alias: string,
  settings: PromotionSettings,
  hooks: AppHooks,
  gates?: Gates,
): Promise<Promoted> {
  const { override: isOverride = false, reason, expect, dryRun } = settings;
  if (isOverride && reason === undefined) {
    throw new DqsError('config-invalid', 'expected --reason with --override: the reason is recorded in the history');
  }
  const { parseReference } = await import('@dqs/registry');
  const { model, selector } = parseReference(reference);
  const registry = await openRegistry(settings);
  const found = await registry.promote(model, {
    selector,
    alias,
    by: actorOf(settings),
    reason,
    override: isOverride ? { reason: reason! } : undefined,
    expect,
    dryRun,
    gates: gates ?? (await gatesOfPromotion(settings, hooks)),
  });
  return { model, ...found };
}
