import { type ArtifactStore, type Hooks, throwIfAborted } from '@dqs/core';
import { assertHead, headProblem, noteInto, verifyChain, type ArtifactProblem, type Note } from '@dqs/core/journal';

import { deliveriesFormat } from './deliveries.js';
import type { DeliveryEntry } from './entries.js';
import { newestVersions, sumOfNewest } from './known-panel.js';
import { KEYS, PAGE } from './layout.js';
import { bytesNamed, referenceOf } from './panels.js';
import { SavedIndex } from './saved-index.js';
import { NO_CHECKPOINT, stateAt } from './state.js';

/** Result of a full check of a store of deliveries. */
export interface DeliveriesCheck {
  readonly entries: number;
  readonly deliveries: number;
  /** Panels that were read: one of every version of a delivery, one of every snapshot. */
  readonly panels: number;
  readonly bytes: number;
  /** Hash of the last entry, which covers the whole history. Kept elsewhere, it later shows whether the end was cut off. */
  readonly head: string;
  readonly problems: readonly ArtifactProblem[];
}

/** Options of a check. */
export interface DeliveriesCheckOptions {
  /** The head that an earlier check returned, or at least its first 16 digits. */
  readonly expectHead?: string;
}

/**
 * Reads and verifies a whole store of deliveries: each entry against its seal and the entry before, each panel against its
 * hash, each snapshot against the sum of its deliveries, pages and ids against the entries, and the history against a
 * remembered head. Nothing is changed, and a problem does not stop the check.
 *
 * @throws DqsError `invalid-argument` for an invalid expected head, `aborted`.
 */
export async function verifyDeliveries(
  store: ArtifactStore,
  { expectHead }: DeliveriesCheckOptions = {},
  hooks: Pick<Hooks, 'signal' | 'onProgress'> = {},
): Promise<DeliveriesCheck> {
  assertHead(expectHead);
  const problems: ArtifactProblem[] = [];
  const note = noteInto(problems, 'deliveries-corrupt');
  const index = new SavedIndex(store);
  const entries: DeliveryEntry[] = [];
  const { state, heads } = await verifyChain(store, deliveriesFormat(index), {
    empty: stateAt(NO_CHECKPOINT),
    prefix: KEYS.journal,
    problems,
    note,
    signal: hooks.signal,
    onEntry: (entry) => entries.push(entry),
  });
  const isWhole = problems.length === 0;
  const cutOff = headProblem(state, heads, expectHead);
  if (cutOff !== undefined) problems.push({ key: KEYS.entry(state.entries), problem: cutOff });
  const read = await checkPanels(store, entries, note, hooks);
  // Without all entries it cannot be said what follows from them.
  if (isWhole) {
    await checkIndex(index, entries, heads, { problems, note });
    if (problems.length === 0) await checkSnapshots(store, entries, problems);
  }
  const { entries: length, head } = state;
  return { entries: length, deliveries: newestVersions(entries).size, ...read, head, problems };
}

async function checkPanels(
  store: ArtifactStore,
  entries: readonly DeliveryEntry[],
  note: Note,
  { signal, onProgress }: Pick<Hooks, 'signal' | 'onProgress'>,
) {
  let bytes = 0;
  for (const [done, { body }] of entries.entries()) {
    throwIfAborted(signal);
    onProgress?.({ stage: 'verify', done, total: entries.length, unit: 'panels' });
    const { sha256 } = body.panel;
    await note(KEYS.panel(sha256), () => bytesNamed(store, KEYS.panel(sha256), sha256));
    if (body.kind === 'delivered' && body.facts) {
      const facts = body.facts.sha256;
      await note(KEYS.facts(facts), () => bytesNamed(store, KEYS.facts(facts), facts));
    }
    bytes += body.panel.bytes;
  }
  return { panels: entries.length, bytes };
}

interface Findings {
  readonly problems: ArtifactProblem[];
  readonly note: Note;
}

async function checkIndex(
  index: SavedIndex,
  entries: readonly DeliveryEntry[],
  heads: readonly string[],
  { problems, note }: Findings,
): Promise<void> {
  const saved = await note(KEYS.checkpoint, () => index.load());
  const covered = saved?.entries ?? 0;
  const rebuilt = 'it does not match the journal; delete the checkpoint, and it will be rebuilt';
  if (covered > entries.length || (covered > 0 && saved!.state.head !== heads[covered - 1])) {
    problems.push({ key: KEYS.checkpoint, problem: rebuilt });
    return;
  }
  for (let page = 0; page < covered / PAGE; page += 1) {
    const found = await note(KEYS.page(page), () => index.page(page));
    const expected = entries.slice(page * PAGE, (page + 1) * PAGE);
    if (found && !isSame(found, expected)) problems.push({ key: KEYS.page(page), problem: rebuilt });
  }
  for (const [id, newest] of newestVersions(entries.slice(0, covered))) {
    const key = KEYS.id(id);
    const found = await note(key, () => index.newest(id));
    const isRight = found && found.number >= newest.number && isSame(found, entries[found.number - 1]);
    if (!isRight && !problems.some((one) => one.key === key)) problems.push({ key, problem: rebuilt });
  }
}

async function checkSnapshots(
  store: ArtifactStore,
  entries: readonly DeliveryEntry[],
  problems: ArtifactProblem[],
): Promise<void> {
  for (const { body } of entries) {
    if (body.kind !== 'compacted') continue;
    const deliveries = entries.slice(0, body.upTo).filter((entry) => entry.body.kind === 'delivered');
    const { sha256 } = referenceOf(await sumOfNewest(store, deliveries)).reference;
    if (sha256 === body.panel.sha256) continue;
    problems.push({ key: KEYS.panel(body.panel.sha256), problem: 'the snapshot is not the sum of its deliveries' });
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
