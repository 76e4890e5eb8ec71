import { openStore } from '@dqs/runtime';
import { ApiKeys, type ApiKey } from '@dqs/runtime/serving';
import { required, type Settings } from '@dqs/runtime/settings';

/** The API keys of the store that is set. */
export function openKeys({ store }: Settings<'store'>): ApiKeys {
  return new ApiKeys(openStore(required(store, 'store')));
}

/** What the audit log tells of a key. */
export function keyState({ name, env, role, tenants, scopes, expiresAt }: ApiKey) {
  return { name, env, role, tenants, scopes, expiresAt };
}
