import type { Entry } from './entries.js';
import type { Decision, Journal } from './journal.js';
import type { ModelState } from './state.js';

/** The journal of a model as seen by callers that work on the model. */
export interface ModelJournal {
  /** The state after the last entry. */
  state(): Promise<ModelState>;
  /** An entry by its number, from 1. */
  entry(number: number): Promise<Entry>;
  /** Adds the entry that `decide` returns, if any. */
  append(decide: Decision, by: string): Promise<Entry | undefined>;
}

/**
 * A journal under the current name of its model. Entries carry the model's first name, under which the journal is kept;
 * here they are returned under the current one. Every state is checked, including the one an entry is decided from, so
 * a caller notices if the model was deleted or renamed after it was opened.
 */
export class NamedJournal implements ModelJournal {
  readonly #journal: Journal;
  readonly #name: string;
  readonly #assertUsable: (state: ModelState) => void;

  /** @param assertUsable throws if a state does not belong to the requested model. */
  constructor(journal: Journal, name: string, assertUsable: (state: ModelState) => void) {
    this.#journal = journal;
    this.#name = name;
    this.#assertUsable = assertUsable;
  }

  async state(): Promise<ModelState> {
    return this.#checked(await this.#journal.state());
  }

  async entry(number: number): Promise<Entry> {
    return this.#named(await this.#journal.entry(number));
  }

  async append(decide: Decision, by: string): Promise<Entry | undefined> {
    const entry = await this.#journal.append((state) => decide(this.#checked(state)), by);
    return entry && this.#named(entry);
  }

  #checked(state: ModelState): ModelState {
    this.#assertUsable(state);
    return state;
  }

  #named(entry: Entry): Entry {
    return entry.model === this.#name ? entry : { ...entry, model: this.#name };
  }
}
