import { randomUUID } from 'node:crypto';

import { DqsError, SYSTEM_CLOCK, throwIfAborted, type ArtifactStore, type Hooks } from '@dqs/core';

/** What a check found to hold. */
export interface StoreCheck {
  /** Facts, in the order in which they were tried. */
  readonly facts: readonly string[];
  /** Writers that raced for each key. */
  readonly racers: number;
  readonly rounds: number;
}

/** Below this folder a check writes; what a killed check leaves there may be removed. */
const FOLDER = 'dqs-store-check';
const RACERS = 16;
const ROUNDS = 4;

/**
 * Tries whether a store keeps what everything written to it relies on: of 16 creators of a key exactly one wins, of 16
 * who replace the same content exactly one, a stale one never does, and what was written is read at once. It writes some
 * small artifacts under a name of its own and removes them.
 *
 * @param open opens the store; each racer has one of its own, as processes would.
 * @throws DqsError `artifact-store-unsafe` with the first fact that does not hold; errors of the store pass through.
 */
export async function checkStore(
  open: () => ArtifactStore,
  hooks: Pick<Hooks, 'signal' | 'clock'> = {},
): Promise<StoreCheck> {
  const at = new Date((hooks.clock ?? SYSTEM_CLOCK).now()).toISOString().replace(/[-:.]/g, '');
  const folder = `${FOLDER}/${at}-${randomUUID().slice(0, 8)}`;
  const racers = Array.from({ length: RACERS }, () => open());
  const store = racers[0]!;
  const facts: string[] = [];
  for (const [fact, holds] of CHECKS) {
    for (let round = 1; round <= ROUNDS; round += 1) {
      throwIfAborted(hooks.signal);
      const problem = await holds({ store, racers, key: `${folder}/${facts.length + 1}-${round}` });
      if (problem !== undefined) throw unsafe(fact, problem);
    }
    facts.push(fact);
  }
  for (const key of await store.list(`${folder}/`)) await store.delete(key);
  return { facts, racers: RACERS, rounds: ROUNDS };
}

interface Trial {
  readonly store: ArtifactStore;
  readonly racers: readonly ArtifactStore[];
  /** A key that holds nothing. */
  readonly key: string;
}

/** Each fact with its trial, which gives what was seen instead. */
const CHECKS: readonly (readonly [string, (trial: Trial) => Promise<string | undefined>])[] = [
  ['a key that holds something is not created again', createsOnce],
  ['of 16 creators of a key exactly one wins, and its content is there', oneCreator],
  ['of 16 who replace the same content exactly one wins, and its content is there', oneReplacer],
  ['whoever has seen an older content replaces nothing', refusesStale],
  ['what was written and removed is seen at once, by reading and by listing', seesAtOnce],
];

const bytesOf = (text: string) => Buffer.from(text);

async function createsOnce({ store, key }: Trial): Promise<string | undefined> {
  await store.put(key, bytesOf('first'), { ifNoneMatch: '*' });
  if (await wins(store.put(key, bytesOf('second'), { ifNoneMatch: '*' }))) return 'the second creation was accepted';
  return contentIs(store, key, 'first');
}

async function oneCreator({ store, racers, key }: Trial): Promise<string | undefined> {
  const won = await Promise.all(racers.map((one, i) => wins(one.put(key, bytesOf(`${i}`), { ifNoneMatch: '*' }))));
  return oneWinner(store, key, won);
}

async function oneReplacer({ store, racers, key }: Trial): Promise<string | undefined> {
  const { etag } = await store.put(key, bytesOf('old'), { ifNoneMatch: '*' });
  const won = await Promise.all(racers.map((one, i) => wins(one.put(key, bytesOf(`${i}`), { ifMatch: etag }))));
  return oneWinner(store, key, won);
}

async function refusesStale({ store, racers, key }: Trial): Promise<string | undefined> {
  const { etag } = await store.put(key, bytesOf('old'), { ifNoneMatch: '*' });
  await store.put(key, bytesOf('new'), { ifMatch: etag });
  const won = await Promise.all(racers.map((one) => wins(one.put(key, bytesOf('stale'), { ifMatch: etag }))));
  if (won.includes(true)) return `${won.filter(Boolean).length} of ${won.length} were accepted`;
  return contentIs(store, key, 'new');
}

async function seesAtOnce({ store, racers, key }: Trial): Promise<string | undefined> {
  await store.put(key, bytesOf('there'));
  for (const one of racers) {
    const problem = await contentIs(one, key, 'there');
    if (problem !== undefined) return problem;
  }
  if (!(await store.list(key)).includes(key)) return 'a key was not listed after it had been written';
  await store.delete(key);
  if ((await store.head(key)) !== undefined) return 'a key was read after it had been removed';
  return (await store.list(key)).includes(key) ? 'a key was listed after it had been removed' : undefined;
}

async function oneWinner(store: ArtifactStore, key: string, won: readonly boolean[]): Promise<string | undefined> {
  const count = won.filter(Boolean).length;
  return count === 1 ? contentIs(store, key, `${won.indexOf(true)}`) : `${count} won`;
}

async function contentIs(store: ArtifactStore, key: string, expected: string): Promise<string | undefined> {
  const actual = Buffer.from((await store.get(key)).content).toString();
  return actual === expected ? undefined : `"${actual.slice(0, 40)}" was read where "${expected}" was written last`;
}

/** Whether a put was accepted. */
async function wins(put: Promise<unknown>): Promise<boolean> {
  try {
    await put;
    return true;
  } catch (error) {
    if (DqsError.is(error) && error.code === 'artifact-conflict') return false;
    throw error;
  }
}

function unsafe(fact: string, problem: string): DqsError {
  return new DqsError(
    'artifact-store-unsafe',
    `this store must not be used: expected that ${fact}, but ${problem}; writers at the same time would overwrite each other`,
    { details: { fact, problem } },
  );
}
