import { DqsError, SYSTEM_CLOCK, type ArtifactStore, type Clock } from '@dqs/core';

import { aliasesAt, aliasHistory, modelHistory, type AliasMoment } from './aliases/history.js';
import { promote, type PromoteRequest, type PromotionOutcome } from './aliases/promotion.js';
import { rollback, type RollbackRequest } from './aliases/rollback.js';
import {
  DEFAULT_ROLLBACK_POLICY,
  rollbackIfWorse,
  type AutomaticRollback,
  type LivePerformance,
  type RollbackPolicy,
} from './aliases/rollback-policy.js';
import type { Entry, Moved, Refused, Registered, Tagged } from './journal/entries.js';
import { Journal } from './journal/journal.js';
import type { ModelState, VersionSummary } from './journal/state.js';
import { assertModelName, KEYS } from './layout.js';
import { parseReference, selectVersion, unknownModel } from './reference.js';
import { packArchive } from './upkeep/archive.js';
import { readArchive } from './upkeep/archive-reader.js';
import { retire, type RetentionPlan, type RetentionRequest } from './upkeep/retention.js';
import { verifyModel, type VerifyHooks, type VerifyReport } from './upkeep/verify.js';
import { readFiles } from './versions/files.js';
import { register, type RegisterRequest } from './versions/register.js';

/** A version with its files, every hash checked. */
export interface LoadedVersion {
  /** Its journal entry: number, facts, lineage, files, who and when. */
  readonly entry: Entry<Registered>;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Changes of tags: a text sets one, null takes it away. */
export interface TagRequest {
  readonly tags: Readonly<Record<string, string | null>>;
  readonly by: string;
}

/**
 * Versions of models in an artifact store. Versions never change; aliases such as `production` say which one is used
 * where; a journal of hashed entries says what happened, when, by whom and why. Any number of processes may work on one
 * store at the same time.
 *
 * References read `model@selector`: an alias, a version, a range (`^1.2`) or `latest`. Methods throw DqsError
 * `version-unknown` where there is no such model or version, and `registry-corrupt` where bytes are not as written.
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
  readonly #journals = new Map<string, Journal>();

  constructor(store: ArtifactStore, options: { readonly clock?: Clock } = {}) {
    this.#store = store;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
  }

  /** Names of all models, in order. One whose first version is still on its way is among them. */
  async models(): Promise<string[]> {
    return (await this.#store.list(KEYS.models)).map((key) => key.slice(KEYS.models.length));
  }

  /** Versions and aliases of a model, as of now. */
  async state(model: string): Promise<ModelState> {
    return (await this.#known(model)).state();
  }

  /** The version a reference stands for now. */
  async resolve(reference: string): Promise<VersionSummary> {
    const { model, selector } = parseReference(reference);
    return selectVersion(await this.state(model), selector);
  }

  /** All that is known of a version. */
  async show(reference: string): Promise<Entry<Registered>> {
    const { model } = parseReference(reference);
    const { entry } = await this.resolve(reference);
    return (await this.#journal(model).entry(entry)) as Entry<Registered>;
  }

  /** A version's files, compared with the hashes it was registered with. */
  async load(reference: string): Promise<LoadedVersion> {
    const entry = await this.show(reference);
    const { model, body } = entry;
    return { entry, files: await readFiles(this.#store, { model, upload: body.upload }, body.files) };
  }

  /** Takes a version in; the first one makes the model. See {@link register}. */
  async register(model: string, request: RegisterRequest): Promise<Entry<Registered>> {
    assertModelName(model);
    return register(this.#shop(model), request);
  }

  /** Points an alias at a version if its gates allow it. See {@link promote}. */
  async promote(model: string, request: PromoteRequest): Promise<PromotionOutcome> {
    return promote(await this.#known(model), request);
  }

  /** Points an alias back at the version before. See {@link rollback}. */
  async rollback(model: string, request: RollbackRequest): Promise<Entry<Moved> | undefined> {
    return rollback(await this.#known(model), request);
  }

  /** Undoes a promotion where live performance says so. See {@link rollbackIfWorse}. */
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
    return rollbackIfWorse(await this.#known(model), { ...request, policy });
  }

  /** Changes the tags of a version: words for people, such as `owner`. */
  async tag(reference: string, { tags, by }: TagRequest): Promise<Entry<Tagged>> {
    const { model, selector } = parseReference(reference);
    if (Object.keys(tags).length === 0 || Object.hasOwn(tags, '')) {
      throw new DqsError('invalid-argument', 'expected at least one tag with a name, such as owner=ann');
    }
    const journal = await this.#known(model);
    const entry = await journal.append(
      (state) => ({ kind: 'tagged', version: selectVersion(state, selector).version, tags }),
      by,
    );
    return entry as Entry<Tagged>;
  }

  /** Every move of an alias and every refusal, oldest first. */
  async aliasHistory(model: string, alias: string): Promise<Entry<Moved | Refused>[]> {
    return aliasHistory(await this.#known(model), alias);
  }

  /** The last entries of a model's journal, oldest first; all of them without a number. */
  async history(model: string, last?: number): Promise<Entry[]> {
    return modelHistory(await this.#known(model), last);
  }

  /** What every alias of a model pointed at at a time, in milliseconds since 1970. */
  async at(model: string, timeMs: number): Promise<AliasMoment[]> {
    return aliasesAt(await this.#known(model), timeMs);
  }

  /** Retires versions that nothing needs. See {@link retire}. */
  async retire(model: string, request: RetentionRequest): Promise<RetentionPlan> {
    await this.#known(model);
    return retire(this.#shop(model), request);
  }

  /** Reads and compares everything that belongs to a model. See {@link verifyModel}. */
  async verify(model: string, hooks: VerifyHooks = {}): Promise<VerifyReport> {
    if (!(await this.models()).includes(model)) throw unknownModel(model, await this.models());
    return verifyModel(this.#store, model, hooks);
  }

  /** A version as the bytes of one archive. */
  async export(reference: string): Promise<Uint8Array> {
    const { entry, files } = await this.load(reference);
    return packArchive(entry, files);
  }

  /**
   * Takes a version in from an archive, under the number it has there unless told otherwise.
   *
   * @throws DqsError `archive-invalid` for an archive that is damaged or was made to do harm, `version-exists`.
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

  #shop(model: string) {
    return { store: this.#store, clock: this.#clock, journal: this.#journal(model), model };
  }

  #journal(model: string): Journal {
    assertModelName(model);
    const journal = this.#journals.get(model) ?? new Journal(this.#store, model, this.#clock);
    this.#journals.set(model, journal);
    return journal;
  }

  /** The journal of a model that has at least one entry. */
  async #known(model: string): Promise<Journal> {
    const journal = this.#journal(model);
    if ((await journal.state()).entries === 0) throw unknownModel(model, await this.models());
    return journal;
  }
}
