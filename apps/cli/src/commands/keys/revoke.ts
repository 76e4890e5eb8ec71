import { actorOf, audited } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { keyState, openKeys } from './open-keys.js';

/** `dqs keys revoke`: ends a key; servers refuse it within seconds. */
export async function revokeKey({
  settings,
  hooks,
}: CommandContext<'store' | 'databaseUrl' | 'keyId' | 'by'>): Promise<CommandResult> {
  const id = required(settings.keyId, 'keyId');
  const keys = openKeys(settings);
  const by = actorOf(settings);
  const act = { actor: { id: by }, action: 'key.revoke', targets: [{ kind: 'key', id }] };
  const revoke = () => keys.revoke(id, by);
  const key = await audited(settings, hooks, act, revoke, (kept) => ({ after: keyState(kept) }));
  return { json: key, text: () => `key ${key.id} was revoked at ${key.revokedAt ?? ''}\n` };
}
