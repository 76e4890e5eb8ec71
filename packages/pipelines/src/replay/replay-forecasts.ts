import {
  assertKnownOptions,
  DqsError,
  formatDay,
  joinArrays,
  optionNames,
  parseDay,
  throwIfAborted,
  type DailyPanel,
  type Hooks,
} from '@dqs/core';
import { rankedProbabilityScores, type DayCounts } from '@dqs/core/stats';
import { observedRequests, SeriesHistory, type ObservedRequests } from '@dqs/features';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import { cameOn } from '../evaluate/best-naive.js';
import { forecast, type Forecasts } from '../forecast/predict.js';
import { observedDays, type DaySpan } from '../train/split.js';

/** A version of a model, opened. */
export interface ReplayVersion {
  /** How it is called in results: `orders@1.2.0`, or a path. */
  readonly name: string;
  readonly bundle: Pick<LoadedBundle, 'manifest' | 'predictor'>;
}

/** Which past days to forecast. */
export interface ReplayOptions {
  /** First target day, days since 1970-01-01. Default: the day after the last training day of any version. */
  readonly fromDay?: number;
  /** Last target day. Default: the last of the history. */
  readonly toDay?: number;
  /** Days from the last known result to the target. Default: the greatest horizon of the versions. */
  readonly horizon?: number;
  /** Threads of the models; 0 takes all cores. @default 0 */
  readonly threads?: number;
}

const OPTIONS = optionNames<ReplayOptions>({ fromDay: true, toDay: true, horizon: true, threads: true });

/** The forecasts that one version would have made. */
export interface ReplayedVersion {
  readonly name: string;
  /** By request, as {@link Forecasts}. */
  readonly expectedPassPercentage: Float64Array;
  readonly predictedPassPercentage: Float64Array;
  /** CRPS of each forecast as a distribution, in percentage points. */
  readonly crps: Float64Array;
  /** Time of a forecast: of the day's whole batch, divided by its requests. */
  readonly latencyMs: Float64Array;
}

/** The forecasts that several versions would have made for the same past days, with the outcomes. */
export interface ReplayedForecasts {
  readonly history: SeriesHistory;
  readonly horizon: number;
  /** Last day that any version was trained on. */
  readonly trainedTo: number;
  /** First and last target day; undefined if there is none. */
  readonly span: DaySpan | undefined;
  /** Every observed series and day of the span, by day, then series. */
  readonly requests: ObservedRequests;
  /** Pass percentage that was observed, by request. */
  readonly actual: Float64Array;
  /** In the order they were given. */
  readonly versions: readonly ReplayedVersion[];
}

/**
 * Forecasts past days with several versions as each would have done then: every observed series and day, from the results
 * up to `horizon` days before it, day by day. Days that any version was trained on are never forecast, since a model knows
 * their outcome.
 *
 * @returns nothing forecast where no observed day lies behind the training days of all versions; see
 * `assertReplayed`.
 * @throws DqsError `invalid-argument` for unknown options or a first day among the training days, `aborted`.
 */
export function replayForecasts(
  panel: DailyPanel,
  versions: readonly ReplayVersion[],
  options: ReplayOptions = {},
  hooks: Hooks = {},
): ReplayedForecasts {
  assertKnownOptions('replay options', options, OPTIONS);
  const history = SeriesHistory.fromPanel(panel);
  const horizon = options.horizon ?? Math.max(...versions.map(({ bundle }) => bundle.predictor.horizon));
  const trainedTo = Math.max(...versions.map(({ bundle }) => parseDay(bundle.manifest.training.to)!));
  const days = replayDays(history, trainedTo, options);
  const parts = days.map((day) => observedRequests(history, { fromDay: day, toDay: day, horizon }));
  const requests = joinRequests(parts);
  const size = requests.series.length;
  const replayed = versions.map(({ name }) => ({
    name,
    expectedPassPercentage: new Float64Array(size),
    predictedPassPercentage: new Float64Array(size),
    crps: new Float64Array(size),
    latencyMs: new Float64Array(size),
  }));
  let start = 0;
  parts.forEach((part, i) => {
    throwIfAborted(hooks.signal);
    hooks.onProgress?.({ stage: 'replay', done: i, total: parts.length, unit: 'days' });
    // The second to run finds warm caches, so the versions take turns.
    for (let turn = 0; turn < versions.length; turn += 1) {
      const place = (i + turn) % versions.length;
      const began = performance.now();
      const made = forecast(versions[place]!.bundle.predictor, history, part, { threads: options.threads });
      const latencyMs = (performance.now() - began) / part.series.length;
      keep(replayed[place]!, { made, came: cameOn(history, part), start, latencyMs });
    }
    start += part.series.length;
  });
  hooks.onProgress?.({ stage: 'replay', done: parts.length, total: parts.length, unit: 'days' });
  const actual = Float64Array.from(requests.passFraction, (fraction) => 100 * fraction);
  const span = days.length === 0 ? undefined : { from: days[0]!, to: days.at(-1)! };
  return { history, horizon, trainedTo, span, requests, actual, versions: replayed };
}

/**
 * Makes sure that something was forecast, and gives the days.
 *
 * @throws DqsError `not-enough-history` with the days that are there.
 */
export function assertReplayed({ history, trainedTo, span }: ReplayedForecasts): DaySpan {
  if (span !== undefined) return span;
  const [trained, last] = [formatDay(trainedTo), formatDay(history.lastDay)];
  throw new DqsError(
    'not-enough-history',
    `expected results after the training days of every version (to ${trained}) and in the requested range; the ` +
      `history ends on ${last}: use later days, or versions trained without --refit on the days before`,
    { details: { trainedTo: trained, lastDay: last } },
  );
}

/** The observed days that may be forecast, ascending. */
function replayDays(history: SeriesHistory, trainedTo: number, options: ReplayOptions): number[] {
  const { fromDay = trainedTo + 1, toDay = history.lastDay } = options;
  if (fromDay > trainedTo) return observedDays(history).filter((day) => day >= fromDay && day <= toDay);
  throw new DqsError(
    'invalid-argument',
    `expected a first day after the training days of every version, which end on ${formatDay(trainedTo)}, ` +
      `got ${formatDay(fromDay)}; a model knows the outcome of the days it learned from`,
    { details: { trainedTo: formatDay(trainedTo), from: formatDay(fromDay) } },
  );
}

/** The forecasts of one day, with what came, and where they belong. */
interface ReplayedDay {
  readonly made: Forecasts;
  readonly came: DayCounts;
  readonly start: number;
  readonly latencyMs: number;
}

function keep(into: ReplayedVersion, { made, came, start, latencyMs }: ReplayedDay): void {
  into.expectedPassPercentage.set(made.expectedPassPercentage, start);
  into.predictedPassPercentage.set(made.predictedPassPercentage, start);
  const scores = rankedProbabilityScores(made.distributions, came);
  for (let i = 0; i < scores.length; i += 1) into.crps[start + i] = 100 * scores[i]!;
  into.latencyMs.fill(latencyMs, start, start + made.predictedPassPercentage.length);
}

function joinRequests(parts: readonly ObservedRequests[]): ObservedRequests {
  return {
    series: joinArrays(
      Int32Array,
      parts.map(({ series }) => series),
    ),
    targetDay: joinArrays(
      Int32Array,
      parts.map(({ targetDay }) => targetDay),
    ),
    asOfDay: joinArrays(
      Int32Array,
      parts.map(({ asOfDay }) => asOfDay),
    ),
    passFraction: joinArrays(
      Float32Array,
      parts.map(({ passFraction }) => passFraction),
    ),
    executions: joinArrays(
      Float32Array,
      parts.map(({ executions }) => executions),
    ),
    entry: joinArrays(
      Int32Array,
      parts.map(({ entry }) => entry),
    ),
  };
}
