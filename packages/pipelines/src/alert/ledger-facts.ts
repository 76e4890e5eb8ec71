import {
  forecastFacts,
  type EarnedFacts,
  type FeedbackMark,
  type ForecastFacts,
  type Lead,
  type ModelFacts,
  type Policy,
  type SeriesFacts,
  type SilenceFacts,
  type SystemFacts,
  type TickFacts,
} from '@dqs/alerting';
import { MS_PER_DAY } from '@dqs/core';
import type { Catalog } from '@dqs/core/catalog';
import { sha256 } from '@dqs/core/journal';
import type { Delivered, DeliveryEntry } from '@dqs/ingestion';
import type { LedgerStore } from '@dqs/ledger';

import { DEFAULT_GRACE_HOURS } from '../operate/grace.js';
import { describeSeries, sourceLabels, type DescribedSeries, type ToldOf } from './described-series.js';
import { evidenceAt, poolKey, type Evidence } from './evidence.js';
import { KnownDay } from './known-day.js';
import type { LedgerPools } from '../monitor/monitor-ledger.js';
import { KnownResults } from './known-results.js';
import { leadsOfWeek } from './learned-leads.js';
import { morningOf, type Morning } from './morning.js';
import { lastGradedDay, sourceDays, type SourceDay } from './source-days.js';
import { frozenAt, frozenWarnings, vetoedSeries, warningsOf, type DayWarnings } from './warnings.js';

/** Results that rules may look back at, days. */
export const RESULT_DAYS = 28;
/** Warnings that a series' own record is made of, days. */
const RECORD_DAYS = 90;
/** Days ahead for which a forecast is looked for, and days back while results are late. */
export const FORECAST_DAYS = 7;

/** Where the facts of ticks come from. */
export interface FactSources {
  readonly ledger: LedgerStore;
  /** The journal of deliveries, in the order of arrival. */
  readonly entries: readonly DeliveryEntry<Delivered>[];
  readonly policy: Policy;
  readonly catalog: Catalog;
  /** What tools told of series. */
  readonly toldOf?: ToldOf | undefined;
  /** Hours after which a day is graded with what is there; as in `gradeDays`. */
  readonly graceHours?: number | undefined;
  /** What a person said and did by a time. */
  readonly said?: ((at: number) => SaidByThen) | undefined;
  /** When a version was trained, milliseconds since 1970; undefined where nobody knows. */
  readonly trainedAt?: ((model: string, version: string) => Promise<number | undefined>) | undefined;
  /** The system itself at a time, but for its forecasts, which a tick sees by itself. */
  readonly system?: ((at: number) => readonly SystemFacts[]) | undefined;
}

/** What people had said by a time. */
export interface SaidByThen {
  readonly silences: readonly SilenceFacts[];
  /** Marks by id of the series. */
  readonly marks: ReadonlyMap<string, readonly FeedbackMark[]>;
}

/** What is known at a tick. */
export interface LedgerTick {
  /** With the leads all that `decideTick` needs beside policy and state. */
  readonly facts: TickFacts;
  /** Who goes before whom. */
  readonly leads: readonly Lead[];
  /** What people are told beside it. */
  readonly morning: Morning;
  /** The pools of the days on which all that is awaited had arrived: what figures of quality are made from. */
  readonly pools: LedgerPools;
}

/**
 * The facts of ticks, from a ledger and the journal of deliveries: the one way for live ticks, replays and simulated operations.
 * A tick sees what had arrived, been issued or been said by its time, whatever came later, so that a replay decides on what
 * live decided on.
 */
export class LedgerFacts {
  readonly #results = new Map<number, Promise<KnownResults>>();
  readonly #days = new Map<number, Promise<KnownDay>>();
  readonly #frozen = new Map<number, Promise<DayWarnings>>();
  /** Names what the targets of series depend on. */
  readonly #scope: string;
  readonly #series: readonly DescribedSeries[];
  readonly #byNumber: ReadonlyMap<number, DescribedSeries>;

  private constructor(
    private readonly sources: FactSources,
    private readonly until: number,
    series: readonly DescribedSeries[],
  ) {
    const { catalog, policy } = sources;
    this.#scope = sha256(JSON.stringify([catalog.digest, policy.target])).slice(0, 16);
    this.#series = series;
    this.#byNumber = new Map(series.map((one) => [one.number, one]));
  }

  /**
   * Facts of ticks up to a time. What is read is kept, so that a replay reads each day once.
   *
   * @param until the last tick, milliseconds; what is known later is not read.
   */
  static async open(sources: FactSources, until: number): Promise<LedgerFacts> {
    const { ledger, policy, catalog, toldOf } = sources;
    return new LedgerFacts(sources, until, describeSeries(await ledger.series(), policy, catalog, toldOf));
  }

  /**
   * The facts of a tick.
   *
   * @param at not after the time that this was opened for, milliseconds.
   */
  async tick(at: number): Promise<LedgerTick> {
    const { ledger, system, said } = this.sources;
    const { silences = [], marks } = said?.(at) ?? {};
    const yesterday = Math.floor(at / MS_PER_DAY) - 1;
    const first = yesterday - RESULT_DAYS - FORECAST_DAYS + 1;
    forget(this.#results, first);
    forget(this.#days, first);
    forget(this.#frozen, yesterday - RECORD_DAYS + 1);
    const entries = this.sources.entries.filter((one) => Date.parse(one.at) <= at);
    const sources = sourceDays(entries, yesterday, at);
    const judged = new Map(sources.map((one) => [one.source, one.judged]));
    const judgedDay = (number: number) => judged.get(this.#byNumber.get(number)!.series.source) ?? yesterday;
    const results = await Promise.all(daysBetween(first, yesterday + 1).map((day) => this.#resultsOf(day)));
    const days = await this.#daysOf([yesterday, yesterday + 1, ...judged.values()].filter((day) => day >= first));
    const graded = lastGradedDay(entries, yesterday, at, this.sources.graceHours ?? DEFAULT_GRACE_HOURS);
    const evidence = await evidenceAt(ledger, graded, at);
    const known: Seen = { at, yesterday, judgedDay, results, dayOf: new Map(days.map((one) => [one.day, one])) };
    const series = await this.#seriesAt(known, evidence, marks);
    const seen = {
      day: yesterday,
      series: series.map(({ facts: own }) => own),
      sources: sources.map((one) => this.#sourceFacts(one)),
    };
    const facts: TickFacts = {
      at,
      ...seen,
      models: await this.#modelsAt(at, series, evidence),
      system: [forecastFacts(seen), ...(system?.(at) ?? [])],
      ...(silences.length > 0 && { silences }),
    };
    const morning = morningOf({ ...known, series: this.#series, record: evidence.record, tenths: evidence.tenths });
    return { facts, leads: await this.#leadsAt(at), morning, pools: evidence.pools };
  }

  async #seriesAt({ at, yesterday, judgedDay, results, dayOf }: Seen, evidence: Evidence, marks?: SaidByThen['marks']) {
    const forecasts = await this.#daysOf(daysBetween(yesterday + 1 - FORECAST_DAYS, yesterday + 1 + FORECAST_DAYS));
    const vetoed = vetoedSeries(await this.#record(at, yesterday, judgedDay));
    return this.#series.flatMap((described) => {
      const { number, id, labels, target, importance } = described;
      const day = judgedDay(number);
      const own = results.flatMap((one) => (one.day <= day ? (one.of(number, at) ?? []) : []));
      const forecast = forecastOf(forecasts, number, at, day);
      if (own.length === 0 && forecast === undefined) return [];
      const said = marks?.get(id);
      const facts: SeriesFacts = {
        id,
        labels,
        target,
        importance,
        day,
        results: own.slice(-RESULT_DAYS),
        ...(forecast && { forecast: forecast.facts }),
        earned: earnedOf(described, evidence, vetoed),
        intervened: dayOf.get(day)?.isIntervened(number, at) ?? false,
        ...(said && { marks: said }),
      };
      return [{ facts, forecast }];
    });
  }

  /** The warnings of the last days and whether they came true: of days that are frozen as they were known then. */
  async #record(at: number, yesterday: number, judgedDay: (series: number) => number): Promise<DayWarnings[]> {
    const { ledger } = this.sources;
    const rules = { targetOf: (number: number) => this.#target(number), scope: this.#scope };
    const days: DayWarnings[] = [];
    for (let day = yesterday - RECORD_DAYS + 1; day <= yesterday; day += 1) {
      if (at < frozenAt(day)) {
        const [known] = await this.#daysOf([day]);
        days.push(warningsOf(known!, at, judgedDay, rules.targetOf));
        continue;
      }
      const frozen = this.#frozen.get(day) ?? frozenWarnings(ledger, day, rules);
      this.#frozen.set(day, frozen);
      days.push(await frozen);
    }
    return days;
  }

  #sourceFacts({ source, facts }: SourceDay) {
    return { ...facts, labels: sourceLabels(source, this.#series, this.sources.catalog) };
  }

  /** The model whose forecasts people see: the one that issued last. */
  async #modelsAt(
    at: number,
    series: readonly { readonly forecast: Forecast | undefined }[],
    evidence: Evidence,
  ): Promise<ModelFacts[]> {
    const last = series.reduce<Forecast | undefined>((latest, { forecast }) => {
      return forecast !== undefined && forecast.issuedAt > (latest?.issuedAt ?? -1) ? forecast : latest;
    }, undefined);
    if (last === undefined) return [];
    const trainedAt = await this.sources.trainedAt?.(last.model, last.version);
    // A version that was trained later than the forecasts of a replay were made for has no age at their time.
    const age = trainedAt === undefined || trainedAt > at ? {} : { age: at - trainedAt };
    return [{ model: last.model, labels: {}, ...evidence.model, ...age }];
  }

  #leadsAt(at: number): Promise<readonly Lead[]> {
    const { ledger, policy } = this.sources;
    const { leadLag } = policy.incidents;
    if (leadLag === undefined) return Promise.resolve([]);
    const series = this.#series.map(({ number, id, target, series: { tenantId } }) => ({
      number,
      id,
      target,
      tenant: tenantId,
    }));
    return leadsOfWeek(ledger, leadLag, series, at, this.#scope);
  }

  #resultsOf(day: number): Promise<KnownResults> {
    const known = this.#results.get(day) ?? KnownResults.read(this.sources.ledger, day, this.until);
    this.#results.set(day, known);
    return known;
  }

  #daysOf(days: readonly number[]): Promise<readonly KnownDay[]> {
    const { ledger } = this.sources;
    const known = days.map((day) => {
      const targetOf = (number: number) => this.#target(number);
      const own = this.#days.get(day) ?? KnownDay.read(ledger, day, this.until, targetOf, this.#resultsOf(day));
      this.#days.set(day, own);
      return own;
    });
    return Promise.all(known);
  }

  /** Series that were registered after this was opened have none; nothing of them is asked for. */
  #target(number: number): number {
    return this.#byNumber.get(number)?.target ?? this.sources.policy.target;
  }
}

/** What a tick sees of the days before it. */
interface Seen {
  readonly at: number;
  readonly yesterday: number;
  /** The last day of a series whose results are complete. */
  readonly judgedDay: (series: number) => number;
  /** Up to today, in ascending order. */
  readonly results: readonly KnownResults[];
  /** Yesterday, today, and the days that series are judged by. */
  readonly dayOf: ReadonlyMap<number, KnownDay>;
}

function daysBetween(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Drops the days before one, which no later tick asks for. */
function forget(known: Map<number, unknown>, before: number): void {
  for (const day of known.keys()) if (day < before) known.delete(day);
}

/** A forecast and who made it when. */
export interface Forecast {
  readonly facts: ForecastFacts;
  readonly model: string;
  readonly version: string;
  readonly issuedAt: number;
}

/** The forecast of the first day from today on that has one; while results are late, that of the last day before. */
export function forecastOf(
  days: readonly KnownDay[],
  number: number,
  at: number,
  judged: number,
): Forecast | undefined {
  const today = Math.floor(at / MS_PER_DAY);
  const open = days.filter(({ day }) => day > judged);
  const ahead = open.filter(({ day }) => day >= today);
  for (const day of [...ahead, ...open.filter((one) => one.day < today).reverse()]) {
    const row = day.forecastRow(number, at);
    if (row === undefined) continue;
    const { model, version, issuedAt } = day.issueOf(row);
    return { facts: day.forecast(row), model, version, issuedAt };
  }
  return undefined;
}

function earnedOf({ series, number }: DescribedSeries, evidence: Evidence, vetoed: ReadonlySet<number>): EarnedFacts {
  const { ruleCode, level, source, tenantId } = series;
  const pool = [ruleCode, level, source, tenantId].filter((part) => part !== '').join(' · ');
  return { pool, e: evidence.earned.get(poolKey(series)) ?? 1, veto: vetoed.has(number) };
}
