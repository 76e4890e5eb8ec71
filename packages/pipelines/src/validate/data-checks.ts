import { formatDay, type GateCheck } from '@dqs/core';
import {
  buildFrame,
  featureMeanings,
  featuresMovingWithTime,
  observedRequests,
  type ObservedRequests,
  type SeriesHistory,
} from '@dqs/features';
import { check, checkBatch, historyChecks, type DataReport, type GateLimits } from '@dqs/validation';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import { trainingSpan } from './bundle-checks.js';
import type { ValidationReport } from './validation-types.js';

/** The histories of a validation. */
export interface Histories {
  /** The one in the bundle. */
  readonly known: SeriesHistory;
  /** The input. */
  readonly input: SeriesHistory;
  /** The known days before the input, then the input. */
  readonly combined: SeriesHistory;
}

/** The results of the checks of the input. */
export interface DataFindings {
  readonly checks: readonly GateCheck[];
  readonly batch: ValidationReport['batch'];
}

/** Checks the input against the history and the training profile of a bundle. */
export function dataChecks(
  bundle: LoadedBundle,
  { known, input, combined }: Histories,
  limits: GateLimits,
): DataFindings {
  const history = historyChecks(known, input, limits);
  const requests = batchRequests(bundle, { known, input, combined });
  if (requests.series.length === 0) {
    const reason =
      'the input has no day after the training days of the model, so there is nothing to compare with them';
    return { checks: [...history, check('drift', 'inconclusive', reason)], batch: EMPTY_BATCH };
  }
  const { contract } = bundle.predictor;
  const frame = buildFrame(contract, combined, requests);
  const timeFeatures = featuresMovingWithTime(contract);
  const observed = { target: requests.passFraction, weight: requests.executions };
  const report = checkBatch({ frame, observed, day: requests.targetDay }, bundle.profile, {
    limits,
    timeFeatures,
    meanings: featureMeanings(contract),
  });
  return { checks: [...report.checks, ...history], batch: batchSummary(report, requests) };
}

/** The days that are new; where the input brings none, the days the model has not been trained on. */
function batchRequests({ manifest }: LoadedBundle, { known, input, combined }: Histories): ObservedRequests {
  const { horizon } = manifest;
  const trained = trainingSpan(manifest).to + horizon;
  const fromDay = Math.max(trained, input.lastDay > known.lastDay ? known.lastDay + 1 : trained);
  return observedRequests(combined, { fromDay, toDay: combined.lastDay, horizon });
}

function batchSummary(
  { rows, flagged, drift }: DataReport,
  { targetDay }: ObservedRequests,
): ValidationReport['batch'] {
  let [first, last] = [targetDay[0]!, targetDay[0]!];
  for (const day of targetDay) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return { rows, from: formatDay(first), to: formatDay(last), flagged, drift: drift.slice(0, 20) };
}

/** The report of a validation without rows to compare. */
export const EMPTY_BATCH: ValidationReport['batch'] = { rows: 0, from: null, to: null, flagged: null, drift: [] };
