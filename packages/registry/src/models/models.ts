import { contentIfPresent, type ArtifactStore, type Clock, DqsError } from '@dqs/core';
import { seal, unseal } from '@dqs/core/journal';

import { Journal } from '../journal/journal.js';
import { NamedJournal, type ModelJournal } from '../journal/named-journal.js';
import type { ModelState } from '../journal/state.js';
import { corrupt } from '../errors.js';
import { assertModelName, KEYS } from '../layout.js';
import { unknownModel } from '../reference.js';

/**
 * The names of models and where their journals and files are. A model stays where its first name put it; a record under
 * its present name says where that is. The journal at that place decides whether a name is valid, so that a rename is
 * complete with its one journal entry.
 */
export class Models {
  readonly #store: ArtifactStore;
  readonly #clock: Clock;
  readonly #journals = new Map<string, Journal>();

  constructor(store: ArtifactStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Names in order, including those whose first version or rename is still in progress. */
  async names(): Promise<string[]> {
    return (await this.#store.list(KEYS.models)).map((key) => key.slice(KEYS.models.length));
  }

  /** Places that hold files, even of deleted models. */
  async placesWithFiles(): Promise<string[]> {
    const keys = await this.#store.list(KEYS.allFiles);
    return [...new Set(keys.map((key) => key.slice(KEYS.allFiles.length).split('/')[0]!))];
  }

  /** The journal of a place, whatever model it belongs to. */
  journalAt(place: string): Journal {
    assertModelName(place);
    const journal = this.#journals.get(place) ?? new Journal(this.#store, place, this.#clock);
    this.#journals.set(place, journal);
    return journal;
  }

  /**
   * A model by its name.
   *
   * @param options `deleted`: also one that was deleted.
   * @throws DqsError `version-unknown` that says what happened to it, or which models exist.
   */
  async open(name: string, { deleted = false } = {}): Promise<ModelJournal> {
    const found = await this.#stateOf(name);
    if (found === undefined) throw await this.#unknown(name);
    const assertUsable = (state: ModelState) => {
      if (state.model !== name) throw renamed(name, state);
      if (state.deleted && !deleted) throw gone(state);
    };
    assertUsable(found);
    return new NamedJournal(this.journalAt(found.place), name, assertUsable);
  }

  /**
   * Where a model of that name, deleted or not, is or should be, even if its journal is damaged or missing.
   *
   * @throws DqsError `version-unknown` if there is none.
   */
  async placeToVerify(name: string): Promise<string> {
    try {
      return (await (await this.open(name, { deleted: true })).state()).place;
    } catch (error) {
      const place = await this.#recorded(KEYS.model(name), name).catch(() => undefined);
      const isDamaged = DqsError.is(error) && error.code === 'registry-corrupt';
      // A listed name without a journal: its first version was never written, or the journal was removed.
      if (isDamaged || (place === name && (await this.journalAt(name).state()).entries === 0)) return place ?? name;
      throw error;
    }
  }

  /**
   * The model of that name for a new version. If it is the first version, the name is reserved.
   *
   * @throws DqsError `model-exists` if the name is part of another model's history, or reserved for another model.
   */
  async openOrMake(name: string): Promise<ModelJournal> {
    const { place } = (await this.#stateOf(name)) ?? { place: name };
    const assertOwn = (state: ModelState) => {
      if (state.model !== name)
        throw taken(name, `it is a former name of ${state.model} and stays part of its history`);
    };
    assertOwn(await this.journalAt(place).state());
    await this.takeName(name, place);
    return new NamedJournal(this.journalAt(place), name, assertOwn);
  }

  /**
   * Writes the record that maps a name to a place.
   *
   * @returns true if there was none before.
   * @throws DqsError `model-exists` if it maps, or once mapped, elsewhere.
   */
  async takeName(name: string, place: string): Promise<boolean> {
    const once = await this.#recorded(KEYS.former(name), name);
    if (once !== undefined && once !== place) {
      throw taken(name, `it belongs to the history of ${(await this.journalAt(once).state()).model}`);
    }
    try {
      await this.#store.put(KEYS.model(name), recordOf(name, place), { ifNoneMatch: '*' });
      return true;
    } catch (error) {
      if (!DqsError.is(error) || error.code !== 'artifact-conflict') throw error;
    }
    const there = await this.#recorded(KEYS.model(name), name);
    if (there === undefined || there === place) return false;
    const { model } = await this.journalAt(there).state();
    const begun = `a rename of ${model} to it has started; finish that rename first`;
    throw taken(name, model === name ? 'it already exists' : begun);
  }

  /** Removes a former name of a model from the list; it stays part of that model's history. */
  async dropName(name: string, place: string): Promise<void> {
    await this.#store.put(KEYS.former(name), recordOf(name, place));
    await this.giveBackName(name, place);
  }

  /**
   * Removes a name from the list unless the model has it: an entry may have been written although the store reported a
   * failure, and another process may have restored the model or renamed it to this name in the meantime.
   */
  async giveBackName(name: string, place: string): Promise<void> {
    if (await this.#isNameOf(name, place)) return;
    await this.#store.delete(KEYS.model(name));
    if (await this.#isNameOf(name, place)) await this.takeName(name, place);
  }

  async #isNameOf(name: string, place: string): Promise<boolean> {
    const { model, deleted } = await this.journalAt(place).state();
    return model === name && deleted === null;
  }

  /** The state of the model of that name, deleted or not; undefined if there is none. */
  async #stateOf(name: string): Promise<ModelState | undefined> {
    const own = await this.journalAt(name).state();
    if (own.entries > 0 && own.model === name) return own;
    const place = (await this.#recorded(KEYS.model(name), name)) ?? (await this.#recorded(KEYS.former(name), name));
    if (place === undefined || place === name) return undefined;
    const state = await this.journalAt(place).state();
    return state.model === name ? state : undefined;
  }

  async #recorded(key: string, name: string): Promise<string | undefined> {
    const content = await contentIfPresent(this.#store, key);
    return content && placeOfRecord(content, key, name);
  }

  async #unknown(name: string): Promise<DqsError> {
    const former = (await this.#recorded(KEYS.former(name), name)) ?? name;
    const state = await this.journalAt(former).state();
    return state.entries > 0 ? renamed(name, state) : unknownModel(name, await this.names());
  }
}

/** The record of a name; the place is omitted if it equals the name. */
function recordOf(model: string, place: string): Uint8Array {
  return seal(place === model ? { model } : { model, place }).bytes;
}

/** The validated place in the record of a name. */
export function placeOfRecord(bytes: Uint8Array, key: string, name: string): string {
  const { place = name } = unseal(bytes, key, corrupt).document as { readonly place?: string };
  assertModelName(place);
  return place;
}

function renamed(name: string, { model }: ModelState): DqsError {
  return new DqsError('version-unknown', `the model ${name} was renamed to ${model}; use that name`, {
    details: { model: name, renamedTo: model },
  });
}

function gone({ model, deleted }: ModelState): DqsError {
  const { at, by, reason } = deleted!;
  return new DqsError('version-unknown', `the model ${model} was deleted ${at} by ${by}: ${reason}`, {
    details: { model, at, by },
  });
}

function taken(name: string, why: string): DqsError {
  return new DqsError('model-exists', `a model cannot be named ${name}: ${why}`, { details: { model: name } });
}
