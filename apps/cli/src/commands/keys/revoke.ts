import { actorOf } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { openKeys } from './open-keys.js';

/** `dqs keys revoke`: ends a key; servers refuse it within seconds. */
export async function revokeKey({ settings }: CommandContext<'store' | 'keyId' | 'by'>): Promise<CommandResult> {
  const key = await openKeys(settings).revoke(required(settings.keyId, 'keyId'), actorOf(settings));
  return { json: key, text: () => `key ${key.id} was revoked at ${key.revokedAt ?? ''}\n` };
}
