import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as runtime from '../src/index.js';
import * as settings from '../src/settings/index.js';

describe('@dqs/runtime', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(runtime).sort()).toEqual(['openStore']);
  });
});

describe('@dqs/runtime/settings', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(settings).sort()).toEqual([
      'BATCH_SETTINGS',
      'COMMON_SETTINGS',
      'CONFIG_FILE',
      'EVERYWHERE',
      'EXPERIMENT_RULES',
      'EXPERIMENT_SETTINGS',
      'FORECAST_SETTINGS',
      'GATES',
      'GENERATE_SETTINGS',
      'INPUT',
      'INPUT_SETTINGS',
      'JUDGING',
      'REGISTRY_SETTINGS',
      'SETTINGS',
      'SUMMARY_SETTINGS',
      'TRAINING',
      'TRAIN_SETTINGS',
      'TUNE_SETTINGS',
      'VALIDATE_SETTINGS',
      'areaJsonSchema',
      'areaSchema',
      'defaultOf',
      'environmentName',
      'flagKey',
      'helpOf',
      'longFlag',
      'readSettings',
      'required',
      'setting',
      'settingOf',
    ]);
  });
});

describe('types of @dqs/runtime, which exist for the compiler alone, are exactly these', () => {
  it('in src/settings/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/settings/index.ts'))).toEqual([
      'Area',
      'Setting',
      'SettingFacts',
      'SettingName',
      'SettingSources',
      'SettingValue',
      'Settings',
    ]);
  });
});
