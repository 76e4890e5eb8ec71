import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as core from '../src/index.js';

describe('@dqs/core', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(core).sort()).toEqual([
      'DQS_VERSION',
      'DqsError',
      'EMPTY_PANEL',
      'ERROR_CATALOGUE',
      'PanelBuilder',
      'Random',
      'SILENT_LOGGER',
      'SYSTEM_CLOCK',
      'allocateCells',
      'binomialCdf',
      'binomialMedian',
      'calendarParts',
      'collectTextCounts',
      'compareKeys',
      'compareText',
      'countText',
      'dayOfWeek',
      'decodeColumns',
      'decodePanel',
      'editDistance',
      'encodeColumns',
      'encodePanel',
      'formatDay',
      'isDqsError',
      'isGreaterCounts',
      'isoWeek',
      'keyId',
      'logGamma',
      'meanAbsoluteError',
      'meanError',
      'median',
      'mergePanels',
      'mostFrequentLevels',
      'nearestName',
      'notWritable',
      'panelDayRange',
      'parseDay',
      'quantile',
      'quantileOfSorted',
      'rootMeanSquaredError',
      'throwIfAborted',
      'writeAtomically',
      'writeDirectoryAtomic',
      'writeFileAtomic',
    ]);
  });

  it('knows its own version', () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string };
    expect(core.DQS_VERSION).toBe(version);
  });
});
