import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as experiments from '../src/index.js';

describe('@dqs/experiments', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(experiments).sort()).toEqual([
      'Assigner',
      'CONTROL_ARM',
      'Experiment',
      'FileExperimentStore',
      'OUTCOME_SCHEMA',
      'comparePaired',
      'compareSplit',
      'defineExperiment',
      'evaluateExperiment',
      'evaluateStored',
      'lossFigures',
      'planExperiment',
      'readOutcomes',
      'sampleRatioChecks',
      'simulateLosses',
      'simulatedPairs',
      'simulatedSplit',
      'treatmentArms',
      'versionsByArm',
    ]);
  });
});

describe('types of @dqs/experiments, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'AlwaysValidInterval',
      'ArmOutcome',
      'AssignmentPlan',
      'ChiSquareTest',
      'Comparison',
      'Conclusion',
      'ExperimentDefinition',
      'ExperimentEvaluation',
      'ExperimentEvent',
      'ExperimentInput',
      'ExperimentLogs',
      'ExperimentOutcome',
      'ExperimentRecords',
      'ExperimentSegment',
      'ExperimentStore',
      'Exposure',
      'FixedTest',
      'FsyncPolicy',
      'GuardrailResult',
      'Guardrails',
      'Judgement',
      'JudgingRules',
      'LogContent',
      'LogName',
      'Look',
      'LossFigures',
      'PairedRows',
      'PlanOptions',
      'PlannedTest',
      'RampPhase',
      'SampleRatioCheck',
      'SimulatedLosses',
      'SimulationOptions',
      'SplitRows',
      'Stopped',
      'StoredEvaluation',
      'TTest',
      'TreatmentResult',
      'Verdict',
      'WilcoxonTest',
      'Winner',
    ]);
  });

  it('in src/ab/stats/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/ab/stats/index.ts'))).toEqual([
      'AlwaysValidInterval',
      'ChiSquareTest',
      'TTest',
      'WilcoxonTest',
    ]);
  });
});
