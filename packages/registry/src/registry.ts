import { type ArtifactStore, type Clock, DqsError, type Hooks, SYSTEM_CLOCK } from '@dqs/core';

import { aliasesAt, aliasHistory, modelHistory, type AliasEvent, type AliasMoment } from './aliases/history.js';
import { promote, type PromoteRequest, type PromotionOutcome } from './aliases/promotion.js';
import {
  DEFAULT_ROLLBACK_POLICY,
  rollbackIfWorse,
  type AutomaticRollback,
  type LivePerformance,
  type RollbackPolicy,
} from './aliases/rollback-policy.js';
import { rollback, type RollbackRequest } from './aliases/rollback.js';
import { deleteAlias, deleteModel, deleteVersion, type DeleteRequest } from './deletion.js';
import type {
  AliasDeleted,
  Deleted,
  Entry,
  ModelTagged,
  Moved,
  Noted,
  Registered,
  Removed,
  Renamed,
  Tagged,
} from './journal/entries.js';
import type { ModelState, VersionSummary } from './journal/state.js';
import { assertModelName } from './layout.js';
import { Models } from './models/models.js';
import { renameModel, type RenameRequest } from './models/rename.js';
import { parseReference, selectVersion } from './reference.js';
import { search, type FoundVersions, type VersionQuery } from './search.js';
import { readArchive } from './upkeep/archive-reader.js';
import { packArchive } from './upkeep/archive.js';
import { retire, type RetentionPlan, type RetentionRequest } from './upkeep/retention.js';
import { verifyModel, type VerifyHooks, type VerifyOptions, type VerifyReport } from './upkeep/verify.js';
import { readFiles } from './versions/files.js';
import { register, type RegisterRequest } from './versions/register.js';
import { note, noteOf, tag, type NoteRequest, type TagRequest } from './versions/words.js';

/** A version with its files, every hash checked. */
export interface LoadedVersion {
  /** Its journal entry: number, facts, lineage, files, who and when. */
  readonly entry: Entry<Registered>;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Versions of models in an artifact store. Versions never change; aliases such as `production` say which one is used
 * where; a journal of hash-chained entries records what happened, when, by whom and why. Any number of processes may
 * use one store at the same time.
 *
 * References read `model@selector`: an alias, a version, a range (`^1.2`) or `latest`. Methods throw DqsError
 * `version-unknown` if there is no such model or version, and `registry-corrupt` if bytes have changed since they were
 * written.
 *
 * @example
 * const registry = new Registry(new FileStore('registry'));
 * await registry.register('orders', { files, facts, by: 'ann' });
 * await registry.promote('orders', { selector: 'latest', alias: 'production', by: 'ann', gates });
 * const { files } = await registry.load('orders@production');
 */
export class Registry {
  readonly #store: ArtifactStore;
  readonly #clock: Clock;
  readonly #models: Models;

  constructor(store: ArtifactStore, hooks: Pick<Hooks, 'clock'> = {}) {
    this.#store = store;
    this.#clock = hooks.clock ?? SYSTEM_CLOCK;
    this.#models = new Models(store, this.#clock);
  }

  /** Names of all models, in order, including those whose first version or rename is still in progress. */
  async models(): Promise<string[]> {
    return this.#models.names();
  }

  /** Versions and aliases of a model, as of now. */
  async state(model: string): Promise<ModelState> {
    return (await this.#models.open(model)).state();
  }

  /** Versions of all models that match a query, page by page. See {@link search}. */
  async search(query: VersionQuery = {}): Promise<FoundVersions> {
    const states = await Promise.all((await this.models()).map((model) => this.state(model).catch(ignoreUnknown)));
    return search(
      states.filter((state) => state !== undefined),
      query,
    );
  }

  /** The version a reference currently resolves to. */
  async resolve(reference: string): Promise<VersionSummary> {
    const { model, selector } = parseReference(reference);
    return selectVersion(await this.state(model), selector);
  }

  /** Everything known about a version. */
  async show(reference: string): Promise<Entry<Registered>> {
    const { model, selector } = parseReference(reference);
    const journal = await this.#models.open(model);
    const { entry } = selectVersion(await journal.state(), selector);
    return (await journal.entry(entry)) as Entry<Registered>;
  }

  /** The note of a version (`orders@1.2.0`) or of a model (`orders`) in its current wording; null if there is none. */
  async noteOf(reference: string): Promise<string | null> {
    const { model, selector } = modelOrVersion(reference);
    const journal = await this.#models.open(model);
    const state = await journal.state();
    return noteOf(journal, state, selector === undefined ? undefined : selectVersion(state, selector).version);
  }

  /** A version's files, verified against the hashes it was registered with. */
  async load(reference: string): Promise<LoadedVersion> {
    const entry = await this.show(reference);
    const { body, model } = entry;
    const { place } = await this.state(model);
    return { entry, files: await readFiles(this.#store, { place, upload: body.upload }, body.files) };
  }

  /** Registers a version; the first one creates the model. See {@link register}. */
  async register(model: string, request: RegisterRequest): Promise<Entry<Registered>> {
    assertModelName(model);
    const journal = await this.#models.openOrMake(model);
    const { place } = await journal.state();
    const relist = () => this.#models.takeName(model, place);
    return register({ store: this.#store, clock: this.#clock, journal, relist }, request);
  }

  /** Points an alias at a version if its gates allow it. See {@link promote}. */
  async promote(model: string, request: PromoteRequest): Promise<PromotionOutcome> {
    return promote(await this.#models.open(model), request);
  }

  /** Points an alias back at the previous version. See {@link rollback}. */
  async rollback(model: string, request: RollbackRequest): Promise<Entry<Moved> | undefined> {
    return rollback(await this.#models.open(model), request);
  }

  /** Undoes a promotion if live performance requires it. See {@link rollbackIfWorse}. */
  async rollbackIfWorse(
    model: string,
    request: {
      readonly alias: string;
      readonly by: string;
      readonly live: LivePerformance;
      readonly policy?: Partial<RollbackPolicy>;
    },
  ): Promise<AutomaticRollback> {
    const policy = { ...DEFAULT_ROLLBACK_POLICY, ...request.policy };
    return rollbackIfWorse(await this.#models.open(model), { ...request, policy });
  }

  /** Changes the tags of a version (`orders@1.2.0`) or of a model (`orders`): free-form labels, such as `owner`. */
  async tag(reference: string, request: TagRequest): Promise<Entry<Tagged | ModelTagged>> {
    const { model, selector } = modelOrVersion(reference);
    return tag(await this.#models.open(model), selector, request);
  }

  /** Replaces the note of a version or of a model; the history keeps earlier ones. */
  async note(reference: string, request: NoteRequest): Promise<Entry<Noted>> {
    const { model, selector } = modelOrVersion(reference);
    return note(await this.#models.open(model), selector, request);
  }

  /** Deletes an alias; its history stays. See {@link deleteAlias}. */
  async deleteAlias(model: string, request: DeleteRequest & { readonly alias: string }): Promise<Entry<AliasDeleted>> {
    return deleteAlias(await this.#models.open(model), request);
  }

  /** Deletes a version by its number. See {@link deleteVersion}. */
  async deleteVersion(model: string, request: DeleteRequest & { readonly version: string }): Promise<Entry<Removed>> {
    return deleteVersion(await this.#models.open(model), request);
  }

  /** Deletes a model that has no aliases. See {@link deleteModel}. */
  async deleteModel(model: string, request: DeleteRequest): Promise<Entry<Deleted>> {
    return deleteModel(this.#models, model, request);
  }

  /** Renames a model. See `renameModel`. */
  async rename(model: string, request: RenameRequest): Promise<Entry<Renamed>> {
    return renameModel(this.#models, model, request);
  }

  /** Every move of an alias, every refusal and deletion, oldest first; of deleted models too. */
  async aliasHistory(model: string, alias: string): Promise<Entry<AliasEvent>[]> {
    return aliasHistory(await this.#models.open(model, { deleted: true }), alias);
  }

  /** The last entries of a model's journal, oldest first; all of them without a number. Of deleted models too. */
  async history(model: string, last?: number): Promise<Entry[]> {
    return modelHistory(await this.#models.open(model, { deleted: true }), last);
  }

  /** The version each alias of a model pointed at at a given time, in milliseconds since 1970. */
  async at(model: string, timeMs: number): Promise<AliasMoment[]> {
    return aliasesAt(await this.#models.open(model), timeMs);
  }

  /** Retires versions that nothing needs and deletes the remains of deleted models. See {@link retire}. */
  async retire(model: string, request: RetentionRequest): Promise<RetentionPlan> {
    const journal = await this.#models.open(model, { deleted: true });
    return retire({ store: this.#store, clock: this.#clock, journal }, request);
  }

  /** {@link retire} for every model, including deleted ones that still have files. */
  async retireAll(request: RetentionRequest): Promise<readonly (RetentionPlan & { readonly model: string })[]> {
    const left = (await this.#models.placesWithFiles()).map(async (place) => this.#models.journalAt(place).state());
    const deleted = (await Promise.all(left)).filter((state) => state.deleted !== null).map(({ model }) => model);
    const plans: (RetentionPlan & { readonly model: string })[] = [];
    for (const model of [...new Set([...(await this.models()), ...deleted])].sort()) {
      const plan = await this.retire(model, request).catch(ignoreUnknown);
      if (plan) plans.push({ model, ...plan });
    }
    return plans;
  }

  /** Reads and verifies everything that belongs to a model, even a deleted one. See `verifyModel`. */
  async verify(model: string, options: VerifyOptions = {}, hooks: VerifyHooks = {}): Promise<VerifyReport> {
    const place = await this.#models.placeToVerify(model);
    return verifyModel(this.#store, { name: model, place }, options, hooks);
  }

  /** Exports a version as one archive. */
  async export(reference: string): Promise<Uint8Array> {
    const { entry, files } = await this.load(reference);
    return packArchive(entry, files);
  }

  /**
   * Imports a version from an archive, under its own number unless told otherwise.
   *
   * @throws DqsError `archive-invalid` for an archive that is damaged or may be malicious, `version-exists`.
   */
  async import(
    archive: Uint8Array,
    request: { readonly by: string; readonly model?: string; readonly version?: string; readonly note?: string },
  ): Promise<Entry<Registered>> {
    const { version: from, files } = await readArchive(archive);
    const model = request.model ?? from.model;
    const note =
      request.note ?? from.note ?? `imported; registered ${from.at} by ${from.by} as ${from.model}@${from.version}`;
    return this.register(model, {
      files,
      facts: from.facts,
      by: request.by,
      version: request.version ?? from.version,
      note,
    });
  }
}

/** `orders` or `orders@1.2.0`. */
function modelOrVersion(reference: string): { readonly model: string; readonly selector: string | undefined } {
  if (reference.includes('@')) return parseReference(reference);
  assertModelName(reference);
  return { model: reference, selector: undefined };
}

/** A name whose first version or rename is still in progress is not a model yet. */
function ignoreUnknown(error: unknown): undefined {
  if (!DqsError.is(error) || error.code !== 'version-unknown') throw error;
}
