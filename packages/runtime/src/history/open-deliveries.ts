import { Deliveries } from '@dqs/ingestion';

import { required } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { openStore } from '../stores/open-store.js';

/**
 * The deliveries of the store that is set. Nothing is made before something is added.
 *
 * @throws DqsError `config-invalid` if none is set.
 */
export async function openDeliveries({ store }: Settings<'store'>): Promise<Deliveries> {
  return new Deliveries(openStore(required(store, 'store')));
}
