import { basename } from 'node:path';

import { DqsError, throwIfAborted, type DailyPanel } from '@dqs/core';
import { SeriesHistory } from '@dqs/features';
import { Deliveries } from '@dqs/ingestion';
import {
  closePredictor,
  explainForecast,
  Forecaster,
  modelVersionOf,
  servedPredictor,
  type Explanation,
  type LearnedBefore,
  type SeriesDay,
} from '@dqs/pipelines';

import type { AppHooks } from '../app-hooks.js';
import { targetsOf } from '../forecasts/targets.js';
import { freshHistory, type ToldHistory } from '../history/fresh-history.js';
import { openModel, openRegistry, type OpenedModel } from '../models/open-model.js';
import { productionModel } from '../operation/issuing-versions.js';
import type { Settings } from '../settings/settings.js';
import { openStore } from '../stores/open-store.js';

/** The settings that say which model is served, and from which history. */
export type ServedSettings = Settings<'issuedModel' | 'registry' | 'store' | 'target' | 'targets' | 'catalog'>;

/** A version that answers. Use it at once: it is closed some time after another has taken its place. */
export interface ServedModel {
  readonly forecaster: Forecaster;
  /** Name of the model. */
  readonly model: string;
  /** SemVer of a registered version, else the digest of the bundle. */
  readonly version: string;
  /** The name of the backend, such as `lightgbm`. */
  readonly backend: string;
  /** What its features make of a forecast. @throws DqsError as `explainForecast`. */
  readonly explain: (request: SeriesDay) => Explanation;
}

interface Opened extends ServedModel {
  readonly opened: OpenedModel;
  /** Entries of the deliveries whose results it forecasts from. */
  readonly entries: number;
  readonly served: NonNullable<LearnedBefore['before']>;
}

/** Versions that are kept open beside the one that is served by default. */
const MOST_OTHERS = 3;
/** So long forecasts are made at most before a version answers, milliseconds, and so many series at a time. */
const WARM_UP_MS = 500;
const WARM_UP_SERIES = 5;
/** How often is looked for a promotion or new results, milliseconds. */
const REFRESH_MS = 2000;
/** So long results that do not cease to come keep a model waiting at most. */
const LONGEST_WAIT_MS = 30_000;
/** So many times as long as it took is waited until new results are taken over again: they come all morning, and others wait. */
const REST = 4;

/**
 * The models of a server: one by default, others of the registry when somebody asks for them. A promotion and new results
 * are taken over within seconds; who asks meanwhile is answered by what is there.
 */
export class ServedModels {
  readonly #settings: ServedSettings;
  readonly #hooks: AppHooks;
  readonly #ledger: LearnedBefore['store'];
  readonly #open = new Map<string, Promise<Opened>>();
  #standard: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;
  #restUntil = 0;
  /** Entries of the deliveries at the last look, and since when each look found more. */
  #seen: number | undefined;
  #moreSince: number | undefined;

  /** @param ledger what the issues of a worker have left in it is gone on from. */
  constructor(settings: ServedSettings, hooks: AppHooks, ledger?: LearnedBefore['store']) {
    this.#settings = settings;
    this.#hooks = hooks;
    this.#ledger = ledger;
  }

  /**
   * Opens the model that is served by default and keeps all that are open up to date from now on. Whoever asks a server that has
   * none yet makes it try again.
   *
   * @throws DqsError `config-invalid` if no model is set and the registry does not have exactly one in production; as `openModel`.
   */
  async start(): Promise<void> {
    const standard = this.#settings.issuedModel ?? (await productionModel(this.#settings));
    await this.#opened(standard);
    this.#standard = standard;
    this.#timer ??= setInterval(() => void this.#look(), REFRESH_MS).unref();
  }

  /**
   * A version that answers.
   *
   * @param model its name; the model that is served by default if none is given.
   * @param selector a version, a range or an alias; the one that is served by default, `production` of others.
   * @throws DqsError `not-served` as long as there is no model, `version-unknown`, and as `openModel`.
   */
  async get(model?: string, selector?: string): Promise<ServedModel> {
    const standard = await this.#opened(this.#standard ?? (await this.#laterStandard()));
    if (model === undefined || model === standard.model) {
      if (selector === undefined || selector === standard.version) return standard;
    }
    if (standard.opened.version === undefined && model === standard.model) {
      const message = `expected ${standard.version}, the only version of the bundle ${standard.model}, got ${selector}`;
      throw new DqsError('version-unknown', message);
    }
    const reference = `${model ?? standard.model}@${selector ?? 'production'}`;
    // A path is never opened because somebody asks for it: only what the registry holds.
    const { isVersionReference } = await import('@dqs/registry');
    if (isVersionReference(reference)) return this.#opened(reference);
    throw new DqsError('version-unknown', `expected a model of the registry and one of its versions, got ${reference}`);
  }

  async #laterStandard(): Promise<string> {
    try {
      await this.start();
      return this.#standard!;
    } catch (cause) {
      if (!DqsError.is(cause) || cause.code !== 'config-invalid') throw cause;
      throw new DqsError('not-served', cause.message, { cause });
    }
  }

  /** Takes over what is new, once no more results have come between two looks: pages are made anew at once, and need the time first. */
  async #look(): Promise<void> {
    const now = performance.now();
    if (now < this.#restUntil || this.#refreshing !== undefined) return;
    const entries = await this.#entries().catch(() => undefined);
    const isMore = entries !== this.#seen;
    this.#seen = entries;
    if (isMore) this.#moreSince ??= now;
    if (isMore && now - this.#moreSince! < LONGEST_WAIT_MS) return;
    this.#moreSince = undefined;
    await this.refresh();
  }

  /** Takes over promotions and new results. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refreshAll().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** Closes all models. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#refreshing;
    const all = await Promise.allSettled(this.#open.values());
    this.#open.clear();
    for (const one of all) if (one.status === 'fulfilled') closePredictor(one.value.opened.bundle.predictor);
  }

  #opened(reference: string): Promise<Opened> {
    const known = this.#open.get(reference);
    if (known) {
      if (reference !== this.#standard) {
        // The one that was asked for last is the last to go.
        this.#open.delete(reference);
        this.#open.set(reference, known);
      }
      return known;
    }
    const opening = this.#load(reference);
    this.#open.set(reference, opening);
    opening.then(
      () => this.#closeOldest(),
      () => this.#open.delete(reference),
    );
    return opening;
  }

  #closeOldest(): void {
    const others = [...this.#open.keys()].filter((reference) => reference !== this.#standard);
    for (const reference of others.slice(0, Math.max(0, others.length - MOST_OTHERS))) {
      const closing = this.#open.get(reference)!;
      this.#open.delete(reference);
      void closing.then(closeSoon, () => undefined);
    }
  }

  async #load(reference: string): Promise<Opened> {
    const opened = await openModel(reference, this.#settings);
    try {
      return await this.#serving(opened);
    } catch (error) {
      closePredictor(opened.bundle.predictor);
      throw error;
    }
  }

  async #serving(opened: OpenedModel, before?: Opened): Promise<Opened> {
    const begun = performance.now();
    const { bundle, name, version: registered } = opened;
    const entries = await this.#entries();
    const told = await this.#history(bundle.history(), entries);
    const targets = await targetsOf(this.#settings, () => told);
    const at = registered?.lastIndexOf('@') ?? -1;
    const model = registered?.slice(0, at) ?? basename(name);
    const version = registered?.slice(at + 1) ?? modelVersionOf(bundle.manifest);
    // What the results since the training teach is learned once here, not by every forecast anew.
    const history = SeriesHistory.fromPanel(told.panel);
    const learned = { store: this.#ledger, before: before?.served };
    const predictor = await servedPredictor(bundle, history, learned, () => {
      throwIfAborted(this.#hooks.signal);
      return othersFirst();
    });
    const serving = { ...bundle, predictor };
    const forecaster = new Forecaster(serving, history, registered, targets);
    await warmUp(forecaster);
    const explain = (request: SeriesDay) => explainForecast(serving, forecaster, request);
    this.#restUntil = performance.now() + REST * (performance.now() - begun);
    const served = { predictor, history };
    return { forecaster, explain, model, version, backend: bundle.manifest.backend, opened, entries, served };
  }

  async #history(known: DailyPanel, entries: number): Promise<ToldHistory> {
    const { store } = this.#settings;
    return entries === 0 ? { panel: known } : freshHistory({ store }, this.#hooks, known);
  }

  async #entries(): Promise<number> {
    const { store } = this.#settings;
    return store === undefined ? 0 : (await new Deliveries(openStore(store)).head()).entries;
  }

  async #refreshAll(): Promise<void> {
    for (const reference of [...this.#open.keys()]) {
      try {
        await this.#refreshOne(reference);
      } catch (error) {
        const { message } = error as Error;
        this.#hooks.logger.warn(
          { reference, message },
          'a model could not be brought up to date; the one before answers',
        );
      }
    }
  }

  async #refreshOne(reference: string): Promise<void> {
    const before = this.#open.get(reference);
    const now = await before;
    if (!now) return;
    const isMoved = now.opened.version !== undefined && (await this.#resolved(reference)) !== now.opened.version;
    if (!isMoved && (await this.#entries()) === now.entries) return;
    const next = isMoved ? await this.#load(reference) : await this.#serving(now.opened, now);
    const isStillThere = this.#open.get(reference) === before;
    if (isStillThere) this.#open.set(reference, Promise.resolve(next));
    if (isMoved) closeSoon(isStillThere ? now : next);
  }

  async #resolved(reference: string): Promise<string> {
    const { model } = (await import('@dqs/registry')).parseReference(reference);
    return `${model}@${(await (await openRegistry(this.#settings)).resolve(reference)).version}`;
  }
}

/** Requests that have just got it use it before they wait for anything; the delay is for those that are on their way. */
function closeSoon({ opened }: Opened): void {
  setTimeout(() => closePredictor(opened.bundle.predictor), REFRESH_MS).unref();
}

/**
 * Makes forecasts that nobody has asked for, so that what forecasts share and what they keep of their series is there when somebody
 * asks; a few at a time, so that those who are answered by the version before need not wait.
 */
async function warmUp(forecaster: Forecaster): Promise<void> {
  const { series, firstDay, lastDay } = forecaster.history;
  if (lastDay < firstDay) return;
  const end = performance.now() + WARM_UP_MS;
  for (let from = 0; from < series.length && performance.now() < end; from += WARM_UP_SERIES) {
    forecaster.many(series.slice(from, from + WARM_UP_SERIES).map((one) => ({ ...one, day: lastDay + 1 })));
    await othersFirst();
  }
}

/** Lets whoever waits be answered. */
function othersFirst(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
