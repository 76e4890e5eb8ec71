import { DqsError, type DailyPanel, type Hooks } from '@dqs/core';

import { readBundleFiles, type LoadedBundle } from '../../bundle/read-bundle.js';
import { closePredictor } from '../../forecast/predict.js';
import type { TrainOptions } from '../../train/options.js';
import type { RetrainingDecision } from '../decide/decide.js';
import { chosenCells, selectData, type ExcludedDays, type SelectedData } from '../decide/select-data.js';
import { AUTOMATION, type RetrainingFacts } from '../facts.js';
import { judgeChallenger, type Judgement } from '../judge/judge.js';
import type { Run, RunPhase } from '../state.js';
import { challenge } from './challenge.js';
import { recipeOf } from './recipe.js';
import { stepRetraining, type RetrainingPlace } from './step.js';
import { trainChallenger } from './train-challenger.js';

/** What a training is made of. */
export interface RetrainingRequest {
  readonly facts: RetrainingFacts;
  /** All results. */
  readonly panel: DailyPanel;
  readonly excluded?: ExcludedDays;
  /** What differs from how the champion was trained: its features, backend, objective, rounds, ageing and horizon. */
  readonly training?: TrainOptions;
}

/** What a call came to. */
export interface RetrainingResult {
  readonly decision: RetrainingDecision;
  /** The challenger's version; null if none was trained. */
  readonly challenger: string | null;
  /** null if nothing was judged, or another took the job over meanwhile. */
  readonly judgement: Judgement | null;
  /** What was learned from; null if nothing was. */
  readonly data: Omit<SelectedData, 'panel'> | null;
}

/**
 * Decides whether a model is to be trained anew and, if so, trains a challenger, judges it against the champion on the
 * champion's own days, registers and records it, and goes on as far as the policy allows at once: days in the shadow and
 * approvals are waited for by calling `stepRetraining` later. Nothing moves without a verdict `accept`.
 *
 * @throws DqsError as `trainModel`, after the failure has been recorded; `aborted`, and the job is taken over when its lease
 * has ended.
 */
export async function retrain(
  place: RetrainingPlace,
  request: RetrainingRequest,
  hooks: Hooks = {},
): Promise<RetrainingResult> {
  const decision = await place.record.decide(place.policy, request.facts);
  const nothing = { decision, challenger: null, judgement: null, data: null };
  const { run } = await place.record.state();
  if (!decision.start || run?.job !== decision.job) return nothing;
  const { timeMs = place.policy.limits.leaseMs } = place.policy.limits;
  const limit = AbortSignal.timeout(timeMs);
  const signal = hooks.signal ? AbortSignal.any([hooks.signal, limit]) : limit;
  try {
    const trained = await trainAndJudge(place, run, request, { ...hooks, signal });
    const isOurs = await place.record.note(run, {
      ...{ kind: 'judged', job: run.job, challenger: trained.challenger, next: nextPhase(place, trained.judgement) },
      ...trained.judgement,
    });
    if (isOurs) await stepRetraining(place, request.facts.now, hooks);
    return { decision, ...trained, judgement: isOurs ? trained.judgement : null };
  } catch (error) {
    // Of an interruption from outside nothing is said: the job is taken over.
    if (DqsError.is(error) && (error.code !== 'aborted' || limit.aborted)) {
      const reason = limit.aborted ? `it took longer than ${timeMs} ms` : `${error.code}: ${error.message}`;
      await place.record.note(run, { kind: 'ended', job: run.job, outcome: 'failed', reason }, AUTOMATION);
    }
    throw error;
  }
}

function nextPhase({ policy }: RetrainingPlace, { verdict }: Judgement): RunPhase | null {
  if (verdict !== 'accept') return null;
  return policy.shadowDays > 0 ? 'shadow' : 'approval';
}

async function trainAndJudge(
  { registry, policy }: RetrainingPlace,
  run: Run,
  { panel, excluded, training }: RetrainingRequest,
  hooks: Hooks,
) {
  const { panel: chosen, ...data } = selectData(panel, policy.data, excluded);
  const champion = run.champion === null ? undefined : await opened(registry, `${policy.model}@${run.champion}`);
  try {
    const options = { threads: policy.limits.threads, ...(champion && recipeOf(champion.manifest)), ...training };
    // Of a window of days nothing would be left before the days to forecast.
    const whole = chosenCells(panel, { ...policy.data, days: undefined }, excluded).panel;
    const { rows, checks } = await challenge(whole, champion, options, hooks);
    const origin = { job: run.job, snapshot: data.snapshot, policy: policy.digest };
    const made = await trainChallenger({ registry, model: policy.model, panel: chosen }, options, origin, hooks);
    const evidence = { rows, checks: [...made.checks, ...checks], latencyMs: made.latencyMs, bytes: made.bytes };
    return { challenger: made.version, judgement: judgeChallenger(policy.gates, evidence), data };
  } finally {
    if (champion) closePredictor(champion.predictor);
  }
}

async function opened(registry: RetrainingPlace['registry'], reference: string): Promise<LoadedBundle> {
  return readBundleFiles((await registry.load(reference)).files, reference);
}
