import { type GateCheck, type GateReport, parseDay } from '@dqs/core';
import type { SeriesHistory } from '@dqs/features';
import {
  check,
  forecastChecks,
  freshnessChecks,
  gateLimits,
  type GateLimits,
  gateReport,
  type TrainingFacts,
  trainingSizeCheck,
} from '@dqs/validation';

import type { Manifest } from '../bundle/manifest.js';
import type { EvaluationRows } from '../evaluate/evaluate.js';
import { scoredRows } from './scored-rows.js';

/** The input of the gates of a training. */
export interface TrainedForGates {
  readonly manifest: Pick<Manifest, 'training' | 'data' | 'contract'>;
  readonly history: SeriesHistory;
  /** Forecasts of the test days; undefined if none were kept. */
  readonly rows?: EvaluationRows;
  /** Columns of the model itself. */
  readonly columns: readonly { readonly name: string }[];
}

/**
 * The gates that cost next to nothing, since training has already measured their figures: error and skill on the test
 * days, segments, calibration, constant forecasts, training size and age. `validateBundle` has them all.
 */
export function trainingGates(
  { manifest, history, rows, columns }: TrainedForGates,
  given: Partial<GateLimits> = {},
): GateReport {
  const limits = gateLimits(given);
  const facts = trainingFacts(manifest, history.lastDay);
  const scored = rows && scoredRows(rows, history);
  return gateReport([
    columnsCheck(manifest, columns),
    trainingSizeCheck(facts, limits),
    freshnessChecks(facts, limits)[0]!,
    ...(scored ? forecastChecks(scored, limits) : [check('skill', 'inconclusive', 'no dates were kept for a test')]),
  ]);
}

/** A manifest's facts about its training, with the end of the history in use. */
export function trainingFacts(
  { training, data }: Pick<Manifest, 'training' | 'data'>,
  lastDay: number,
  today?: number,
): TrainingFacts {
  return {
    from: parseDay(training.from)!,
    to: parseDay(training.to)!,
    rows: training.rows,
    knownFrom: parseDay(data.from)!,
    knownTo: parseDay(data.to)!,
    lastDay,
    today,
  };
}

function columnsCheck(
  { contract }: Pick<Manifest, 'contract'>,
  columns: readonly { readonly name: string }[],
): GateCheck {
  const figures = { value: columns.length, threshold: contract.features.length };
  const at = contract.features.findIndex(({ name }, i) => columns[i]?.name !== name);
  if (at < 0 && columns.length === contract.features.length) {
    return check('features', 'pass', `${columns.length} features, the same in model and contract`, figures);
  }
  return check('features', 'fail', `feature ${at + 1} of the model is not that of the contract`, figures);
}
