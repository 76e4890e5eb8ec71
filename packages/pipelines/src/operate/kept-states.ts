import {
  goOnFrom,
  keepStates,
  moveStatesOut,
  type KeptStates,
  type MovedStates,
  type SeriesHistory,
} from '@dqs/features';
import type { LedgerStore } from '@dqs/ledger';
import { z } from 'zod';

import { packStates, STATES_VERSION, unpackStates } from './states-content.js';

/** Where states are kept. */
export type StatesStore = Pick<LedgerStore, 'checkpoint' | 'keepCheckpoint'>;

/** From when on states are kept anew, in days: of two there is always one that results which are late by a week do not change. */
const KEPT_DAYS = 7;
const LIST = `issuing/states/${STATES_VERSION}`;
const placeName = (place: number) => `${LIST}/${place}`;
/** There is one checkpoint of a name, which is replaced. */
const KNOWN_AT = 0;

/** What is kept, and in which of the two places. */
const KEPT = z.array(z.strictObject({ place: z.int().min(0).max(1), day: z.int(), digest: z.string() })).max(2);
type Kept = z.infer<typeof KEPT>;

/** States that the last issue of this process into a ledger has left. */
const LEFT = new WeakMap<StatesStore, MovedStates>();

/**
 * Forecasts a day with what issues before it know of every series, so that it costs a day and not all days of the history: what the
 * last issue of this process has left, or what was kept in the ledger in the last two weeks. Only what the results of this history,
 * up to the last bit, give as well is gone on from: forecasts are the same with it and without.
 *
 * @param make forecasts as of the day.
 */
export async function withKeptStates<T>(
  store: StatesStore,
  history: SeriesHistory,
  asOf: number,
  make: () => Promise<T>,
): Promise<T> {
  const moved = LEFT.get(store);
  LEFT.delete(store);
  const valid = await goOnFromKept(store, history, { asOf, moved });
  try {
    const made = await make();
    if (!valid.some(({ day }) => day > asOf - KEPT_DAYS)) await keep(store, valid, keepStates(history, asOf));
    return made;
  } finally {
    const left = moveStatesOut(history);
    if (left) LEFT.set(store, left);
  }
}

/**
 * Lets a history go on from states that were moved out of another, or where these are no use from those that a ledger has.
 *
 * @returns what the ledger has of this history, the latest first.
 */
export async function goOnFromKept(
  store: StatesStore,
  history: SeriesHistory,
  { asOf, moved }: { readonly asOf: number; readonly moved: MovedStates | undefined },
): Promise<Kept> {
  const isOfIt = ({ day, digest }: { readonly day: number; readonly digest: string }) => history.digest(day) === digest;
  const valid = (await keptIn(store)).filter(isOfIt);
  const latest = moved?.digests.some(isOfIt) ? undefined : valid.find(({ day }) => day <= asOf);
  const content = await contentOf(store, latest);
  goOnFrom(history, { moved, kept: content ? [content] : [] });
  return valid;
}

/** What a ledger has, the latest first; nothing where it cannot be read, as it can be made anew. */
async function keptIn(store: StatesStore): Promise<Kept> {
  const list = await store.checkpoint(LIST);
  if (!list) return [];
  try {
    const { data = [] } = KEPT.safeParse(JSON.parse(Buffer.from(list.content).toString('utf8')));
    return [...data].sort((a, b) => b.day - a.day);
  } catch {
    return [];
  }
}

async function contentOf(store: StatesStore, kept: Kept[number] | undefined): Promise<KeptStates | undefined> {
  if (!kept) return undefined;
  const checkpoint = await store.checkpoint(placeName(kept.place));
  const states = checkpoint && unpackStates(checkpoint.content);
  // Another process may have replaced it since.
  return states?.day === kept.day && states.digest === kept.digest ? states : undefined;
}

async function keep(store: StatesStore, valid: Kept, states: KeptStates): Promise<void> {
  const { day, digest, isKept } = states;
  // Where only a few were forecast, as most had been before, they would stand in the way of all others.
  if (2 * isKept.reduce((sum, one) => sum + one, 0) <= isKept.length) return;
  const others = valid.slice(0, 1);
  const place = others[0]?.place === 0 ? 1 : 0;
  await store.keepCheckpoint(placeName(place), { day, knownAt: KNOWN_AT, content: packStates(states) });
  const content = Buffer.from(JSON.stringify([{ place, day, digest }, ...others]));
  await store.keepCheckpoint(LIST, { day, knownAt: KNOWN_AT, content });
}
