import * as experiments from '../src/index.js';

describe('@dqs/experiments', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(experiments).sort()).toEqual([
      'Assigner',
      'CONTROL_ARM',
      'Experiment',
      'FileExperimentStore',
      'InformationMixture',
      'OUTCOME_SCHEMA',
      'benjaminiHochberg',
      'bettingInterval',
      'chiSquareSurvival',
      'chiSquareTest',
      'clusteredMeanTest',
      'comparePaired',
      'compareSplit',
      'defineExperiment',
      'evaluateExperiment',
      'evaluateStored',
      'lossFigures',
      'mixtureScale',
      'multinomialPValue',
      'murmur3',
      'noncentralTCdf',
      'pairedTTest',
      'planExperiment',
      'sampleRatioChecks',
      'simulateLosses',
      'simulatedPairs',
      'simulatedSplit',
      'tTestPower',
      'treatmentArms',
      'twoSharesPValue',
      'versionsByArm',
      'welchTest',
      'wilcoxonTest',
    ]);
  });
});
