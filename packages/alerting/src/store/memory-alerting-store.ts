import { compareText } from '@dqs/core';

import { NO_ALERTS } from '../decide/state.js';
import type { Incident } from '../incidents/incident.js';
import { inMemory, MemoryOutbox, type MemoryTransaction } from '../outbox/memory-outbox.js';
import {
  MOST_INCIDENTS,
  type AlertingStore,
  type IncidentQuery,
  type KeptState,
  type SaveRequest,
} from './alerting-store.js';
import { conflictOf } from './conflict.js';
import { markOf, type KeptMark, type MarkRequest } from './marks.js';
import { PastStates } from './past-states.js';
import { silenceOf, type KeptSilence, type SilenceRequest } from './silences.js';
import { isEventful, MOST_STEPS, type AlertingStep, type StepQuery } from './steps.js';
import type { TakenBack } from './taken-back.js';

/** All of one alerting. */
interface Shelf {
  kept: KeptState;
  readonly past: PastStates;
  readonly outbox: MemoryOutbox;
  readonly steps: AlertingStep[];
  readonly incidents: Map<string, Incident>;
  readonly silences: Map<string, KeptSilence>;
  readonly marks: Map<string, KeptMark>;
}

/** What alerting remembers, in memory, for tests and simulations; it forgets everything with its process. */
export class MemoryAlertingStore implements AlertingStore<MemoryTransaction> {
  readonly #shelves = new Map<string, Shelf>();

  transact<T>(work: (tx: MemoryTransaction) => Promise<T>): Promise<T> {
    return inMemory(work);
  }

  outboxOf(name: string): MemoryOutbox {
    return this.#shelf(name).outbox;
  }

  names(): Promise<readonly string[]> {
    const taken = [...this.#shelves].filter(([, { kept }]) => kept.version > 0);
    return Promise.resolve(taken.map(([name]) => name).sort(compareText));
  }

  async version(name: string): Promise<number> {
    return (await this.load(name)).version;
  }

  load(name: string): Promise<KeptState> {
    return Promise.resolve(copyOf(this.#shelf(name).kept));
  }

  stateAt(name: string, at: number): Promise<KeptState> {
    return Promise.resolve(this.#shelf(name).past.at(at));
  }

  async save(tx: MemoryTransaction, request: SaveRequest): Promise<number> {
    const { name, before, state, incidents, step, marks = [] } = copyOf(request);
    const said = marks.map(markOf);
    const shelf = this.#shelf(name);
    tx.require(() => {
      if (shelf.kept.version !== before) throw conflictOf(name, before);
    });
    const version = before + 1;
    tx.add(() => {
      shelf.past.add(step.at, shelf.kept, state);
      shelf.kept = { version, state };
      shelf.steps.push({ ...step, version, incidents: incidents.map(({ id }) => id) });
      for (const one of incidents) shelf.incidents.set(one.id, one);
      for (const one of said) kept(shelf.marks, one);
    });
    return version;
  }

  steps(name: string, query: StepQuery = {}): Promise<readonly AlertingStep[]> {
    const { from = -Infinity, until = Infinity, after = 0, eventful = false, limit = MOST_STEPS } = query;
    const found: AlertingStep[] = [];
    for (const step of this.#shelf(name).steps.slice(after)) {
      if (found.length >= Math.min(limit, MOST_STEPS)) break;
      if (step.at < from || step.at >= until || (eventful && !isEventful(step, step.incidents))) continue;
      found.push(step);
    }
    return Promise.resolve(copyOf(found));
  }

  incidents(name: string, query: IncidentQuery = {}): Promise<readonly Incident[]> {
    const { states, from = -Infinity, until = Infinity, limit = MOST_INCIDENTS } = query;
    const found = [...this.#shelf(name).incidents.values()]
      .filter(({ state, openedAt }) => (states?.includes(state) ?? true) && openedAt >= from && openedAt < until)
      .sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? -1 : 1));
    return Promise.resolve(copyOf(found.slice(0, limit)));
  }

  incident(name: string, id: string): Promise<Incident | undefined> {
    const found = this.#shelf(name).incidents.get(id);
    return Promise.resolve(found && copyOf(found));
  }

  async addSilence(name: string, request: SilenceRequest): Promise<KeptSilence> {
    return kept(this.#shelf(name).silences, silenceOf(request));
  }

  endSilence(name: string, id: string, end: TakenBack): Promise<KeptSilence | undefined> {
    const { silences } = this.#shelf(name);
    return Promise.resolve(changed(silences, id, (one) => ({ ...one, ended: one.ended ?? end })));
  }

  silences(name: string): Promise<readonly KeptSilence[]> {
    return Promise.resolve(copyOf([...this.#shelf(name).silences.values()]));
  }

  async addMark(name: string, request: MarkRequest): Promise<KeptMark> {
    return kept(this.#shelf(name).marks, markOf(request));
  }

  withdrawMark(name: string, id: string, end: TakenBack): Promise<KeptMark | undefined> {
    const { marks } = this.#shelf(name);
    return Promise.resolve(changed(marks, id, (one) => ({ ...one, withdrawn: one.withdrawn ?? end })));
  }

  marks(name: string, series?: readonly string[]): Promise<readonly KeptMark[]> {
    const asked = series && new Set(series);
    const all = [...this.#shelf(name).marks.values()];
    return Promise.resolve(copyOf(asked ? all.filter((one) => asked.has(one.series)) : all));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #shelf(name: string): Shelf {
    const known = this.#shelves.get(name);
    if (known) return known;
    const maps = { incidents: new Map(), silences: new Map(), marks: new Map() };
    const outbox = new MemoryOutbox();
    const kept = { version: 0, state: NO_ALERTS };
    const shelf: Shelf = { kept, past: new PastStates(), outbox, steps: [], ...maps };
    this.#shelves.set(name, shelf);
    return shelf;
  }
}

function kept<T extends { readonly id: string }>(all: Map<string, T>, one: T): T {
  if (!all.has(one.id)) all.set(one.id, copyOf(one));
  return copyOf(all.get(one.id)!);
}

function changed<T>(all: Map<string, T>, id: string, change: (one: T) => T): T | undefined {
  const found = all.get(id);
  if (found === undefined) return undefined;
  all.set(id, change(found));
  return copyOf(all.get(id)!);
}

/** What is kept survives JSON: what a store of texts would give back. */
function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
