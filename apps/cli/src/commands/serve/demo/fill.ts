import { DqsError, SYSTEM_CLOCK, type ArtifactStore } from '@dqs/core';
import { openOperation, openStore, type AppHooks } from '@dqs/runtime';
import { openDeliveries } from '@dqs/runtime/history';

import { playAlerts } from './alerts.js';
import { calendarOf } from './calendar.js';
import { OperationPlay } from './operation.js';
import { alertPolicyText, catalogText, ORGANIZATION, placeOf, PLACES, RETRAINING_POLICY } from './policies.js';
import { worldOf, type DemoSettings } from './world.js';

/** Written before and after filling: one that was interrupted goes on with the same world. */
const [BEGUN, FILLED] = ['demo/begun.json', 'demo/filled.json'];

/** The settings by which a demonstration is served, unless others are set: what its company has decided. */
export interface DemoDefaults {
  readonly catalog: string;
  readonly servedRetraining: string;
  readonly organization: string;
}

/**
 * Begins the demonstration of an empty store, and puts its policies there. One that was begun before stays as it is.
 *
 * @returns what it is served with.
 * @throws DqsError `config-invalid` for a store that holds other deliveries.
 */
export async function beginDemo(settings: DemoSettings, { clock = SYSTEM_CLOCK }: AppHooks): Promise<DemoDefaults> {
  const artifacts = openStore(settings.store);
  if ((await artifacts.head(BEGUN)) === undefined) {
    const { entries } = await (await openDeliveries(settings)).head();
    if (entries > 0) {
      const message = `expected an empty store for --demo, and ${settings.store} holds deliveries already; name another one with --store`;
      throw new DqsError('config-invalid', message);
    }
    const startedAt = clock.now();
    await artifacts.put(PLACES.alerts, Buffer.from(alertPolicyText(calendarOf(startedAt))));
    await artifacts.put(PLACES.catalog, Buffer.from(catalogText()));
    await artifacts.put(PLACES.retraining, Buffer.from(RETRAINING_POLICY));
    await artifacts.put(BEGUN, bytesOf({ startedAt }));
  } else await startOf(artifacts, settings.store);
  const [catalog, servedRetraining] = [placeOf(settings, 'catalog'), placeOf(settings, 'retraining')];
  return { catalog, servedRetraining, organization: ORGANIZATION };
}

/**
 * Fills a store with the world of the demonstration that was begun in it: two years of a company's results, of which the second is
 * played day by day with its forecasts, grades, retrainings, alerts and what people did, up to the time at which it was begun. A
 * store that was filled is left as it is; one whose filling was interrupted is filled to the end.
 *
 * @param replayedDays of the second year, the last ones; all of it by default.
 * @returns whether there was anything to fill.
 * @throws DqsError as {@link beginDemo}, as training and writing; `aborted`.
 */
export async function fillDemo(settings: DemoSettings, hooks: AppHooks, replayedDays?: number): Promise<boolean> {
  await beginDemo(settings, hooks);
  const artifacts = openStore(settings.store);
  if ((await artifacts.head(FILLED)) !== undefined) return false;
  const world = worldOf(await startOf(artifacts, settings.store), replayedDays);
  const { database, ...operation } = await openOperation(settings);
  try {
    await new OperationPlay(world, settings, operation, hooks).play();
    await playAlerts({ world, settings, operation, database }, hooks);
  } finally {
    await database.close();
  }
  await artifacts.put(FILLED, bytesOf({ startedAt: world.calendar.now }));
  return true;
}

/** @throws DqsError `input-unreadable` for a text that this program has not written. */
async function startOf(artifacts: ArtifactStore, store: string): Promise<number> {
  const text = Buffer.from((await artifacts.get(BEGUN)).content).toString();
  const whole = /^\{"startedAt":(\d{1,14})\}\n$/.exec(text)?.[1];
  if (whole !== undefined) return Number(whole);
  const message = `expected the time at which a demonstration was begun in ${BEGUN} of ${store}, got ${JSON.stringify(text.slice(0, 60))}; name an empty folder with --store`;
  throw new DqsError('input-unreadable', message);
}

function bytesOf(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
