import * as synthetic from '../src/index.js';

describe('@dqs/synthetic', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(synthetic).sort()).toEqual([
      'drawHistory',
      'fileFormat',
      'historyText',
      'ruleMetadata',
      'shapeOf',
      'writeHistory',
    ]);
  });
});
