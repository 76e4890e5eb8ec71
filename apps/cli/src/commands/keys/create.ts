import { actorOf } from '@dqs/runtime';
import { orDefault, required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { openKeys } from './open-keys.js';

const MS_PER_DAY = 86_400_000;

/** `dqs keys create`: makes an API key and shows it, this once. */
export async function createKey({
  settings,
}: CommandContext<
  'store' | 'keyName' | 'keyRole' | 'keyTenants' | 'keyScopes' | 'keyDays' | 'keyEnvironment' | 'by'
>): Promise<CommandResult> {
  const { key, text } = await openKeys(settings).create({
    name: required(settings.keyName, 'keyName'),
    role: orDefault(settings.keyRole, 'keyRole'),
    tenants: settings.keyTenants,
    scopes: settings.keyScopes,
    env: orDefault(settings.keyEnvironment, 'keyEnvironment'),
    lifetimeMs: orDefault(settings.keyDays, 'keyDays') * MS_PER_DAY,
    by: actorOf(settings),
  });
  return {
    json: { ...key, text },
    text: () => `${text}\nkey ${key.id}, ${key.role}, good until ${key.expiresAt}; it is shown this once\n`,
  };
}
