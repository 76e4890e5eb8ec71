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
