import { percentageOf, type RecordFacts, type ResultFacts, type YesterdayFacts } from '@dqs/alerting';
import { ODDS_BINS, WARNING_ODDS } from '@dqs/core';
import type { PoolScores } from '@dqs/monitoring';

import type { DescribedSeries } from './described-series.js';
import type { KnownDay } from './known-day.js';
import type { KnownResults } from './known-results.js';

/** What a morning tells beside the facts that rules look at. */
export interface Morning {
  /** What was said of the day that each series is judged by. */
  readonly said: ReadonlyMap<string, NonNullable<ResultFacts['said']>>;
  /** Ids of the series that yesterday's forecasts warned of. */
  readonly wereLikely: ReadonlySet<string>;
  /** What became of yesterday's warnings, by id of the series. */
  readonly outcomes: ReadonlyMap<string, keyof YesterdayFacts>;
  /** What was said of yesterday and what came, of the series among the outcomes. */
  readonly graded: ReadonlyMap<string, GradedYesterday>;
  /** How often odds came true, of those that warn. */
  readonly record: readonly RecordFacts[];
  /** How often odds came true, by tenths of them. */
  readonly tenths: readonly RecordFacts[];
  /** What is new, silent or changed, with the series that it is about, if it is one. */
  readonly changed: readonly { readonly series?: string; readonly text: string }[];
}

/** What was said of yesterday and what came. */
export interface GradedYesterday {
  /** That the day misses its target, in [0, 1]; null where nothing was said. */
  readonly odds: number | null;
  /** The pass percentage that came; null while nothing has. */
  readonly came: number | null;
}

/** What a morning is made from. */
export interface MorningView {
  readonly at: number;
  /** The last business day that is over. */
  readonly yesterday: number;
  readonly series: readonly DescribedSeries[];
  readonly judgedDay: (series: number) => number;
  /** Results of the days up to today, in ascending order. */
  readonly results: readonly KnownResults[];
  /** Yesterday, today, and the days that series are judged by. */
  readonly dayOf: ReadonlyMap<number, KnownDay>;
  readonly record: readonly RecordFacts[];
  readonly tenths: readonly RecordFacts[];
}

const DAYS_PER_WEEK = 7;

/** What a morning tells, as known at its time. */
export function morningOf(view: MorningView): Morning {
  const { at, yesterday, series, judgedDay, dayOf } = view;
  const said = new Map<string, NonNullable<ResultFacts['said']>>();
  const outcomes = new Map<string, keyof YesterdayFacts>();
  const graded = new Map<string, GradedYesterday>();
  const wereLikely = new Set<string>();
  for (const one of series) {
    const judged = dayOf.get(judgedDay(one.number));
    const row = judged?.forecastRow(one.number, at);
    if (row !== undefined) said.set(one.id, saidBy(judged!.pBelow(row)));
    const before = dayOf.get(yesterday);
    if (before === undefined) continue;
    const outcome = outcomeOf(before, one, at, judgedDay(one.number));
    if (outcome !== undefined) {
      outcomes.set(one.id, outcome);
      graded.set(one.id, gradedOf(before, one, at, judgedDay(one.number)));
    }
    if (outcome !== undefined && outcome !== 'missed') wereLikely.add(one.id);
  }
  const { record, tenths } = view;
  return { said, outcomes, graded, wereLikely, record, tenths, changed: changesOf(view) };
}

function gradedOf(day: KnownDay, { number }: DescribedSeries, at: number, judged: number): GradedYesterday {
  const row = day.forecastRow(number, at);
  const came = judged < day.day ? undefined : percentageOf(day.results.of(number, at));
  return { odds: row === undefined ? null : day.pBelow(row), came: came ?? null };
}

function saidBy(odds: number) {
  return { odds, warned: odds >= WARNING_ODDS };
}

/** What became of what was said of a day; undefined where nothing was said and nothing missed. */
function outcomeOf(
  day: KnownDay,
  { number, target }: DescribedSeries,
  at: number,
  judged: number,
): keyof YesterdayFacts | undefined {
  const row = day.forecastRow(number, at);
  const isWarned = row !== undefined && day.pBelow(row) >= WARNING_ODDS;
  if (isWarned && day.isIntervened(number, at)) return 'fixed';
  const percentage = judged < day.day ? undefined : percentageOf(day.results.of(number, at));
  if (percentage === undefined) return isWarned ? 'waiting' : undefined;
  if (isWarned) return percentage < target ? 'right' : 'wrong';
  return percentage < target ? 'missed' : undefined;
}

function changesOf({ at, yesterday, series, judgedDay, results, dayOf }: MorningView): Morning['changed'] {
  const on = (wanted: number) => results.find(({ day }) => day === wanted);
  const [now, lastWeek] = [on(yesterday), on(yesterday - DAYS_PER_WEEK)];
  const before = results.filter(({ day }) => day < yesterday);
  const changed = series.flatMap((one) => {
    if (now === undefined || judgedDay(one.number) < yesterday) return [];
    const name = nameOf(one);
    const has = (day: KnownResults | undefined) => day?.of(one.number, at) !== undefined;
    if (has(now)) return before.some(has) ? [] : [{ series: one.id, text: `${name} is new` }];
    return has(lastWeek)
      ? [{ series: one.id, text: `${name} is silent: its source delivered, and it has no result` }]
      : [];
  });
  return [...modelChange(dayOf.get(yesterday), dayOf.get(yesterday + 1), at), ...changed];
}

/** A new version that forecasts today. */
function modelChange(
  before: KnownDay | undefined,
  today: KnownDay | undefined,
  at: number,
): { readonly text: string }[] {
  const versionOf = (day: KnownDay | undefined) => {
    for (const number of day?.forecastSeries ?? []) {
      const row = day!.forecastRow(number, at);
      if (row !== undefined) return day!.issueOf(row);
    }
    return undefined;
  };
  const [old, fresh] = [versionOf(before), versionOf(today)];
  if (!old || !fresh || (old.model === fresh.model && old.version === fresh.version)) return [];
  return [{ text: `${fresh.model} ${fresh.version} forecasts; it was ${old.model} ${old.version}` }];
}

/** `orders · fresh` */
export function nameOf({ labels, id }: Pick<DescribedSeries, 'labels' | 'id'>): string {
  const dataset = labels.datasetName ?? labels.dataset;
  return dataset === undefined || labels.rule === undefined ? id : `${dataset} · ${labels.rule}`;
}

/** Of odds, the ranges that warn. */
const RANGES = [
  [WARNING_ODDS, 0.8],
  [0.8, 1],
] as const;

/** Odds by tenths. */
const TENTHS = Array.from({ length: 10 }, (_, i) => [i / 10, (i + 1) / 10] as const);

/** How often the odds of scores came true, of those that warn. */
export function recordOf(scores: Pick<PoolScores, 'bins'>): RecordFacts[] {
  return recordsOf(scores, RANGES);
}

/** How often the odds of scores came true, by tenths of them. */
export function tenthsOf(scores: Pick<PoolScores, 'bins'>): RecordFacts[] {
  return recordsOf(scores, TENTHS);
}

function recordsOf({ bins }: Pick<PoolScores, 'bins'>, ranges: readonly (readonly [number, number])[]): RecordFacts[] {
  const sum = (columns: readonly Float64Array[]) =>
    columns.reduce((total, column) => total + column.reduce((own, count) => own + count, 0), 0);
  return ranges.map(([from, to]) => {
    const within = (columns: readonly Float64Array[]) =>
      sum(columns.slice(Math.round(from * ODDS_BINS), Math.round(to * ODDS_BINS)));
    return { from, to, hits: within(bins.oddsBelow), said: within(bins.odds) };
  });
}
