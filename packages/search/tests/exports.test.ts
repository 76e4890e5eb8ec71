import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as searching from '../src/index.js';

describe('@dqs/search', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(searching).sort()).toEqual([
      'STRATEGY_NAMES',
      'SearchSpace',
      'bestTrial',
      'gpStrategy',
      'gridStrategy',
      'halvingPruner',
      'medianPruner',
      'parameterImportance',
      'parseSpace',
      'randomStrategy',
      'readSpace',
      'readStudy',
      'search',
      'tpeStrategy',
    ]);
  });
});

describe('types of @dqs/search, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'CategoricalParameter',
      'Condition',
      'CostEstimate',
      'Dimension',
      'Direction',
      'FloatParameter',
      'GpOptions',
      'GridOptions',
      'HalvingPrunerOptions',
      'IntParameter',
      'LossCurve',
      'MedianPrunerOptions',
      'Observation',
      'ParameterDefinition',
      'ParameterImportance',
      'Parameters',
      'Point',
      'Pruner',
      'PruningState',
      'RandomOptions',
      'SearchHooks',
      'SearchObjective',
      'SearchOptions',
      'SearchProgress',
      'SearchResult',
      'SearchState',
      'SearchValue',
      'SpaceDefinition',
      'StopReason',
      'Strategy',
      'StrategyName',
      'StudyContent',
      'TpeOptions',
      'Trial',
      'TrialContext',
      'TrialStep',
    ]);
  });
});
