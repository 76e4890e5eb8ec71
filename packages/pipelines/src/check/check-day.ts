import {
  compareText,
  DqsError,
  formatDay,
  panelDayRange,
  throwIfAborted,
  type DailyPanel,
  type Hooks,
} from '@dqs/core';
import { belowTargets, benjaminiHochbergLimit, lowerBound } from '@dqs/core/stats';
import { SeriesHistory, type ForecastRequests } from '@dqs/features';

import { modelVersionOf } from '../bundle/model-version.js';
import type { LoadedBundle } from '../bundle/read-bundle.js';
import { NaiveMedians } from '../forecast/naive-medians.js';
import { flagNames, type ForecastFlag } from '../forecast/predict.js';
import { NO_TARGETS, targetsBySeries, type Targets } from '../forecast/targets.js';
import { calibrationBefore, type OddsCalibration } from './calibration.js';
import { DEFAULT_FALSE_ALARM_DAYS } from './limit.js';
import { missingSeries } from './missing-series.js';
import { surprisesOf } from './surprises.js';

/** What to check, and how. */
export interface CheckOptions {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Share of quiet days on which the check may still find something, in (0, 1). @default 0.05 */
  readonly limit?: number;
  readonly targets?: Targets;
  readonly modelVersion?: string;
  /** 0 takes all cores. @default 0 */
  readonly threads?: number;
}

/** A series of a checked day. */
export interface CheckedSeries {
  readonly tenantId: string;
  readonly datasetUuid: string;
  readonly datasetName: string;
  readonly ruleCode: string;
}

/** A result against its forecast; percentages in [0, 100]. */
export interface CheckedResult extends CheckedSeries {
  readonly passes: number;
  readonly fails: number;
  readonly passPercentage: number;
  readonly predictedPassPercentage: number;
  readonly expectedPassPercentage: number;
  /** The naive forecast: the median of the last 7 observed days. */
  readonly naivePassPercentage: number;
  /** Lower end of the range that 95 of 100 days were expected within. */
  readonly lower95: number;
  readonly targetPercentage: number;
  /** Odds of falling below the target, as forecast. */
  readonly pBelowTarget: number;
  /** Odds of a result at least this bad, as the days before have shown them to be: what the order is by. */
  readonly odds: number;
  /** Whether it is worse than chance explains, among all series of the day. */
  readonly isAlarm: boolean;
  readonly flags: readonly ForecastFlag[];
}

/** A series that is due and has no result. */
export interface MissingSeries extends CheckedSeries {
  /** Its last date with a result. */
  readonly lastDate: string;
}

/** Results of a day against their forecasts of the day before; plain data that survives JSON. */
export interface CheckReport {
  readonly date: string;
  readonly asOfDate: string;
  readonly modelVersion: string;
  /** False if there is an alarm, or no result at all. */
  readonly passed: boolean;
  readonly limit: number;
  readonly alarms: number;
  readonly calibration: OddsCalibration;
  /** Due and without a result, by name. */
  readonly missing: readonly MissingSeries[];
  /** Seen for the first time: nothing was forecast. */
  readonly fresh: readonly CheckedSeries[];
  /** Alarms first, then the most surprising. */
  readonly results: readonly CheckedResult[];
}

/**
 * Compares the results of a day with what was forecast from the day before, worst surprise first.
 *
 * Whether anything is worse than chance is decided over all series at once (Benjamini and Hochberg): on a day without any
 * incident the check finds something with probability `limit` at most, however many series there are, also where they move
 * together. Odds are randomised, so that this holds for days of few executions too, by numbers that follow from series and
 * day: the same check says the same.
 *
 * @param panel the history with the day in it; later days are not looked at.
 * @throws DqsError `not-enough-history` if nothing is known from before the day, `invalid-argument` for a limit outside
 * (0, 1), `aborted`.
 */
export function checkDay(
  bundle: LoadedBundle,
  panel: DailyPanel,
  { day, limit = DEFAULT_FALSE_ALARM_DAYS, targets = NO_TARGETS, modelVersion, threads = 0 }: CheckOptions,
  hooks: Pick<Hooks, 'signal' | 'onProgress'> = {},
): CheckReport {
  if (!(limit > 0 && limit < 1)) {
    throw new DqsError('invalid-argument', `expected a limit above 0 and below 1, got ${limit}`);
  }
  const history = SeriesHistory.fromPanel(panel);
  assertKnownBefore(panel, day);
  const { predictor } = bundle;
  throwIfAborted(hooks.signal);
  hooks.onProgress?.({ stage: 'odds of the days before', done: 0, total: 1, unit: 'days' });
  const calibration = calibrationBefore(predictor, history, day, threads);
  throwIfAborted(hooks.signal);
  const requests = withResults(history, history.requests({ day, asOf: day - 1 }));
  const seriesTargets = targetsBySeries(targets, history);
  const results = resultsOf(bundle, history, requests, { calibration, limit, seriesTargets, threads });
  const alarms = results.filter(({ isAlarm }) => isAlarm).length;
  return {
    date: formatDay(day),
    asOfDate: formatDay(day - 1),
    modelVersion: modelVersion ?? modelVersionOf(bundle.manifest),
    passed: alarms === 0 && results.length > 0,
    limit,
    alarms,
    calibration,
    missing: missingOf(history, day),
    fresh: freshOf(history, day),
    results,
  };
}

interface Judging {
  readonly calibration: OddsCalibration;
  readonly limit: number;
  readonly seriesTargets: Float64Array;
  readonly threads: number;
}

function resultsOf(
  { predictor }: LoadedBundle,
  history: SeriesHistory,
  requests: ForecastRequests,
  { calibration, limit, seriesTargets, threads }: Judging,
): CheckedResult[] {
  if (requests.series.length === 0) return [];
  const { made, midP, randomisedP } = surprisesOf(predictor, history, requests, threads);
  const odds = midP.map((p) => p ** calibration.exponent);
  // Never below the odds that are shown: a lucky draw alone makes no alarm. Greater p-values only find less.
  const judged = randomisedP.map((p, row) => Math.max(p, midP[row]!) ** calibration.exponent);
  const rejected = benjaminiHochbergLimit(judged, limit);
  const targets = Float64Array.from(requests.series, (series) => seriesTargets[series]!);
  const naive = new NaiveMedians(history).of(requests);
  const pBelowTarget = belowTargets(made.distributions, targets);
  const results = Array.from(requests.series, (series, row): CheckedResult => {
    const entry = history.entryOn(series, requests.targetDay[row]!);
    const [passes, executions] = [history.passes[entry]!, history.executions[entry]!];
    return {
      ...nameOf(history, series),
      passes,
      fails: executions - passes,
      passPercentage: (100 * passes) / executions,
      predictedPassPercentage: made.predictedPassPercentage[row]!,
      expectedPassPercentage: made.expectedPassPercentage[row]!,
      naivePassPercentage: naive[row]!,
      lower95: lowerBound(made.distributions, row, 0.95),
      targetPercentage: targets[row]!,
      pBelowTarget: pBelowTarget[row]!,
      odds: odds[row]!,
      // A day without a failure is no bad one, whatever was drawn for it.
      isAlarm: judged[row]! <= rejected && passes < executions,
      flags: flagNames(made.flags[row]!),
    };
  });
  return results.sort((a, b) => Number(b.isAlarm) - Number(a.isAlarm) || a.odds - b.odds || byName(a, b));
}

/** The requests whose series has a result on the day. */
function withResults(history: SeriesHistory, { series, targetDay, asOfDay }: ForecastRequests): ForecastRequests {
  const has = (_: number, row: number) => history.entryOn(series[row]!, targetDay[row]!) >= 0;
  return { series: series.filter(has), targetDay: targetDay.filter(has), asOfDay: asOfDay.filter(has) };
}

function missingOf(history: SeriesHistory, day: number): MissingSeries[] {
  const missing = missingSeries(history, day).map((series) => {
    return { ...nameOf(history, series), lastDate: formatDay(history.lastObservedDay(series, day)!) };
  });
  return missing.sort(byName);
}

function freshOf(history: SeriesHistory, day: number): CheckedSeries[] {
  const all = Array.from(history.series.keys());
  const fresh = all.filter((series) => history.entryOn(series, day) >= 0 && !history.isKnown(series, day - 1));
  return fresh.map((series) => nameOf(history, series)).sort(byName);
}

function nameOf(history: SeriesHistory, series: number): CheckedSeries {
  const { tenantId, datasetUuid, datasetName, ruleCode } = history.series[series]!;
  return { tenantId, datasetUuid, datasetName, ruleCode };
}

function byName(a: CheckedSeries, b: CheckedSeries): number {
  return (
    compareText(a.tenantId, b.tenantId) ||
    compareText(a.datasetName, b.datasetName) ||
    compareText(a.datasetUuid, b.datasetUuid) ||
    compareText(a.ruleCode, b.ruleCode)
  );
}

function assertKnownBefore(panel: DailyPanel, day: number): void {
  const range = panelDayRange(panel);
  if (range !== undefined && range.first < day) return;
  const known = range === undefined ? 'it is empty' : `it begins on ${formatDay(range.first)}`;
  throw new DqsError('not-enough-history', `expected results from before ${formatDay(day)} in the history: ${known}`);
}

/** Whether the model was trained on the day that was checked, so that it knew the answer. */
export function hasSeenAnswer({ results }: CheckReport): boolean {
  return results.some(({ flags }) => flags.includes('in_training'));
}
