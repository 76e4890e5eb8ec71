import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as synthetic from '../src/index.js';

describe('@dqs/synthetic', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(synthetic).sort()).toEqual([
      'DELIVERY_FAULTS',
      'FAULT_KINDS',
      'RESULT_FAULTS',
      'deliverySchedule',
      'describeFault',
      'drawHistory',
      'fileFormat',
      'historyText',
      'isOfResults',
      'parseFault',
      'plantFaults',
      'ruleMetadata',
      'shapeOf',
      'writeHistory',
    ]);
  });
});

describe('types of @dqs/synthetic, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'ArrivalOf',
      'FaultKind',
      'FaultRequest',
      'FaultScope',
      'FileFormat',
      'GeneratedCounts',
      'Level',
      'PlantedFault',
      'PlantedHistory',
      'RowFormat',
      'RowTexts',
      'ScheduledDelivery',
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
