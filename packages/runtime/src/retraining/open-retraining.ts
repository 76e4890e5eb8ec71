import {
  MAX_POLICY_LENGTH,
  readRetrainingPolicy,
  RetrainingRecord,
  type RetrainingPlace,
} from '@dqs/pipelines/retrain';
import { Registry } from '@dqs/registry';

import type { AppHooks } from '../app-hooks.js';
import { orDefault } from '../settings/index.js';
import type { Settings } from '../settings/settings.js';
import { inputFileText, MOST_BYTES_A_CHARACTER } from '../settings/small-file.js';
import { openStore } from '../stores/open-store.js';

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
  const text = await inputFileText({
    path,
    what: 'a retraining policy',
    whenMissing: 'name one with --policy',
    mostBytes: MOST_BYTES_A_CHARACTER * MAX_POLICY_LENGTH,
  });
  const policy = readRetrainingPolicy(text, path);
  const store = openStore(orDefault(settings.registry, 'registry'));
  const record = new RetrainingRecord(store, policy.model, policy.alias, clock);
  return { policy, registry: new Registry(store, { clock }), record };
}
