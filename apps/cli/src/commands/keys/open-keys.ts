import { openStore } from '@dqs/runtime';
import { ApiKeys } from '@dqs/runtime/serving';
import { required, type Settings } from '@dqs/runtime/settings';

/** The API keys of the store that is set. */
export function openKeys({ store }: Settings<'store'>): ApiKeys {
  return new ApiKeys(openStore(required(store, 'store')));
}
