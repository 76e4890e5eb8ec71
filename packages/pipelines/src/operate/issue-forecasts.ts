import { DqsError, formatDay, pickRows, SYSTEM_CLOCK, throwIfAborted, type DailyPanel, type Hooks } from '@dqs/core';
import { SeriesHistory, type ForecastRequests } from '@dqs/features';
import type { Arm, LedgerStore } from '@dqs/ledger';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import type { Predictor } from '../forecast/predict.js';
import { targetsBySeries, type Targets } from '../forecast/targets.js';
import { batchOf, type DueForecasts } from './issue-batch.js';
import { withKeptMixtures } from './kept-mixtures.js';
import { withKeptStates } from './kept-states.js';
import { naiveChoice, type NaiveChoice } from './naive-choice.js';

/** A version that forecasts, and as what. */
export interface IssuingVersion {
  readonly arm: Exclude<Arm, 'naive'>;
  /** Name of the model. */
  readonly model: string;
  readonly version: string;
  readonly bundle: Pick<LoadedBundle, 'manifest' | 'predictor'>;
}

/** A history with what the ledger wants to know of its series. */
export interface IssuingHistory {
  readonly history: SeriesHistory;
  /** Source of each series: that of the first of its keys. */
  readonly sources: readonly string[];
}

/** Which day to issue, and what may be known. */
export interface IssueRequest {
  /** Target day, days since 1970-01-01. Default: the day after the last of the history. */
  readonly day?: number;
  /** Last day whose results may be used. Default: the last of the history, or the day before the target. */
  readonly asOf?: number;
  /** The time up to which the history holds what had arrived, milliseconds. */
  readonly knownAt: number;
  readonly targets: Targets;
  /** Digest of the catalog that set the targets, "" if there was none. */
  readonly catalogDigest?: string;
  /**
   * Issues again what the same version has forecast for the day already, with what was known at another time; a forecast from the
   * same time stays the one that it is. @default false
   */
  readonly again?: boolean;
  /** 0 takes all cores. @default 0 */
  readonly threads?: number;
}

/** What became of the forecasts of one arm. */
export interface IssuedArm {
  readonly arm: Arm;
  readonly model: string;
  readonly version: string;
  /** Series that were known by the as-of day. */
  readonly due: number;
  /** Of them, those that are in the ledger now and were not before. */
  readonly issued: number;
}

/** The forecasts of a day. Survives JSON. */
export interface IssuedForecasts {
  /** `YYYY-MM-DD`, as all dates here. */
  readonly date: string;
  readonly asOfDate: string;
  /** ISO 8601 times. */
  readonly knownAt: string;
  readonly issuedAt: string;
  readonly naive: NaiveChoice;
  readonly arms: readonly IssuedArm[];
}

/** The history of a panel, to issue forecasts from. */
export function issuingHistory(panel: DailyPanel): IssuingHistory {
  const history = SeriesHistory.fromPanel(panel);
  const sources = history.series.map(() => '');
  // Backwards, so that of several keys the first one stays.
  for (const key of [...panel.keys].reverse()) sources[history.find(key)] = key.source;
  return { history, sources };
}

/**
 * Forecasts a day for every series that is known by its as-of day and puts the forecasts into the ledger: by each version in its
 * arm, and by the naive distribution that the first version's training chose. Everything comes from the ordinary predictor, so
 * that a backtest, a prediction and an issue of the same day are the same numbers.
 *
 * What is there already stays: a second run issues nothing, and one after a run that was killed issues the rest.
 *
 * @param versions the champion first.
 * @throws DqsError `not-enough-history` if nothing was known before the day, `invalid-argument` for a day that is not after its
 * as-of day, `aborted`, and as `LedgerStore.issue`.
 */
export async function issueForecasts(
  ledger: LedgerStore,
  { history, sources }: IssuingHistory,
  versions: readonly IssuingVersion[],
  request: IssueRequest,
  hooks: Pick<Hooks, 'clock' | 'signal' | 'onProgress'> = {},
): Promise<IssuedForecasts> {
  const { asOf, day } = daysOf(history, request);
  const all = history.requests({ day, asOf });
  const numbers = await numbersOf(ledger, { history, sources }, all);
  const naive = naiveChoice(versions[0]!.bundle.manifest);
  const targets = targetsBySeries(request.targets, history);
  const issuedAt = (hooks.clock ?? SYSTEM_CLOCK).now();
  const common = { issuedAt, knownAt: request.knownAt, catalogDigest: request.catalogDigest ?? '' };
  const known = request.again ? new Map<string, Set<number>>() : await issuedBefore(ledger, day);
  const makers = [...versions, { arm: 'naive' as const, model: 'naive', version: naive.name, bundle: undefined }];
  const arms: IssuedArm[] = [];
  await withKeptStates(ledger, history, asOf, async () => {
    for (const [done, { arm, model, version, bundle }] of makers.entries()) {
      throwIfAborted(hooks.signal);
      hooks.onProgress?.({ stage: 'issue', done, total: makers.length, unit: 'arms', note: arm });
      const before = known.get(armKey(arm, model, version));
      const rows = Int32Array.from(numbers.keys()).filter((row) => !before?.has(numbers[row]!));
      const due: DueForecasts = {
        history,
        requests: pickRequests(all, rows),
        numbers: pickRows(numbers, rows),
        targets,
      };
      const issueWith = (predictor?: Predictor) =>
        ledger.issue(batchOf(due, { ...common, arm, model, version }, naive.name, predictor, request.threads));
      const issue = () => (bundle ? withKeptMixtures(ledger, { bundle, history, asOf }, issueWith) : issueWith());
      const issued = rows.length === 0 ? 0 : await issue();
      arms.push({ arm, model, version, due: numbers.length, issued });
    }
  });
  const time = (ms: number) => new Date(ms).toISOString();
  const dates = { date: formatDay(day), asOfDate: formatDay(asOf) };
  return { ...dates, knownAt: time(request.knownAt), issuedAt: time(issuedAt), naive, arms };
}

function daysOf(history: SeriesHistory, request: IssueRequest): { day: number; asOf: number } {
  const { firstDay, lastDay } = history;
  const { day = lastDay + 1 } = request;
  const { asOf = Math.min(lastDay, day - 1) } = request;
  if (lastDay >= firstDay && asOf >= firstDay) return { day, asOf };
  throw new DqsError(
    'not-enough-history',
    `expected results from before ${formatDay(day)} to forecast it from, the first are of ` +
      `${lastDay >= firstDay ? formatDay(firstDay) : 'no day at all'}`,
  );
}

/** The ledger's numbers of the series of requests, which are registered where they are new. */
async function numbersOf(ledger: LedgerStore, { history, sources }: IssuingHistory, { series }: ForecastRequests) {
  return ledger.register(Array.from(series, (one) => ({ ...history.series[one]!, source: sources[one]! })));
}

/** Series that have a forecast of a day already, by arm and version. */
async function issuedBefore(ledger: LedgerStore, day: number): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const { series, issue, issues } = await ledger.forecasts({ from: day, to: day });
  const known = new Map<string, Set<number>>();
  for (let row = 0; row < series.length; row += 1) {
    const { arm, model, version } = issues[issue[row]!]!;
    const key = armKey(arm, model, version);
    const own = known.get(key) ?? new Set<number>();
    known.set(key, own.add(series[row]!));
  }
  return known;
}

function armKey(arm: Arm, model: string, version: string): string {
  return JSON.stringify([arm, model, version]);
}

function pickRequests({ series, targetDay, asOfDay }: ForecastRequests, rows: Int32Array): ForecastRequests {
  return { series: pickRows(series, rows), targetDay: pickRows(targetDay, rows), asOfDay: pickRows(asOfDay, rows) };
}
