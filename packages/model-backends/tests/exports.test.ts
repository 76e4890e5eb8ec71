import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as backends from '../src/index.js';
import * as testing from '../src/testing/index.js';

describe('@dqs/model-backends', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(backends).sort()).toEqual([
      'BACKEND_NAMES',
      'NAIVE_STRATEGIES',
      'assertColumns',
      'assertSupported',
      'backendNames',
      'columnsOf',
      'describeBackend',
      'loadBackend',
      'registerBackend',
      'registerBackendPackages',
      'registeredPackages',
    ]);
    expect(Object.keys(testing).sort()).toEqual(['BACKEND_CONTRACT', 'frameOf', 'headOf', 'sampleTrainingSet']);
  });
});

describe('types of @dqs/model-backends, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'BackendCapabilities',
      'BackendCheck',
      'BackendDescriptor',
      'BackendPackages',
      'BackendSearch',
      'BackendWording',
      'ColumnImportance',
      'ContributionScale',
      'FittedModel',
      'Machines',
      'ModelBackend',
      'ModelColumn',
      'ModelEngine',
      'ModelTraining',
      'NaiveStrategy',
      'Objective',
      'ParameterValue',
      'RoundProgress',
      'SearchedParameter',
      'ThresholdDefaults',
      'TrainRequest',
      'TrainedModel',
      'TrainingDefaults',
      'TrainingSet',
    ]);
  });

  it('in src/testing/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/testing/index.ts'))).toEqual(['ContractCase', 'ContractOptions']);
  });
});
