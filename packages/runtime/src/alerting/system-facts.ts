import { statfs } from 'node:fs/promises';

import { outboxFacts, type AlertingStore, type SystemFacts } from '@dqs/alerting';

import { orDefault } from '../settings/index.js';
import type { Settings } from '../settings/settings.js';
import { databasePlace, type DatabaseSettings } from '../stores/open-database.js';

/** The settings by which the system watches itself. */
export type SystemSettings = DatabaseSettings & Settings<'storeLeastFree'>;

const BYTES_PER_GIB = 2 ** 30;

/**
 * What is known of the system itself now: the outboxes of all alertings with their channels, and the disk of the database. What a
 * tick knows by itself, whether forecasts are made, is not among it.
 *
 * @param at the time of the tick, milliseconds.
 */
export async function systemFacts(
  settings: SystemSettings,
  alerting: Pick<AlertingStore<never>, 'names' | 'outboxOf'>,
  at: number,
): Promise<readonly SystemFacts[]> {
  return [...(await outboxFacts(alerting, at)), ...(await diskFacts(settings))];
}

/** Whether the disk of an embedded database has room; nothing is known of the disk of a server. */
async function diskFacts(settings: SystemSettings): Promise<readonly SystemFacts[]> {
  const place = databasePlace(settings);
  if ('url' in place) return [];
  const { bavail, bsize } = await statfs(place.folder);
  const ok = bavail * bsize >= orDefault(settings.storeLeastFree, 'storeLeastFree') * BYTES_PER_GIB;
  return [{ part: 'store', kind: 'store', labels: {}, ok }];
}
