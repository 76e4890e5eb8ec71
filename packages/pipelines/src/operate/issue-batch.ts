import { percentagesAbove, belowTargets, meanPercentage, type ExceedanceTable } from '@dqs/core/stats';
import type { ForecastRequests, SeriesHistory } from '@dqs/features';
import { packDistributions, type Issue, type IssueBatch, type LedgerNumber } from '@dqs/ledger';

import { naiveDistribution, type NaiveDistribution } from '../evaluate/naive-distributions.js';
import { intervalBounds } from '../forecast/distributions.js';
import { forecastValues } from '../forecast/forecast-values.js';
import { FORECAST_FLAGS, type Predictor } from '../forecast/predict.js';

/** Forecasts that are due in one arm. */
export interface DueForecasts {
  readonly history: SeriesHistory;
  readonly requests: ForecastRequests;
  /** The ledger's number of the series of each request. */
  readonly numbers: Int32Array;
  /** Target by series of the history. */
  readonly targets: Float64Array;
}

/** What is written of a forecast beside its names. */
interface Values {
  readonly numbers: Readonly<Record<LedgerNumber, ArrayLike<number>>>;
  readonly flags: ArrayLike<number>;
  readonly distributions: ExceedanceTable;
}

const FLAG_NAMES = Object.keys(FORECAST_FLAGS);

/**
 * The batch of one arm: the predictor's forecasts with the naive one beside them, or where there is no predictor the naive
 * distribution itself.
 */
export function batchOf(
  due: DueForecasts,
  issue: Omit<Issue, 'flagNames'>,
  naive: NaiveDistribution,
  predictor: Predictor | undefined,
  threads = 0,
): IssueBatch {
  const { history, requests } = due;
  const targets = Float64Array.from(requests.series, (series) => due.targets[series]!);
  const table = naiveDistribution(naive, history, requests);
  const medians = percentagesAbove(table, 0.5);
  const values = predictor
    ? forecastValues(predictor, history, requests, { naive: { of: () => medians }, targets, threads })
    : naiveValues(table, medians, targets);
  const { targetDay, asOfDay } = requests;
  return {
    issue: { ...issue, flagNames: FLAG_NAMES },
    forecasts: {
      series: due.numbers,
      targetDay,
      asOfDay,
      numbers: ledgerNumbers(values),
      flags: Uint16Array.from(values.flags),
      distributions: packDistributions(values.distributions),
    },
  };
}

function naiveValues(table: ExceedanceTable, medians: Float64Array, targets: Float64Array): Values {
  return {
    numbers: {
      predictedPassPercentage: medians,
      expectedPassPercentage: medians.map((_, row) => meanPercentage(table, row)),
      ...intervalBounds(table),
      targetPercentage: targets,
      pBelowTarget: belowTargets(table, targets),
      executions: table.executions,
      // There is no other naive forecast that it could be compared with.
      naivePassPercentage: new Float64Array(medians.length).fill(Number.NaN),
    },
    flags: new Uint16Array(medians.length),
    distributions: table,
  };
}

function ledgerNumbers({ numbers }: Values): Record<LedgerNumber, Float64Array> {
  const column = (name: LedgerNumber) => Float64Array.from(numbers[name]);
  return {
    predictedPassPercentage: column('predictedPassPercentage'),
    expectedPassPercentage: column('expectedPassPercentage'),
    lower80: column('lower80'),
    upper80: column('upper80'),
    lower95: column('lower95'),
    upper95: column('upper95'),
    targetPercentage: column('targetPercentage'),
    pBelowTarget: column('pBelowTarget'),
    executions: column('executions'),
    naivePassPercentage: column('naivePassPercentage'),
  };
}
