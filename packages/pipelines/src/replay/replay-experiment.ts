import { formatDay, type DailyPanel, type Hooks } from '@dqs/core';
import type { ExperimentEvaluation, ExperimentDefinition, ExperimentOutcome } from '@dqs/experiments';
import type { SeriesId } from '@dqs/features';

import { datasetNames } from '../evaluate/dataset-names.js';
import {
  assertReplayed,
  replayForecasts,
  type ReplayedForecasts,
  type ReplayOptions,
  type ReplayVersion,
} from './replay-forecasts.js';

/** The rules of an experiment over past days; the versions give its name and arms. */
export type ReplayRules = Partial<
  Pick<ExperimentDefinition, 'share' | 'seed' | 'alpha' | 'plannedDays' | 'minDays' | 'segmentBy' | 'guardrails'>
>;

/** The conclusion that an experiment over past days would have reached. Survives JSON. */
export interface ReplayedExperiment {
  /** First and last day that was forecast, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly horizon: number;
  readonly forecasts: number;
  /** As of the last day; the timelines inside hold every day before. */
  readonly evaluation: ExperimentEvaluation;
}

/**
 * The unit that a series is in an experiment: `<tenant_id>/<dataset_uuid>/<rule_code>`; a slash within a part is `%2F`,
 * and a percent sign `%25`, so that no two series are one unit.
 */
export function unitOf({ tenantId, datasetUuid, ruleCode }: SeriesId): string {
  const parts = [tenantId, datasetUuid, ruleCode].map((part) => part.replaceAll('%', '%25').replaceAll('/', '%2F'));
  return parts.join('/');
}

/**
 * Replayed forecasts as the outcomes of an experiment: the loss is the absolute error, with the CRPS beside it, both
 * in percentage points.
 *
 * @param arms name of the arm of each version, in their order.
 * @throws DqsError `not-enough-history` if nothing was forecast.
 */
export function replayOutcomes(
  replay: ReplayedForecasts,
  arms: readonly string[],
  segmentBy: ExperimentDefinition['segmentBy'],
): ExperimentOutcome[] {
  assertReplayed(replay);
  const { history, requests, actual, versions } = replay;
  const datasets = datasetNames(history);
  return Array.from(requests.series, (index, row) => {
    const series = history.series[index]!;
    const outcomes = versions.map(({ predictedPassPercentage, crps, latencyMs }, i) => {
      const loss = Math.abs(actual[row]! - predictedPassPercentage[row]!);
      return [arms[i]!, { loss, crps: crps[row]!, latencyMs: latencyMs[row]! }] as const;
    });
    const segment = { level: series.level, rule: series.ruleCode, dataset: datasets[index]! }[segmentBy];
    return {
      unit: unitOf(series),
      day: formatDay(requests.targetDay[row]!),
      ...(segment === '' ? {} : { segment }),
      arms: Object.fromEntries(outcomes),
    };
  });
}

/**
 * Runs an experiment over past days of a history: what would the test of the first version against the others have
 * concluded, and when? Every day after the training of all versions is forecast by each of them, as of the day it would
 * have been forecast on.
 *
 * @param versions control first, then one or more treatments.
 * @throws DqsError `invalid-argument` for rules that do not fit, `not-enough-history` if nothing can be forecast, and as
 * {@link replayForecasts}.
 */
export async function replayExperiment(
  panel: DailyPanel,
  versions: readonly ReplayVersion[],
  rules: ReplayRules = {},
  options: ReplayOptions = {},
  hooks: Hooks = {},
): Promise<ReplayedExperiment> {
  // Imported here, so that a training does not wait for it to load.
  const { Assigner, CONTROL_ARM, defineExperiment, evaluateExperiment, treatmentArms } = await import(
    '@dqs/experiments'
  );
  const [control, ...treatments] = versions.map(({ name }) => name);
  const definition = defineExperiment({ name: 'replay', control: control ?? '', treatments, ...rules });
  const arms = treatmentArms(definition);
  const replay = replayForecasts(panel, versions, options, hooks);
  const assigner = new Assigner({ name: definition.name, seed: definition.seed, treatments: arms });
  const evaluation = evaluateExperiment({
    definition,
    phases: [{ from: Number.NEGATIVE_INFINITY, share: definition.share }],
    outcomes: replayOutcomes(replay, [CONTROL_ARM, ...arms], definition.segmentBy),
    exposures: [],
    armOf: (unit) => assigner.arm(unit, definition.share),
  });
  const span = assertReplayed(replay);
  const { horizon, actual } = replay;
  return { from: formatDay(span.from), to: formatDay(span.to), horizon, forecasts: actual.length, evaluation };
}
