import { contentIfPresent, DqsError, SYSTEM_CLOCK, type ArtifactStore, type Clock } from '@dqs/core';
import {
  Journal,
  NO_ENTRY,
  seal,
  unseal,
  type EntryLink,
  type JournalFormat,
  type JournalPosition,
} from '@dqs/core/journal';

import { eventOfAct, type RetrainingAct } from './acts.js';
import { decideRetraining, type RetrainingDecision } from './decide/decide.js';
import { withEvent, type RetrainingEvent } from './events.js';
import { AUTOMATION, type RetrainingFacts } from './facts.js';
import type { RetrainingPolicy } from './policy/policy.js';
import { EMPTY_RETRAINING, type RetrainingState } from './state.js';

/** An event as it was recorded: when, by whom, sealed in a chain. */
export interface RetrainingEntry extends EntryLink {
  readonly event: RetrainingEvent;
}

interface Recorded extends JournalPosition {
  readonly retraining: RetrainingState;
}

const EMPTY: Recorded = { entries: 0, head: NO_ENTRY, at: '', retraining: EMPTY_RETRAINING };
/** Entries after which the state is saved. */
const SAVE_EVERY = 64;

/**
 * The record of the retrainings of a model: every decision, also every "no", every verdict, approval and move, in a sealed,
 * hash-chained journal. Each entry is decided on the state just before it, so of two that decide at once one sees what the
 * other did.
 */
export class RetrainingRecord {
  readonly #journal: Journal<Recorded, RetrainingEntry, RetrainingEvent>;

  /** @param store of the registry that the model is in. */
  constructor(store: ArtifactStore, model: string, alias: string, clock: Clock = SYSTEM_CLOCK) {
    this.#journal = new Journal(store, formatOf(store, `retraining/${model}/${alias}`), clock);
  }

  /**
   * The state after the last entry.
   *
   * @throws DqsError `retraining-corrupt` that names the artifact whose bytes changed.
   */
  async state(): Promise<RetrainingState> {
    return (await this.#journal.state()).retraining;
  }

  /** Decides whether to train, and records the answer. A start takes the job: nobody else is told to start it. */
  async decide(policy: RetrainingPolicy, facts: RetrainingFacts): Promise<RetrainingDecision> {
    const by = facts.manual?.by ?? AUTOMATION;
    const entry = await this.#journal.append(({ retraining }) => {
      return { kind: 'decided', decision: decideRetraining(policy, retraining, facts) };
    }, by);
    return (entry!.event as Extract<RetrainingEvent, { kind: 'decided' }>).decision;
  }

  /** Records what a person does; `retraining-invalid` if it cannot be done now. */
  async act(act: RetrainingAct, by: string): Promise<RetrainingEntry> {
    return (await this.#journal.append(({ retraining }) => eventOfAct(retraining, act), by))!;
  }

  /**
   * Records an event of a run, if that run, begun by this attempt, is still under way.
   *
   * @returns false if it is not, and nothing was written: another has taken it over, or it has ended.
   */
  async note(
    run: { readonly job: string; readonly attempt: number },
    event: RetrainingEvent,
    by = AUTOMATION,
  ): Promise<boolean> {
    const entry = await this.#journal.append(({ retraining: { run: now } }) => {
      return now?.job === run.job && now.attempt === run.attempt ? event : undefined;
    }, by);
    return entry !== undefined;
  }

  /**
   * The last entries, oldest first.
   *
   * @param before only entries with a number below it. @default all
   */
  async entries(last: number, before = Number.POSITIVE_INFINITY): Promise<RetrainingEntry[]> {
    const { entries } = await this.#journal.state();
    const end = Math.max(0, Math.min(entries, Math.ceil(before) - 1));
    const count = Math.min(end, last);
    return Promise.all(Array.from({ length: count }, (_, i) => this.#journal.entry(end - count + 1 + i)));
  }
}

function formatOf(store: ArtifactStore, place: string): JournalFormat<Recorded, RetrainingEntry, RetrainingEvent> {
  const snapshot = `${place}/state`;
  return {
    key: (number) => `${place}/entries/${String(number).padStart(10, '0')}`,
    compose: (link, event) => ({ ...link, event }),
    parse: (document, { key, number }) => {
      const entry = document as RetrainingEntry;
      if (entry?.number !== number || typeof entry.event?.kind !== 'string') throw damaged(key, 'it belongs elsewhere');
      return entry;
    },
    damaged,
    withEntry: ({ retraining }, { number, at, by, event }, head) => {
      return { entries: number, head, at, retraining: withEvent(retraining, event, { by, at: Date.parse(at) }) };
    },
    load: async () => {
      const content = await contentIfPresent(store, snapshot);
      const state = content === undefined ? EMPTY : (unseal(content, snapshot, damaged).document as Recorded);
      return { state, entries: state.entries };
    },
    saveEvery: SAVE_EVERY,
    save: async (state) => {
      await store.put(snapshot, seal(state).bytes);
      return { state, entries: state.entries };
    },
  };
}

function damaged(key: string, problem: string, cause?: unknown): DqsError {
  return new DqsError('retraining-corrupt', `${key}: ${problem}`, { cause, details: { key, problem } });
}
