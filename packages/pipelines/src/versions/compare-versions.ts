import { assertKnownOptions, DqsError, formatDay, optionNames, type DailyPanel, type Hooks } from '@dqs/core';
import { absoluteErrors, type ComparisonRule } from '@dqs/core/stats';
import type { ForecastRequests, SeriesHistory } from '@dqs/features';
import type { LossComparison, SegmentComparison } from '@dqs/registry';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import { naiveForecasts } from '../evaluate/naive-forecasts.js';
import { replayForecasts } from '../replay/replay-forecasts.js';
import type { DaySpan } from '../train/split.js';

/** How two versions are compared. */
export interface CompareOptions extends ComparisonRule {
  /** Threads of the models; 0 takes all cores. @default 0 */
  readonly threads?: number;
}

const OPTIONS = optionNames<CompareOptions>({ confidence: true, minimumDays: true, threads: true });

/** Both versions and the best naive forecast over some rows. */
export interface ComparedSegment extends SegmentComparison {
  /** Mean absolute error of the naive forecast that is best over all rows; null if there are no rows. */
  readonly naive: number | null;
}

/**
 * The result of comparing two versions. Verdict and segments are those of the absolute errors of the point forecasts. Survives
 * JSON.
 */
export interface VersionComparison extends Omit<LossComparison, 'segments'> {
  /** First and last day that was compared, `YYYY-MM-DD`; null if there is none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly horizon: number;
  readonly rows: number;
  /** The naive forecast of least error; null if there are no rows. */
  readonly bestNaive: string | null;
  /** All rows first, then by level of execution. */
  readonly segments: readonly ComparedSegment[];
  /** The same comparison by the CRPS of the forecasts as distributions, in percentage points. */
  readonly crps: LossComparison;
}

/**
 * Lets two versions forecast the same past days, each as of its day, and compares their absolute errors and their CRPS
 * day by day.
 * Only days after the training of both count, so neither is judged on what it has learned; if there are none, the
 * verdict is `inconclusive`, with the reason.
 *
 * @param panel the history to forecast from; it should continue after the training of both.
 * @throws DqsError `invalid-argument` for unknown options, or if they forecast at different horizons, which are different
 * tasks; `aborted`.
 */
export async function compareVersions(
  baseline: LoadedBundle,
  candidate: LoadedBundle,
  panel: DailyPanel,
  options: CompareOptions = {},
  hooks: Hooks = {},
): Promise<VersionComparison> {
  assertKnownOptions('comparison options', options, OPTIONS);
  assertSameHorizon(baseline, candidate);
  // Imported here, so that a training does not wait for it to load.
  const { compareLosses } = await import('@dqs/registry');
  const versions = [
    { name: 'baseline', bundle: baseline },
    { name: 'candidate', bundle: candidate },
  ];
  const replay = replayForecasts(panel, versions, { threads: options.threads }, hooks);
  const { history, horizon, trainedTo, span: days, requests, actual } = replay;
  const train = { from: history.firstDay, to: trainedTo };
  const segment = Array.from(requests.series, (series) => history.series[series]!.level);
  const [before, after] = replay.versions.map((version) => absoluteErrors(actual, version.predictedPassPercentage));
  const losses = { baseline: before!, candidate: after! };
  const rows = { day: requests.targetDay, segment };
  const found = compareLosses({ ...rows, ...losses }, options);
  const [crpsBefore, crpsAfter] = replay.versions.map(({ crps }) => crps);
  const crps = compareLosses({ ...rows, baseline: crpsBefore!, candidate: crpsAfter! }, options);
  const facts = {
    from: days ? formatDay(days.from) : null,
    to: days ? formatDay(days.to) : null,
    horizon,
    rows: actual.length,
  };
  const naive = actual.length === 0 ? undefined : await bestNaive(history, train, horizon, requests, actual);
  const segments = found.segments.map((part) => ({ ...part, naive: naive?.meanOf(part.segment, segment) ?? null }));
  return { ...found, ...facts, reason: reasonOf(found, train), bestNaive: naive?.name ?? null, segments, crps };
}

function assertSameHorizon(baseline: LoadedBundle, candidate: LoadedBundle): void {
  const [a, b] = [baseline.predictor.horizon, candidate.predictor.horizon];
  if (a === b) return;
  throw new DqsError(
    'invalid-argument',
    `expected two versions of the same horizon, got ${a} and ${b} days: forecasts further ahead are harder`,
  );
}

async function bestNaive(
  history: SeriesHistory,
  train: DaySpan,
  horizon: number,
  requests: ForecastRequests,
  actual: Float64Array,
) {
  const errors = Object.entries(await naiveForecasts(history, train, horizon, requests)).map(
    ([name, forecasts]) => [name, forecasts.map((value, row) => Math.abs(value - actual[row]!))] as const,
  );
  const mean = (values: Float64Array, isIn: (row: number) => boolean) => {
    const rows = values.filter((_, row) => isIn(row));
    return rows.reduce((sum, value) => sum + value, 0) / rows.length;
  };
  const everywhere = () => true;
  const [name, values] = errors.reduce((best, next) =>
    mean(next[1], everywhere) < mean(best[1], everywhere) ? next : best,
  );
  const meanOf = (part: string, segments: readonly string[]) =>
    mean(values, part === 'all' ? everywhere : (row) => segments[row] === part);
  return { name, meanOf };
}

function reasonOf({ reason, segments }: LossComparison, train: DaySpan): string {
  if (segments[0]!.rows > 0) return reason;
  return `the history has no day after ${formatDay(train.to)}, up to which one of them was trained; use a newer one`;
}
