// The policy
export { MAX_POLICY_LENGTH, readRetrainingPolicy, retrainingPolicyJsonSchema } from './policy/read-policy.js';
export type { DataRules, Gates, Limits, RetrainingPolicy, Triggers, WatchRules } from './policy/policy.js';

// Decisions
export { AUTOMATION, type Champion, type RetrainingFacts } from './facts.js';
export { decideRetraining, type RetrainingDecision } from './decide/decide.js';
export { handsOff, rejectsInARow, type Block } from './decide/blocks.js';
export type { TriggerFinding } from './decide/triggers.js';
export { selectData, type ExcludedDays, type SelectedData } from './decide/select-data.js';
export { judgeChallenger, judgeShadow, type ChallengerEvidence, type Judgement } from './judge/judge.js';
export type { PairedRows } from './judge/losses.js';

// The run
export {
  EMPTY_RETRAINING,
  type PastRun,
  type Pause,
  type RetrainingState,
  type Run,
  type RunOutcome,
  type RunPhase,
  type Verdict,
} from './state.js';
export { withEvent, type Cause, type RetrainingEvent } from './events.js';
export { nextStep, type RetrainingStep } from './advance.js';
export { eventOfAct, type RetrainingAct } from './acts.js';
export { RetrainingRecord, type RetrainingEntry } from './record.js';
export { championOf, gatherFacts, type FactSources, type OtherFacts } from './run/gather-facts.js';
export { retrain, type RetrainingRequest, type RetrainingResult } from './run/retrain.js';
export { stepRetraining, type RetrainingPlace } from './run/step.js';
