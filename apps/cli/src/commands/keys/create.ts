import { MS_PER_DAY } from '@dqs/core';
import { actorOf, audited } from '@dqs/runtime';
import { orDefault, required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { keyState, openKeys } from './open-keys.js';

/** `dqs keys create`: makes an API key and shows it, this once. */
export async function createKey({
  settings,
  hooks,
}: CommandContext<
  'store' | 'databaseUrl' | 'keyName' | 'keyRole' | 'keyTenants' | 'keyScopes' | 'keyDays' | 'keyEnvironment' | 'by'
>): Promise<CommandResult> {
  const name = required(settings.keyName, 'keyName');
  const by = actorOf(settings);
  const made = {
    name,
    role: orDefault(settings.keyRole, 'keyRole'),
    tenants: settings.keyTenants,
    scopes: settings.keyScopes,
    env: orDefault(settings.keyEnvironment, 'keyEnvironment'),
    lifetimeMs: orDefault(settings.keyDays, 'keyDays') * MS_PER_DAY,
    by,
  };
  const keys = openKeys(settings);
  const act = { actor: { id: by }, action: 'key.create', targets: [{ kind: 'key-name', id: name }] };
  const { key, text } = await audited(
    settings,
    hooks,
    act,
    () => keys.create(made),
    ({ key: kept }) => ({ targets: [{ kind: 'key', id: kept.id }], after: keyState(kept) }),
  );
  return {
    json: { ...key, text },
    text: () => `${text}\nkey ${key.id}, ${key.role}, good until ${key.expiresAt}; it is shown this once\n`,
  };
}
