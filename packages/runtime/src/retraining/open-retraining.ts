import { DqsError } from '@dqs/core';
import { readRetrainingPolicy, RetrainingRecord, type RetrainingPlace } from '@dqs/pipelines/retrain';
import { Registry } from '@dqs/registry';

import type { AppHooks } from '../app-hooks.js';
import { orDefault } from '../settings/index.js';
import type { Settings } from '../settings/settings.js';
import { smallFileText } from '../settings/small-file.js';
import { openStore } from '../stores/open-store.js';

/** Longest file of a policy in bytes. */
const MAX_BYTES = 400_000;

/** The settings that tell of a retraining. */
export type RetrainingSettings = Settings<'retrainPolicy' | 'registry'>;

/** A policy with the registry and the record of its model. */
export type OpenedRetraining = Pick<RetrainingPlace, 'policy' | 'registry' | 'record'>;

/**
 * The retraining that is set. Nothing is made in the registry before something is written.
 *
 * @throws DqsError `input-not-found`, `input-unreadable`, `policy-invalid` which lists every problem.
 */
export async function openRetraining(
  settings: RetrainingSettings,
  { clock }: Pick<AppHooks, 'clock'>,
): Promise<OpenedRetraining> {
  const path = orDefault(settings.retrainPolicy, 'retrainPolicy');
  const text = await smallFileText(path, MAX_BYTES, (reason, cause) => unreadable(path, reason, cause));
  const policy = readRetrainingPolicy(text, path);
  const store = openStore(orDefault(settings.registry, 'registry'));
  const record = new RetrainingRecord(store, policy.model, policy.alias, clock);
  return { policy, registry: new Registry(store, { clock }), record };
}

function unreadable(path: string, reason: string, cause: unknown): DqsError {
  const isMissing = (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
  const code = isMissing ? 'input-not-found' : 'input-unreadable';
  const hint = isMissing ? '; name one with --policy' : '';
  return new DqsError(code, `expected a retraining policy at ${path}: ${reason}${hint}`, { cause, details: { path } });
}
