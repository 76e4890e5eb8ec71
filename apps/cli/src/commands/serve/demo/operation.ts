import { MS_PER_HOUR, PanelBuilder, throwIfAborted, type DailyPanel } from '@dqs/core';
import { Catalog } from '@dqs/core/catalog';
import { Deliveries } from '@dqs/ingestion';
import {
  ArrivingHistory,
  collectRevisions,
  gradeDays,
  issueForecasts,
  type IssueRequest,
  type IssuingVersion,
} from '@dqs/pipelines';
import { openStore, withIssuingVersions, type AppHooks, type OpenedOperation } from '@dqs/runtime';
import { openPolicy, policySources } from '@dqs/runtime/alerting';

import { PlayedClock } from './calendar.js';
import { INTERVENED } from './happenings.js';
import { keyOf } from './history.js';
import { ModelsPlay } from './models.js';
import { catalogText, MODEL, placeOf, PLACES } from './policies.js';
import { tickAt, type DemoSettings, type World } from './world.js';

/** Days for which versions stay open: who forecasts may change meanwhile, by having been graded for long enough. */
const SPAN_DAYS = 7;
/** Days that are taken in and graded one by one; of those before, a week at a time, which gives the same grades. */
const DAILY_GRADED = 14;
/** Days before today on which a target of the catalog was raised. */
const RAISED_AGO = 10;
/** Who delivers. */
const BY = 'nightly';
/** How long after the forecasts. */
const INTERVENED_AFTER = 3 * MS_PER_HOUR;
/** Where the journal tells that the history before the first day was loaded. */
const HISTORY = 'history';

/** What the days of an issue should reach. */
type TargetsOn = (day: number) => Required<Pick<IssueRequest, 'targets' | 'catalogDigest'>>;

/**
 * Plays what a company's system did in a year, up to the moment at which the demonstration was started: results come, are taken in
 * and graded, days are forecast, and the model is trained anew. Played again it goes on with the day at which it was interrupted.
 */
export class OperationPlay {
  readonly #clock = new PlayedClock();
  readonly #hooks: AppHooks;
  readonly #deliveries: Deliveries;
  readonly #arriving: ArrivingHistory;
  readonly #models: ModelsPlay;
  #arrived = 0;

  constructor(
    private readonly world: World,
    private readonly settings: DemoSettings,
    private readonly operation: OpenedOperation,
    hooks: AppHooks,
  ) {
    this.#hooks = { ...hooks, clock: this.#clock };
    this.#deliveries = new Deliveries(openStore(settings.store), { clock: this.#clock });
    this.#arriving = new ArrivingHistory(world.panel, world.schedule);
    this.#models = new ModelsPlay(world, settings, operation, this.#clock, hooks);
  }

  async play(): Promise<void> {
    const { ledger } = this.operation;
    const { calendar, from } = this.world;
    await this.#load();
    const targets = await this.#targets();
    const settings = { ...this.settings, issuedModel: `${MODEL}@production` };
    let day = Math.max(from, (await ledger.span())?.to ?? from);
    while (day <= calendar.today) {
      await this.#models.deedsOf(day);
      await withIssuingVersions(settings, ledger, async (versions) => {
        const end = day + SPAN_DAYS;
        do {
          await this.#tick(day, versions, targets);
          day += 1;
        } while (day <= calendar.today && day < end && !this.#models.hasDeeds(day));
      });
    }
  }

  /** Loads the days before the first one in one delivery; what has come since then is looked for among them. */
  async #load(): Promise<void> {
    const { panel, from, calendar, schedule } = this.world;
    const { entries, at } = await this.#deliveries.head();
    if (entries === 0) {
      this.#clock.time = calendar.morning(from, 0);
      await this.#deliveries.add({ id: HISTORY, panel: until(panel, from - 1), name: HISTORY, by: BY });
    }
    const known = entries === 0 ? 0 : Date.parse(at);
    this.#arrived = schedule.findIndex((one) => one.day >= from && one.at >= known);
  }

  /** What days should reach, by the day: a target of the catalog was raised. */
  async #targets(): Promise<TargetsOn> {
    const opened = await openPolicy({ policy: placeOf(this.settings, 'alerts') });
    const before = Catalog.parse(catalogText(false), PLACES.catalog);
    const targetsOf = (catalog: Catalog) => ({
      catalogDigest: catalog.digest,
      targets: policySources({ ...opened, catalog }, { panel: this.world.panel }).targets,
    });
    const [earlier, raised] = [targetsOf(before), targetsOf(opened.catalog)];
    const raisedOn = this.world.calendar.today - RAISED_AGO;
    return (day) => (day < raisedOn ? earlier : raised);
  }

  async #tick(day: number, versions: readonly IssuingVersion[], targetsOn: TargetsOn): Promise<void> {
    const { ledger } = this.operation;
    const { calendar, from } = this.world;
    throwIfAborted(this.#hooks.signal);
    const total = calendar.today - from + 1;
    this.#hooks.onProgress?.({ stage: 'results and forecasts', done: day - from, total, unit: 'days' });
    const now = tickAt(calendar, day);
    await this.#deliver(now);
    this.#clock.time = now;
    if (calendar.today - day < DAILY_GRADED || (day - from) % SPAN_DAYS === 0) {
      await collectRevisions(this.#deliveries, ledger, this.#hooks);
      await gradeDays(this.#deliveries, ledger, {}, this.#hooks);
    }
    const request = { day, asOf: day - 1, knownAt: now, threads: this.settings.threads, ...targetsOn(day) };
    await issueForecasts(ledger, this.#arriving.at(now, day - 1), versions, request, this.#hooks);
    await this.#intervene(day, now);
  }

  /** Somebody saw the warning of a day and acted: what came then says nothing about the forecast. */
  async #intervene(day: number, now: number): Promise<void> {
    const { ledger } = this.operation;
    const { series, on, by, reason } = INTERVENED;
    if (!on.includes(this.world.calendar.today - day)) return;
    const { tenantId, datasetUuid, ruleCode } = keyOf(series);
    const found = (await ledger.series()).find(
      (one) => one.tenantId === tenantId && one.datasetUuid === datasetUuid && one.ruleCode === ruleCode,
    );
    if (found) await ledger.intervene([{ series: found.number, day, at: now + INTERVENED_AFTER, by, reason }]);
  }

  async #deliver(now: number): Promise<void> {
    const { schedule, from } = this.world;
    for (let next = schedule[this.#arrived]; next !== undefined && next.at <= now; next = schedule[this.#arrived]) {
      this.#arrived += 1;
      if (next.day < from) continue;
      this.#clock.time = next.at;
      await this.#deliveries.add({ id: next.id, panel: next.panel(), name: `${next.id}.ndjson`, by: BY });
    }
  }
}

function until(panel: DailyPanel, day: number): DailyPanel {
  const builder = new PanelBuilder();
  builder.addPanel(panel, (one) => one <= day);
  return builder.build();
}
