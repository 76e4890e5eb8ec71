import { statfs } from 'node:fs/promises';

import { jobFacts, outboxFacts, WATCHDOG_FACTS, type SystemFacts } from '@dqs/alerting';
import { MS_PER_DAY } from '@dqs/core';

import { lastTick, lastVerification } from '../operation/system-record.js';
import { orDefault } from '../settings/index.js';
import type { Settings } from '../settings/settings.js';
import type { OpenedOperation } from '../stores/open-alerting.js';
import { databasePlace, type DatabaseSettings } from '../stores/open-database.js';
import { retrainingFacts } from './retraining-facts.js';

/** The settings by which the system watches itself. */
export type SystemSettings = DatabaseSettings & Settings<'storeLeastFree' | 'registry'>;

const BYTES_PER_GIB = 2 ** 30;
/** Jobs that failed for good within this time speak against their kind; older ones are on the list of jobs alone. */
const FAILED_MS = 3 * MS_PER_DAY;

/**
 * What is known of the system itself now: the outboxes of all alertings with their channels, the disk of the database, jobs and ticks,
 * the audit log, retrainings and aliases, and the watchdog. What a tick knows by itself, whether forecasts are made, is not among it.
 *
 * @param at the time of the tick, milliseconds.
 */
export async function systemFacts(
  settings: SystemSettings,
  { alerting, jobs }: Pick<OpenedOperation, 'alerting' | 'jobs'>,
  at: number,
): Promise<readonly SystemFacts[]> {
  return [
    WATCHDOG_FACTS,
    ...(await outboxFacts(alerting, at)),
    ...(await diskFacts(settings)),
    ...jobFacts(await jobTotals(jobs, at), at),
    ...(await recordFacts(settings, at)),
    ...(await retrainingFacts(settings, at)),
  ];
}

/** Jobs of each kind at a time, with those that failed lately. */
export function jobTotals(jobs: OpenedOperation['jobs'], at: number): ReturnType<OpenedOperation['jobs']['totals']> {
  return jobs.totals(at, at - FAILED_MS);
}

/** When somebody looked at what is due, and what the last verification of the audit log found, where there was one. */
export async function recordFacts({ store }: Settings<'store'>, at: number): Promise<readonly SystemFacts[]> {
  if (store === undefined) return [];
  const [tick, verified] = [await lastTick(store), await lastVerification(store)];
  const facts: SystemFacts[] = [];
  if (tick !== undefined) facts.push({ part: 'tick', kind: 'tick', labels: {}, age: Math.max(0, at - tick) });
  if (verified !== undefined) {
    const age = Math.max(0, at - verified.at);
    facts.push({ part: 'audit log', kind: 'audit', labels: {}, ok: verified.isIntact, age });
  }
  return facts;
}

/** Whether the disk of the database has room, where that is known. */
async function diskFacts(settings: SystemSettings): Promise<readonly SystemFacts[]> {
  const free = await freeBytes(settings);
  if (free === undefined) return [];
  const ok = free >= orDefault(settings.storeLeastFree, 'storeLeastFree') * BYTES_PER_GIB;
  return [{ part: 'store', kind: 'store', labels: {}, ok }];
}

/** Room on the disk of an embedded database; undefined for a server, of whose disk nothing is known. */
export async function freeBytes(settings: DatabaseSettings): Promise<number | undefined> {
  const place = databasePlace(settings);
  if ('url' in place) return undefined;
  const { bavail, bsize } = await statfs(place.folder);
  return bavail * bsize;
}
