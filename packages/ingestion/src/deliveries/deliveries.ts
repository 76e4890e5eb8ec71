import { DqsError, SYSTEM_CLOCK, type ArtifactStore, type Clock, type DailyPanel, type SeriesFact } from '@dqs/core';
import { Journal, type JournalFormat } from '@dqs/core/journal';

import {
  composeEntry,
  isCompacted,
  isDelivered,
  parseEntry,
  type Compacted,
  type Delivered,
  type DeliveryBody,
  type DeliveryEntry,
} from './entries.js';
import { factsOf } from './facts.js';
import { inBatches } from './in-batches.js';
import { newestVersions, sumOfNewest } from './known-panel.js';
import { assertDeliveryId, damaged, KEYS, PAGE } from './layout.js';
import { getPanel, putFacts, putPanel } from './panels.js';
import { SavedIndex } from './saved-index.js';
import { recentVersion, withEntry, type DeliveriesState } from './state.js';

/** What arrives. */
export interface NewDelivery {
  /** The sender's key; the same one again is a correction of the same delivery. */
  readonly id: string;
  readonly panel: DailyPanel;
  /** What a tool told of its series. */
  readonly facts?: readonly SeriesFact[];
  /** What it was read from, for people. */
  readonly name: string;
  /** sha256 of the bytes it was read from, where there were any. */
  readonly content?: string;
  readonly by: string;
  /**
   * A person says that this is what the delivery holds now, even if an earlier version held the same. Otherwise a content
   * that the id ever had is taken for the same message once more, however late. @default false
   */
  readonly isCorrection?: boolean;
}

/** What became of a delivery. */
export interface DeliveryOutcome {
  /** `known`: the same contribution under that id is there already, and nothing happened. */
  readonly outcome: 'added' | 'replaced' | 'known';
  readonly entry: DeliveryEntry<Delivered>;
}

/** Until when to look. */
export interface KnownAt {
  /** Milliseconds since 1970-01-01T00:00:00Z; what arrived later is not there. @default everything */
  readonly knownAt?: number;
}

/** A delivery beside the one it takes the place of: what an entry of the journal changed. */
export interface DeliveryChange {
  readonly panel: DailyPanel;
  /** The contribution that it replaces; undefined for a first version. */
  readonly replaced: DailyPanel | undefined;
}

/**
 * The deliveries of rule results in a store: what arrived, when, and the panel known at any time, which is the sum of the
 * newest version of each delivery. The same delivery twice counts once, its order never matters, and any number of
 * processes may add at once or be killed: a delivery is there whole, or not at all.
 *
 * @example
 * const deliveries = new Deliveries(new FileStore('results'));
 * await deliveries.add({ id: 'nightly-2026-03-01', panel, name: 'nightly.csv', by: 'cron' });
 * const yesterday = await deliveries.panel({ knownAt: Date.parse('2026-03-01T12:00:00Z') });
 */
export class Deliveries {
  readonly #store: ArtifactStore;
  readonly #index: SavedIndex;
  readonly #journal: Journal<DeliveriesState, DeliveryEntry, DeliveryBody>;

  constructor(store: ArtifactStore, { clock = SYSTEM_CLOCK }: { readonly clock?: Clock } = {}) {
    this.#store = store;
    this.#index = new SavedIndex(store);
    this.#journal = new Journal(store, deliveriesFormat(this.#index), clock);
  }

  /**
   * Adds a delivery: a new id adds up with the others, a known one is replaced by a panel that it never had, and is left
   * alone by one that it has or had: a message that comes twice, in whatever order, undoes no correction.
   *
   * @throws DqsError `invalid-argument` for an id that is none, see `assertDeliveryId`; `deliveries-corrupt`.
   */
  async add(delivery: NewDelivery): Promise<DeliveryOutcome> {
    assertDeliveryId(delivery.id);
    // Stored before the entry that names it: whoever reads the entry finds the panel.
    const panel = await putPanel(this.#store, delivery.panel);
    const counts = factsOf(delivery.panel);
    const facts = await putFacts(this.#store, delivery.facts ?? []);
    const { id, name, content = null, by, isCorrection = false } = delivery;
    let known: DeliveryEntry<Delivered> | undefined;
    const entry = await this.#journal.append(async (state) => {
      known = await this.#newest(state, id);
      if (known && (await this.#isKnown(known, panel.sha256, isCorrection ? 1 : MOST_VERSIONS))) return undefined;
      const version = (known?.body.version ?? 0) + 1;
      const replaces = known?.number ?? null;
      return {
        kind: 'delivered',
        delivery: id,
        version,
        replaces,
        name: shortName(name),
        content,
        panel,
        ...(facts && { facts }),
        ...counts,
      };
    }, by);
    if (entry === undefined) return { outcome: 'known', entry: known! };
    return { outcome: known ? 'replaced' : 'added', entry: entry as DeliveryEntry<Delivered> };
  }

  /**
   * All versions of a delivery, newest first.
   *
   * @throws DqsError `delivery-unknown`.
   */
  async versions(id: string): Promise<readonly DeliveryEntry<Delivered>[]> {
    const found: DeliveryEntry<Delivered>[] = [];
    let next = await this.#newest(await this.#journal.state(), id);
    while (next !== undefined) {
      found.push(next);
      const { replaces } = next.body;
      next = replaces === null ? undefined : ((await this.#journal.entry(replaces)) as DeliveryEntry<Delivered>);
    }
    if (found.length > 0) return found;
    const shown = JSON.stringify(id.length > 80 ? `${id.slice(0, 80)}…` : id);
    throw new DqsError('delivery-unknown', `expected the id of a delivery in the store, got ${shown}`);
  }

  /** The newest version of every delivery known at a time, in the order in which their ids first arrived. */
  async list(at: KnownAt = {}): Promise<readonly DeliveryEntry<Delivered>[]> {
    return [...newestVersions(await this.entries(at)).values()];
  }

  /** The panel known at a time: the sum of the newest version of each delivery. */
  async panel(at: KnownAt = {}): Promise<DailyPanel> {
    return sumOfNewest(this.#store, await this.entries(at));
  }

  /** Every entry of the journal that was known at a time, in order. */
  async entries({ knownAt }: KnownAt = {}): Promise<readonly DeliveryEntry[]> {
    const all = await this.entriesAfter(0);
    return knownAt === undefined ? all : all.filter(({ at }) => Date.parse(at) <= knownAt);
  }

  /**
   * The entries after one, in order; older ones are not read.
   *
   * @param number of the entry that is already known; 0 for none.
   */
  async entriesAfter(number: number): Promise<readonly DeliveryEntry[]> {
    const { base, recent } = await this.#journal.state();
    const first = Math.floor(number / PAGE);
    const pages = Array.from({ length: Math.max(0, base.entries / PAGE - first) }, (_, i) => first + i);
    const old = await inBatches(pages, (page) => this.#page(page));
    return [...old.flat(), ...recent.map(({ entry }) => entry)].filter((entry) => entry.number > number);
  }

  /**
   * What a delivery changed when it arrived: its results, and those that it replaced.
   *
   * @throws DqsError `deliveries-corrupt`.
   */
  async change({ body: { panel, replaces } }: DeliveryEntry<Delivered>): Promise<DeliveryChange> {
    if (replaces === null) return { panel: await getPanel(this.#store, panel), replaced: undefined };
    const { body } = (await this.#journal.entry(replaces)) as DeliveryEntry<Delivered>;
    const [own, replaced] = await Promise.all([getPanel(this.#store, panel), getPanel(this.#store, body.panel)]);
    return { panel: own, replaced };
  }

  /** Where the journal stands: its length and the hash that covers all of it. */
  async head(): Promise<Pick<DeliveriesState, 'entries' | 'head' | 'at'>> {
    const { entries, head, at } = await this.#journal.state();
    return { entries, head, at };
  }

  /**
   * Merges all deliveries into a snapshot that later sums start from. Nothing is removed: ids stay, corrections stay
   * possible, and the panel of any earlier time is still the same.
   *
   * @returns the entry of the snapshot; undefined if nothing has arrived since the last one.
   */
  async compact(by: string): Promise<DeliveryEntry<Compacted> | undefined> {
    const entries = await this.entries();
    const upTo = entries.findLast(isDelivered)?.number ?? 0;
    if ((entries.findLast(isCompacted)?.body.upTo ?? 0) >= upTo) return undefined;
    const panel = await putPanel(this.#store, await sumOfNewest(this.#store, entries));
    const deliveries = newestVersions(entries).size;
    const entry = await this.#journal.append(async ({ compaction }) => {
      const last = compaction === null ? undefined : (await this.#journal.entry(compaction)).body;
      if (last?.kind === 'compacted' && last.upTo >= upTo) return undefined;
      return { kind: 'compacted', upTo, panel, deliveries, previous: compaction };
    }, by);
    return entry as DeliveryEntry<Compacted> | undefined;
  }

  async #newest(state: DeliveriesState, id: string): Promise<DeliveryEntry<Delivered> | undefined> {
    return recentVersion(state, id) ?? (state.base.entries > 0 ? this.#index.newest(id) : undefined);
  }

  /** Whether one of the last versions of a delivery, up to this one, has a panel. */
  async #isKnown(entry: DeliveryEntry<Delivered>, panel: string, versions: number): Promise<boolean> {
    let version: DeliveryEntry<Delivered> = entry;
    for (let left = versions; ; left -= 1) {
      const { body } = version;
      if (body.panel.sha256 === panel) return true;
      if (body.replaces === null || left <= 1) return false;
      version = (await this.#journal.entry(body.replaces)) as DeliveryEntry<Delivered>;
    }
  }

  /** A page, from its entries where it is lost. */
  async #page(page: number): Promise<readonly DeliveryEntry[]> {
    const found = await this.#index.page(page);
    if (found) return found;
    return inBatches(
      Array.from({ length: PAGE }, (_, i) => page * PAGE + i + 1),
      (number) => this.#journal.entry(number),
    );
  }
}

/** Versions of a delivery that are looked at for a content that comes again. */
const MOST_VERSIONS = 100;

/** What the journal of deliveries holds, and where. */
export function deliveriesFormat(index: SavedIndex): JournalFormat<DeliveriesState, DeliveryEntry, DeliveryBody> {
  return {
    key: KEYS.entry,
    compose: composeEntry,
    parse: parseEntry,
    damaged,
    withEntry,
    load: () => index.load(),
    saveEvery: PAGE,
    save: (state) => index.save(state),
  };
}

/** Names are for people; the end of a long path says most. */
function shortName(name: string): string {
  const end = name.length > MAX_NAME ? `…${name.slice(1 - MAX_NAME)}` : name;
  return end.replace(/\p{Surrogate}/gu, '\uFFFD');
}

const MAX_NAME = 300;
