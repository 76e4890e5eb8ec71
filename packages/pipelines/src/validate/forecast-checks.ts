import { type GateCheck, parseDay, type Hooks } from '@dqs/core';
import { groupsOfContract, observedRequests, type SeriesHistory } from '@dqs/features';
import { loadBackend } from '@dqs/model-backends';
import {
  check,
  crpsSkillCheck,
  forecastChecks,
  performanceChecks,
  reportedScoresCheck,
  segmentResults,
  type ScorePair,
  type SegmentResult,
  type GateLimits,
} from '@dqs/validation';

import { rollingForecasts } from '../backtest/rolling.js';
import type { Manifest } from '../bundle/manifest.js';
import type { LoadedBundle } from '../bundle/read-bundle.js';
import { evaluationOf, forecastTestRows, type Evaluation } from '../evaluate/evaluate.js';
import { trainOptions, type ResolvedTrainOptions } from '../train/options.js';
import { trainingSpan } from './bundle-checks.js';
import { scoredRows } from './scored-rows.js';
import type { ValidationOptions } from './validation-types.js';

/** The results of the gates on held-out forecasts. */
export interface HeldOutFindings {
  readonly checks: readonly GateCheck[];
  readonly evaluation: Evaluation | null;
  readonly segments: readonly SegmentResult[];
}

/** The bundle's own model on the days after its training: never on a row it has learned from. */
export async function heldOutFindings(
  { manifest, predictor }: LoadedBundle,
  history: SeriesHistory,
  limits: GateLimits,
  { rules, threads = 0 }: ValidationOptions,
): Promise<HeldOutFindings> {
  const train = trainingSpan(manifest);
  const test = { from: train.to + manifest.horizon, to: history.lastDay };
  const { horizon } = manifest;
  if (observedRequests(history, { fromDay: test.from, toDay: test.to, horizon }).series.length === 0) {
    const reason = 'the model was trained on all available days; pass an input with later ones to measure it';
    return { checks: [check('skill', 'inconclusive', reason)], evaluation: null, segments: [] };
  }
  const rows = await forecastTestRows(predictor, history, { train, test }, { threads });
  const scored = scoredRows(rows, history, rules);
  return {
    checks: forecastChecks(scored, limits),
    evaluation: evaluationOf(rows, test, horizon),
    segments: segmentResults(scored, limits).slice(0, 20),
  };
}

/** The scores in the manifest, measured again on the same days of the history in the bundle. */
export async function recordedScoreChecks(
  { manifest, predictor }: LoadedBundle,
  history: SeriesHistory,
  limits: GateLimits,
  threads: number,
): Promise<GateCheck[]> {
  const { evaluation, refit } = manifest;
  // A model that was retrained after its test has seen those days.
  if (!evaluation || refit) return [reportedScoresCheck([], limits)];
  const test = { from: parseDay(evaluation.from)!, to: parseDay(evaluation.to)! };
  const rows = await forecastTestRows(predictor, history, { train: trainingSpan(manifest), test }, { threads });
  const again = evaluationOf(rows, test, manifest.horizon);
  return [reportedScoresCheck(scorePairs(evaluation, again), limits)];
}

/** A rolling backtest of models trained as this one was, to tell a good recipe from a lucky model. */
export async function backtestFindings(
  { manifest }: LoadedBundle,
  history: SeriesHistory,
  limits: GateLimits,
  { folds = 2, threads = 0 }: ValidationOptions,
  hooks: Hooks,
): Promise<{ readonly checks: readonly GateCheck[]; readonly backtest: Evaluation | null }> {
  if (folds === 0) return { checks: [], backtest: null };
  if (!(await loadBackend(manifest.backend)).capabilities.training) {
    const reason = `models of the backend ${manifest.backend} are trained elsewhere, so none can be trained the same way`;
    return { checks: [check('skill-backtest', 'inconclusive', reason)], backtest: null };
  }
  const { rows, evaluation } = await rollingForecasts(history, trainingOptionsOf(manifest, threads), folds, hooks);
  const scored = scoredRows(rows, history);
  const checks = [...performanceChecks(scored, limits, '-backtest'), crpsSkillCheck(scored, limits, '-backtest')];
  return { checks, backtest: evaluation };
}

function scorePairs(recorded: Evaluation, measured: Evaluation): ScorePair[] {
  const pairs: ScorePair[] = [{ name: 'forecasts', recorded: recorded.rows, measured: measured.rows }];
  recorded.scores.forEach((score, i) => {
    const other = measured.scores[i];
    for (const name of ['mae', 'rmse', 'bias'] as const) {
      pairs.push({
        name: `${name} of ${score.segment}`,
        recorded: score.model[name],
        measured: other?.model[name] ?? NaN,
      });
    }
    const naive = other?.naive[score.bestNaive]?.mae ?? NaN;
    pairs.push({
      name: `naive mae of ${score.segment}`,
      recorded: score.naive[score.bestNaive]?.mae ?? NaN,
      measured: naive,
    });
    // Evaluations of older versions have no scores of distributions.
    if (score.distribution === undefined) return;
    pairs.push({
      name: `CRPS of ${score.segment}`,
      recorded: score.distribution.model.crps,
      measured: other?.distribution?.model.crps ?? NaN,
    });
  });
  return pairs;
}

/**
 * The options that train a model as the one of a manifest was trained: same features, learner, parameters and rounds. Early
 * stopping is not repeated; the rounds it found are in the manifest.
 */
function trainingOptionsOf(manifest: Manifest, threads: number): ResolvedTrainOptions {
  const { contract, backend, objective, rounds, horizon, seed, training } = manifest;
  return trainOptions({
    spec: contract.spec,
    groups: contract.spec === 'naive' ? undefined : groupsOfContract(contract),
    backend,
    objective,
    params: scalarParams(manifest.params),
    // Options hold no 0: such a model is trained again with the rounds that suit its backend.
    rounds: rounds === 0 ? undefined : rounds,
    halfLifeDays: training.halfLifeDays,
    horizon,
    seed,
    threads,
  });
}

/** Only parameters that options can hold; lists are not among them. */
function scalarParams(params: Manifest['params']): ResolvedTrainOptions['params'] {
  const entries = Object.entries(params).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(entries) as ResolvedTrainOptions['params'];
}
