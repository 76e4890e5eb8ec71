import type { AlertingState, Incident, Labels } from '@dqs/alerting';
import { MS_PER_DAY, MS_PER_MINUTE } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';
import type { LedgerStore } from '@dqs/ledger';
import { ledgerTick, type LedgerTick } from '@dqs/pipelines';

import { factSources } from '../alerting/fact-sources.js';
import type { OpenedPolicy } from '../alerting/open-policy.js';
import { openDeliveries } from '../history/open-deliveries.js';
import { areWithin } from '../serving/principal.js';
import type { OpenedOperation } from '../stores/open-alerting.js';
import { Once } from './once.js';
import type { PageScope, PageSources } from './sources.js';

/** What a page is made from: all that was known at one time, of what somebody may see. */
export interface PageView {
  readonly scope: PageScope;
  /** What was known by then is shown, milliseconds since 1970. */
  readonly at: number;
  /** Whether that is now, so that acts are offered. */
  readonly isNow: boolean;
  readonly opened: OpenedPolicy;
  /** Facts of series, sources and models, leads, what was said of yesterday. */
  readonly tick: LedgerTick;
  /** Where alerting stood. */
  readonly state: AlertingState;
  readonly ledger: LedgerStore;
  readonly alerting: OpenedOperation['alerting'];
  readonly sources: PageSources;
  /** What takes long is made once for all who look at what was known then, of whatever part. */
  readonly once: Once;
}

/** Views of a past time that are kept: whoever looks back looks at several pages of it. */
const KEPT_VIEWS = 4;
/** So often is looked for whether something has come, however many look at pages. */
const LOOK_MS = 500;
/** A view of now is made anew after this time although nothing has come: what is late is late by the clock. */
const RENEW_MS = MS_PER_MINUTE;

/** A view of everything, and what it was made from. */
interface KnownView {
  readonly made: string;
  readonly at: number;
  readonly view: Promise<PageView>;
  readonly once: Once;
}

/**
 * The views that pages of a server are made from. One is made when something has come, and serves all who look, so that a page costs
 * little however many look at it.
 */
export class PageViews {
  readonly #sources: PageSources;
  #now: KnownView | undefined;
  #isRenewed = false;
  #looked: { readonly at: number; readonly mark: Promise<string> } | undefined;
  #toldOf = -1;
  readonly #past = new Map<number, KnownView>();

  constructor(sources: PageSources) {
    this.#sources = sources;
  }

  /**
   * What was known at a time, of a part.
   *
   * @throws DqsError `policy-invalid`, `deliveries-corrupt`, `history-removed`; as a `LedgerStore`.
   */
  async of(scope: PageScope): Promise<PageView> {
    const whole = await (scope.knownAt === undefined ? this.#current() : this.#pastAt(scope.knownAt));
    return withinScope(whole, scope);
  }

  /** Names what a view of now is made from: as long as it is the same, so is what pages show, but for the clock. */
  mark(): Promise<string> {
    const now = performance.now();
    if (this.#looked === undefined || now - this.#looked.at >= LOOK_MS) {
      this.#looked = { at: now, mark: this.#markNow() };
    }
    return this.#looked.mark;
  }

  /**
   * Has the next who asks look whether something has come, also if somebody has just looked: whoever acts, or is told that something
   * has happened, sees what follows.
   *
   * @param event the number of the event that is told, so that one look serves all who are told of it.
   */
  lookAgain(event?: number): void {
    if (event !== undefined && event <= this.#toldOf) return;
    this.#toldOf = event ?? this.#toldOf;
    this.#looked = undefined;
  }

  async #markNow(): Promise<string> {
    const { operation, settings, policy, clock } = this.#sources;
    const { policy: now, catalog } = await policy();
    const { ledger, alerting } = operation;
    const today = Math.floor(clock.now() / MS_PER_DAY);
    const [{ entries }, collected, versions, version, silences, marks] = await Promise.all([
      (await openDeliveries(settings)).head(),
      ledger.collectedUpTo(),
      ledger.versions(Int32Array.from({ length: MARKED_DAYS }, (_, i) => today + DAYS_AHEAD - i)),
      alerting.version(now.name),
      alerting.silences(now.name),
      alerting.marks(now.name),
    ]);
    const said = [silences.map(({ id, ended }) => [id, ended]), marks.map(({ id, withdrawn }) => [id, withdrawn])];
    return sha256(JSON.stringify([entries, collected, versions, version, now.digest, catalog.digest, said]));
  }

  async #current(): Promise<PageView> {
    const made = await this.mark();
    const at = this.#sources.clock.now();
    if (this.#now?.made !== made) {
      const once = new Once();
      this.#now = { made, at, once, view: this.#viewAt(at, true, once) };
    } else if (at - this.#now.at >= RENEW_MS) {
      void this.#renew(made, at);
    }
    const { view } = this.#now;
    // What failed is tried again by the next who asks.
    return view.catch((error: unknown) => {
      if (this.#now?.view === view) this.#now = undefined;
      throw error;
    });
  }

  /** Only the clock has gone on: whoever asks meanwhile is shown what is there. */
  async #renew(made: string, at: number): Promise<void> {
    if (this.#isRenewed) return;
    this.#isRenewed = true;
    try {
      const { once } = this.#now!;
      const view = this.#viewAt(at, true, once);
      await view;
      if (this.#now?.made === made) this.#now = { made, at, once, view };
    } catch {
      // Whoever asks next is told, once what is there is no longer good.
    } finally {
      this.#isRenewed = false;
    }
  }

  async #pastAt(at: number): Promise<PageView> {
    const { digest } = (await this.#sources.policy()).policy;
    const known = this.#past.get(at);
    this.#past.delete(at);
    const view = known?.made === digest ? known : this.#madePast(digest, at);
    this.#past.set(at, view);
    for (const [oldest] of this.#past) if (this.#past.size > KEPT_VIEWS) this.#past.delete(oldest);
    return view.view.catch((error: unknown) => {
      this.#past.delete(at);
      throw error;
    });
  }

  #madePast(made: string, at: number): KnownView {
    const once = new Once();
    return { made, at, once, view: this.#viewAt(at, false, once) };
  }

  async #viewAt(at: number, isNow: boolean, once: Once): Promise<PageView> {
    const { operation, settings, policy } = this.#sources;
    const { ledger, alerting } = operation;
    const opened = await policy();
    const { name } = opened.policy;
    const { state } = await (isNow ? alerting.load(name) : alerting.stateAt(name, at));
    const tick = await ledgerTick(alerting, name, await factSources(settings, ledger, opened, at), at);
    return { scope: {}, at, isNow, opened, tick, state, ledger, alerting, sources: this.#sources, once };
  }
}

/**
 * Up to when a page shows what is read beside its view, such as moves of aliases: on a page of now up to this moment, so that whoever
 * acts sees at once what they have done, although the view is made anew once a minute.
 */
export function shownUpTo({ isNow, at, sources }: PageView): number {
  return isNow ? Math.max(at, sources.clock.now()) : at;
}

/** Days whose changes show on pages, and how many of them are to come. */
const [MARKED_DAYS, DAYS_AHEAD] = [100, 8];

function areTheirs(labels: Labels, { tenants, owner, source }: PageScope): boolean {
  return (
    areWithin(labels.tenant === undefined ? undefined : [labels.tenant], tenants) &&
    (owner === undefined || labels.owner === owner) &&
    (source === undefined || labels.source === source)
  );
}

/** Whether an incident is there for somebody: if they are limited to tenants only if all of it is theirs, else if any of it is. */
export function seesIncident(scope: PageScope, { members }: Pick<Incident, 'members'>): boolean {
  const { tenants, owner, source } = scope;
  if (tenants !== undefined) return members.length > 0 && members.every(({ labels }) => areTheirs(labels, scope));
  if (owner === undefined && source === undefined) return true;
  return members.some(
    ({ labels, level, subject }) => areTheirs(labels, scope) || (level === 'source' && subject === source),
  );
}

/** What of a view is there for somebody. */
function withinScope(view: PageView, scope: PageScope): PageView {
  const { tenants, owner, source } = scope;
  if (tenants === undefined && owner === undefined && source === undefined) return { ...view, scope };
  const isTheirs = (labels: Labels) => areTheirs(labels, scope);
  const { facts } = view.tick;
  const series = facts.series.filter(({ labels }) => isTheirs(labels));
  const own = new Set(series.map(({ labels }) => labels.source));
  const isLimited = tenants !== undefined;
  return {
    ...view,
    scope,
    tick: {
      ...view.tick,
      facts: {
        ...facts,
        series,
        sources: facts.sources.filter((one) => own.has(one.source)),
        models: isLimited ? [] : facts.models,
        system: isLimited ? [] : facts.system,
      },
    },
    state: {
      ...view.state,
      alerts: view.state.alerts.filter(({ level, labels, subject }) =>
        level === 'series' ? isTheirs(labels) : !isLimited && (source === undefined || subject === source),
      ),
      incidents: view.state.incidents.filter((one) => seesIncident(scope, one)),
      digests: isLimited ? [] : view.state.digests,
    },
  };
}
