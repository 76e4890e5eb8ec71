import { DqsError, formatDay, listedNames, nearestName, type DailyPanel } from '@dqs/core';
import {
  buildFrame,
  featureSpec,
  fitContract,
  SeriesHistory,
  type FeatureContract,
  type ForecastRequests,
  type SeriesId,
} from '@dqs/features';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import { flagNames, forecast, type ForecastFlag } from './predict.js';

/** One forecast, ready to be shown: the model's numbers with a naive one beside them. Survives JSON. */
export interface ForecastRow {
  readonly tenantId: string;
  readonly datasetUuid: string;
  readonly datasetName: string;
  readonly ruleCode: string;
  /** Day that is forecast, `YYYY-MM-DD`. */
  readonly businessDate: string;
  /** Last day whose results were known. */
  readonly asOf: string;
  /** The value of least expected absolute error, in [0, 100]. */
  readonly predictedPassPercentage: number;
  /** The mean, in [0, 100]. */
  readonly expectedPassPercentage: number;
  /** Executions the predicted percentage assumes. */
  readonly executions: number;
  /** Median of the last 7 observed days; null where there is none. */
  readonly naivePassPercentage: number | null;
  readonly flags: readonly ForecastFlag[];
}

/** Which day to forecast, and from which. */
export interface ForecastDay {
  /** Target day, days since 1970-01-01. */
  readonly day: number;
  /** Last day whose results may be used. Default: the last day of the history, or the day before the target. */
  readonly asOf?: number;
}

/** One series and day. */
export interface SeriesDay extends ForecastDay {
  /** Needed only where several tenants have the dataset and rule. */
  readonly tenantId?: string;
  readonly datasetUuid: string;
  readonly ruleCode: string;
}

/** Forecasts from a loaded bundle and a history. */
export class Forecaster {
  readonly #bundle: LoadedBundle;
  readonly #naive: FeatureContract;
  /** The history forecasts are made from. */
  readonly history: SeriesHistory;

  /** @param panel a fresher history; the one in the bundle where none is given. */
  constructor(bundle: LoadedBundle, panel: DailyPanel = bundle.history()) {
    this.#bundle = bundle;
    this.history = SeriesHistory.fromPanel(panel);
    this.#naive = fitContract(featureSpec('naive'), this.history, { upToDay: this.history.lastDay });
  }

  /**
   * Forecasts one series.
   *
   * @throws DqsError as {@link seriesOf}, `invalid-argument` for a day that is not in the future of its as-of day or lies
   * before the history.
   */
  one(request: SeriesDay, threads = 1): ForecastRow {
    const series = this.seriesOf(request);
    const asOfDay = this.#asOf(request);
    const requests = {
      series: Int32Array.of(series),
      targetDay: Int32Array.of(request.day),
      asOfDay: Int32Array.of(asOfDay),
    };
    return this.#rows(requests, threads)[0]!;
  }

  /**
   * Index in {@link history} of the series that a request names.
   *
   * @throws DqsError `series-unknown` with the nearest names, `tenant-ambiguous` with the tenants where several have it.
   */
  seriesOf({ tenantId, datasetUuid, ruleCode }: SeriesDay): number {
    const { history } = this;
    const [first, ...others] = history
      .withRule(datasetUuid, ruleCode)
      .filter((index) => tenantId === undefined || history.series[index]!.tenantId === tenantId);
    if (first === undefined) throw unknownSeries(history.series, { tenantId, datasetUuid, ruleCode });
    if (others.length === 0) return first;
    const tenants = [first, ...others].map((index) => history.series[index]!.tenantId);
    throw new DqsError(
      'tenant-ambiguous',
      `several tenants have the dataset "${datasetUuid}" with the rule "${ruleCode}": ${listedNames(tenants)}; name one`,
      { details: { datasetUuid, ruleCode, tenants: tenants.slice(0, MOST_DETAILS) } },
    );
  }

  /** Forecasts every series that is known on the as-of day for one day, lowest expected percentage first. */
  all(request: ForecastDay, threads = 0): ForecastRow[] {
    const rows = this.#rows(this.history.requests({ day: request.day, asOf: this.#asOf(request) }), threads);
    return rows.sort((a, b) => a.expectedPassPercentage - b.expectedPassPercentage);
  }

  #rows(requests: ForecastRequests, threads: number): ForecastRow[] {
    const forecasts = forecast(this.#bundle.predictor, this.history, requests, threads);
    const naiveFrame = buildFrame(this.#naive, this.history, requests);
    const naive = naiveFrame.columns.find((column) => column.name === 'median_last_7')!.values;
    return Array.from(requests.series, (index, row) => {
      const { tenantId, datasetUuid, datasetName, ruleCode } = this.history.series[index]!;
      return {
        tenantId,
        datasetUuid,
        datasetName,
        ruleCode,
        businessDate: formatDay(requests.targetDay[row]!),
        asOf: formatDay(requests.asOfDay[row]!),
        predictedPassPercentage: forecasts.predictedPassPercentage[row]!,
        expectedPassPercentage: forecasts.expectedPassPercentage[row]!,
        executions: forecasts.executions[row]!,
        naivePassPercentage: Number.isNaN(naive[row]) ? null : naive[row]!,
        flags: flagNames(forecasts.flags[row]!),
      };
    });
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
        `got ${formatDay(day)}; nothing is known before it`,
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
