import { DqsError, formatDay, listedNames, nearestName, type DailyPanel, type ForecastRow } from '@dqs/core';
import { SeriesHistory, type ForecastRequests, type SeriesId } from '@dqs/features';

import { modelVersionOf } from '../bundle/model-version.js';
import type { LoadedBundle } from '../bundle/read-bundle.js';
import { forecastRows, forecastValues } from './forecast-values.js';
import { NaiveMedians } from './naive-medians.js';
import type { ForecastOptions } from './predict.js';
import { sortForecasts } from './sort-forecasts.js';
import { NO_TARGETS, targetsBySeries, type Targets } from './targets.js';

/** Which day to forecast, and from which. */
export interface ForecastDay {
  /** Target day, days since 1970-01-01. */
  readonly day: number;
  /** Last day whose results may be used. Default: the last day of the history, or the day before the target. */
  readonly asOf?: number;
}

/** One series and day. */
export interface SeriesDay extends ForecastDay {
  /** Needed only if several tenants have the dataset and rule. */
  readonly tenantId?: string;
  readonly datasetUuid: string;
  readonly ruleCode: string;
  /** Series of other tenants are not there, neither as answers nor in messages. @default those of all tenants are */
  readonly tenants?: readonly string[];
}

/** Forecasts from a loaded bundle and a history. */
export class Forecaster {
  readonly #bundle: LoadedBundle;
  readonly #naive: NaiveMedians;
  readonly #modelVersion: string;
  /** By series. */
  readonly #targets: Float64Array;
  /** The history forecasts are made from. */
  readonly history: SeriesHistory;

  /**
   * @param panel a fresher history, also one that was made of a panel before; the one in the bundle if none is given.
   * @param modelVersion what rows name as the version of the model: sha256 and the first digits of the bundle's digest if
   * none is given.
   * @param targets what the days should reach: 100 % if none is given, so that any failure falls below it.
   */
  constructor(
    bundle: LoadedBundle,
    panel: DailyPanel | SeriesHistory = bundle.history(),
    modelVersion?: string,
    targets: Targets = NO_TARGETS,
  ) {
    this.#bundle = bundle;
    this.history = panel instanceof SeriesHistory ? panel : SeriesHistory.fromPanel(panel);
    this.#naive = new NaiveMedians(this.history);
    this.#modelVersion = modelVersion ?? modelVersionOf(bundle.manifest);
    this.#targets = targetsBySeries(targets, this.history);
  }

  /**
   * Forecasts one series.
   *
   * @throws DqsError as {@link seriesOf}, `invalid-argument` for a day that is not in the future of its as-of day or lies
   * before the history.
   */
  one(request: SeriesDay, options?: ForecastOptions): ForecastRow {
    return this.many([request], options)[0]!;
  }

  /**
   * Forecasts some series, each for a day of its own: row i answers request i, as {@link one} would.
   *
   * @throws DqsError as {@link one}, for the first request that cannot be answered.
   */
  many(asked: readonly SeriesDay[], { threads = 1 }: ForecastOptions = {}): ForecastRow[] {
    const rows = asked.length;
    const requests = { series: new Int32Array(rows), targetDay: new Int32Array(rows), asOfDay: new Int32Array(rows) };
    for (const [row, request] of asked.entries()) {
      requests.series[row] = this.seriesOf(request);
      requests.targetDay[row] = request.day;
      requests.asOfDay[row] = this.#asOf(request);
    }
    return this.#rows(requests, threads);
  }

  /**
   * Whether {@link one} could answer a request.
   *
   * @throws DqsError as {@link one}.
   */
  assertKnown(request: SeriesDay): void {
    this.seriesOf(request);
    this.#asOf(request);
  }

  /**
   * Index in {@link history} of the series that a request names.
   *
   * @throws DqsError `series-unknown` with the nearest names, `tenant-ambiguous` with the tenants where several have it.
   */
  seriesOf({ tenantId, datasetUuid, ruleCode, tenants }: SeriesDay): number {
    const { history } = this;
    const isThere = ({ tenantId: own }: SeriesId) => tenants === undefined || tenants.includes(own);
    const isMeant = (own: SeriesId) => (tenantId === undefined || own.tenantId === tenantId) && isThere(own);
    const [first, ...others] = history
      .withRule(datasetUuid, ruleCode)
      .filter((index) => isMeant(history.series[index]!));
    if (first === undefined) {
      throw unknownSeries(history.series.filter(isThere), { tenantId, datasetUuid, ruleCode });
    }
    if (others.length === 0) return first;
    const owners = [first, ...others].map((index) => history.series[index]!.tenantId);
    throw new DqsError(
      'tenant-ambiguous',
      `several tenants have the dataset "${datasetUuid}" with the rule "${ruleCode}": ${listedNames(owners)}; name one`,
      { details: { datasetUuid, ruleCode, tenants: owners.slice(0, MOST_DETAILS) } },
    );
  }

  /** Forecasts every series that is known on the as-of day for one day, lowest expected percentage first. */
  all(request: ForecastDay, { threads = 0 }: ForecastOptions = {}): ForecastRow[] {
    const rows = this.#rows(this.history.requests({ day: request.day, asOf: this.#asOf(request) }), threads);
    return sortForecasts(rows, 'expected');
  }

  #rows(requests: ForecastRequests, threads: number): ForecastRow[] {
    const targets = Float64Array.from(requests.series, (series) => this.#targets[series]!);
    const options = { naive: this.#naive, targets, threads };
    const values = forecastValues(this.#bundle.predictor, this.history, requests, options);
    return forecastRows({ history: this.history, requests, values, modelVersion: this.#modelVersion });
  }

  #asOf({ day, asOf }: ForecastDay): number {
    const { firstDay, lastDay } = this.history;
    const known = asOf ?? Math.min(lastDay, day - 1);
    if (known >= day) {
      throw new DqsError(
        'invalid-argument',
        `expected an as-of day before the day to forecast, ${formatDay(day)}, got ${formatDay(known)}`,
      );
    }
    if (known >= firstDay) return known;
    throw new DqsError(
      'invalid-argument',
      `expected a day after the start of the history (${formatDay(firstDay)} to ${formatDay(lastDay)}), ` +
        `got ${formatDay(day)}; nothing is known before that`,
    );
  }
}

/** Names in the details of an error. */
const MOST_DETAILS = 100;

type NamedSeries = Pick<SeriesDay, 'tenantId' | 'datasetUuid' | 'ruleCode'>;

function unknownSeries(known: readonly SeriesId[], wanted: NamedSeries): DqsError {
  const { tenantId, datasetUuid, ruleCode } = wanted;
  const nearest = nearestName(datasetUuid, new Set(known.map((series) => series.datasetUuid)));
  const withDataset = known.filter((series) => series.datasetUuid === datasetUuid);
  const own = withDataset.filter((series) => tenantId === undefined || series.tenantId === tenantId);
  const rules = [...new Set(own.map((series) => series.ruleCode))];
  const tenants = [...new Set(withDataset.map((series) => series.tenantId))];
  const ofTenant = tenantId === undefined ? '' : `tenant "${tenantId}", `;
  return new DqsError(
    'series-unknown',
    `no series of ${ofTenant}dataset "${datasetUuid}" and rule "${ruleCode}": ${hintOf({ rules, tenants, nearest })}`,
    { details: { ...wanted, nearest, rules: rules.slice(0, MOST_DETAILS), tenants: tenants.slice(0, MOST_DETAILS) } },
  );
}

interface KnownNames {
  readonly rules: readonly string[];
  readonly tenants: readonly string[];
  readonly nearest: string | undefined;
}

function hintOf({ rules, tenants, nearest }: KnownNames): string {
  if (rules.length > 0) return `the dataset has the rules ${listedNames(rules)}`;
  if (tenants.length > 0) return `the dataset belongs to the tenants ${listedNames(tenants)}`;
  return `the dataset is not in the history${nearest ? `; did you mean "${nearest}"?` : ''}`;
}
