import * as searching from '../src/index.js';

describe('@dqs/search', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(searching).sort()).toEqual([
      'SOBOL_DIMENSIONS',
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
      'readStudy',
      'search',
      'sobol',
      'tpeStrategy',
    ]);
  });
});
