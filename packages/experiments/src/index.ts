// A/B tests: assignment
export { Assigner, CONTROL_ARM, type AssignmentPlan } from './ab/assignment/assigner.js';

// A/B tests: definition, records and stores
export {
  defineExperiment,
  treatmentArms,
  versionsByArm,
  type ExperimentDefinition,
  type ExperimentInput,
  type Guardrails,
} from './ab/definition/experiment.js';
export {
  OUTCOME_SCHEMA,
  type ArmOutcome,
  type ExperimentEvent,
  type Exposure,
  type ExperimentOutcome,
} from './ab/definition/records.js';
export type { RampPhase } from './ab/definition/ramp.js';
export type { ExperimentLogs, ExperimentStore, LogContent, LogName } from './ab/store/experiment-store.js';
export { FileExperimentStore } from './ab/store/file-store.js';
export type { FsyncPolicy } from './ab/store/json-lines.js';
export { Experiment, type Stopped } from './ab/store/experiment.js';
export { readOutcomes } from './ab/store/read-outcomes.js';
export { evaluateStored, type StoredEvaluation } from './ab/store/evaluate-stored.js';

// A/B tests: results
export {
  evaluateExperiment,
  type ExperimentEvaluation,
  type ExperimentRecords,
  type TreatmentResult,
} from './ab/analysis/evaluate.js';
export type { Comparison, Conclusion, FixedTest, JudgingRules, Look, Winner } from './ab/analysis/comparison.js';
export { comparePaired } from './ab/analysis/paired-comparison.js';
export { compareSplit } from './ab/analysis/split-comparison.js';
export type { PairedRows, SplitRows } from './ab/analysis/observations.js';
export { sampleRatioChecks, type SampleRatioCheck } from './ab/analysis/sample-ratio.js';
export type { GuardrailResult } from './ab/analysis/guardrails.js';
export type { ExperimentSegment } from './ab/analysis/segments.js';
export type { Judgement, Verdict } from './ab/analysis/verdict.js';

// A/B tests: plans
export { planExperiment, type LossFigures, type PlannedTest, type PlanOptions } from './ab/plan/plan.js';
export { lossFigures } from './ab/plan/loss-figures.js';

// A/B tests: simulation of designs
export {
  simulatedPairs,
  simulatedSplit,
  simulateLosses,
  type SimulatedLosses,
  type SimulationOptions,
} from './ab/simulation/simulate-losses.js';

// Statistics
export type { TTest } from './ab/stats/t-tests.js';
export type { WilcoxonTest } from './ab/stats/wilcoxon.js';
export type { ChiSquareTest } from './ab/stats/count-tests.js';
export type { AlwaysValidInterval } from './ab/stats/information-mixture.js';
