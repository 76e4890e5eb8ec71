import {
  decideRetraining,
  gatherFacts,
  retrain,
  stepRetraining,
  type OtherFacts,
  type RetrainingDecision,
  type RetrainingFacts,
  type RetrainingResult,
  type RunPhase,
} from '@dqs/pipelines/retrain';

import type { AppHooks } from '../app-hooks.js';
import type { RetrainingInputs } from './retraining-inputs.js';

/**
 * The decision that would be made now; nothing is recorded.
 *
 * @param manual a person who would ask for a training.
 */
export async function plannedRetraining(
  inputs: RetrainingInputs,
  manual?: OtherFacts['manual'],
): Promise<RetrainingDecision> {
  const { record, policy } = inputs.place;
  return decideRetraining(policy, await record.state(), await factsOf(inputs, manual));
}

/** What a run came to, and where what is under way stands. */
export interface RanRetraining extends RetrainingResult {
  readonly phase: RunPhase | null;
}

/**
 * Takes up what waits, then decides, trains, judges and records.
 *
 * @param manual a person who asks for a training.
 * @throws DqsError as `retrain`.
 */
export async function runRetraining(
  inputs: RetrainingInputs,
  manual: OtherFacts['manual'],
  hooks: AppHooks,
): Promise<RanRetraining> {
  const { place, panel, excluded, others } = inputs;
  await stepRetraining(place, others.now, hooks);
  const facts = await factsOf(inputs, manual);
  const result = await retrain(place, { facts, panel, ...(excluded && { excluded }) }, hooks);
  const { run } = await place.record.state();
  return { ...result, phase: run?.phase ?? null };
}

function factsOf(
  { place, panel, excluded, others }: RetrainingInputs,
  manual?: OtherFacts['manual'],
): Promise<RetrainingFacts> {
  return gatherFacts({ ...place, panel, excluded }, { ...others, ...(manual && { manual }) });
}
