import * as ingestion from '../src/index.js';

describe('@dqs/ingestion', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(ingestion).sort()).toEqual([
      'INPUT_FORMATS',
      'REJECT_REASONS',
      'csvToParquet',
      'hasNativeScanner',
      'loadPanel',
      'parquetToCsv',
      'parseRules',
      'readPanel',
      'readPanelFromStream',
      'readRules',
      'resolveInputs',
      'savePanel',
      'updatePanel',
      'writeParquet',
    ]);
  });
});
