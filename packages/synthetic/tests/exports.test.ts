import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

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

describe('types of @dqs/synthetic, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'FileFormat',
      'GeneratedCounts',
      'Level',
      'RowFormat',
      'RowTexts',
      'Shape',
      'ShapeRequest',
      'SyntheticDataset',
      'SyntheticHistory',
      'SyntheticRule',
      'SyntheticSeries',
      'WriteHistoryHooks',
      'WriteHistoryOptions',
    ]);
  });
});
