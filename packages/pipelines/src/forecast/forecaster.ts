import { DqsError, formatDay, nearestName, type DailyPanel } from '@dqs/core';
import {
  buildFrame,
  featureSpec,
  fitContract,
  SeriesHistory,
  type FeatureContract,
  type ForecastRequests,
} from '@dqs/features';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import { flagNames, forecast, requestsForDay, type ForecastFlag } from './predict.js';

/** One forecast, ready to be shown: the model's numbers with a naive one beside them. Survives JSON. */
export interface ForecastRow {
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
   * @throws DqsError `series-unknown` with the nearest names, `invalid-argument` for a day that is not in the future of
   * its as-of day or lies before the history.
   */
  one(request: SeriesDay, threads = 1): ForecastRow {
    const series = this.history.find(request.datasetUuid, request.ruleCode);
    if (series < 0) throw this.#unknown(request);
    const asOfDay = this.#asOf(request);
    const requests = {
      series: Int32Array.of(series),
      targetDay: Int32Array.of(request.day),
      asOfDay: Int32Array.of(asOfDay),
    };
    return this.#rows(requests, threads)[0]!;
  }

  /** Forecasts every series that is known on the as-of day for one day, lowest expected percentage first. */
  all(request: ForecastDay, threads = 0): ForecastRow[] {
    const rows = this.#rows(requestsForDay(this.history, request.day, this.#asOf(request)), threads);
    return rows.sort((a, b) => a.expectedPassPercentage - b.expectedPassPercentage);
  }

  #rows(requests: ForecastRequests, threads: number): ForecastRow[] {
    const forecasts = forecast(this.#bundle.predictor, this.history, requests, threads);
    const naiveFrame = buildFrame(this.#naive, this.history, requests);
    const naive = naiveFrame.columns.find((column) => column.name === 'median_last_7')!.values;
    return Array.from(requests.series, (index, row) => {
      const { datasetUuid, datasetName, ruleCode } = this.history.series[index]!;
      return {
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

  #unknown({ datasetUuid, ruleCode }: SeriesDay): DqsError {
    const rules = this.history.series.filter((series) => series.datasetUuid === datasetUuid).map((s) => s.ruleCode);
    const uuids = new Set(this.history.series.map((series) => series.datasetUuid));
    const nearest = nearestName(datasetUuid, uuids);
    const hint =
      rules.length > 0
        ? `the dataset has the rules ${rules.slice(0, 20).join(', ')}${rules.length > 20 ? ', …' : ''}`
        : `the dataset is not in the history${nearest ? `; did you mean "${nearest}"?` : ''}`;
    return new DqsError('series-unknown', `no series of dataset "${datasetUuid}" and rule "${ruleCode}": ${hint}`, {
      details: { datasetUuid, ruleCode, nearest, rules },
    });
  }
}
