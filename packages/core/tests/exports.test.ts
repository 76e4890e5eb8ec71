import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as core from '../src/index.js';
import * as testing from '../src/testing/index.js';

describe('@dqs/core', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(core).sort()).toEqual([
      'DQS_VERSION',
      'DqsError',
      'EMPTY_PANEL',
      'ERROR_CATALOGUE',
      'FileStore',
      'MemoryStore',
      'NAME_NOT_KEPT',
      'PanelBuilder',
      'Random',
      'SILENT_LOGGER',
      'SYSTEM_CLOCK',
      'allocateCells',
      'assertArtifactKey',
      'assertDistinctPlaces',
      'assertLocalPath',
      'binomialCdf',
      'binomialMedian',
      'calendarParts',
      'cleanField',
      'clusteredMean',
      'collectTextCounts',
      'compareByDay',
      'compareKeys',
      'compareText',
      'copyToStream',
      'countText',
      'dayOfWeek',
      'decodeColumns',
      'decodePanel',
      'editDistance',
      'encodeColumns',
      'encodePanel',
      'endOfKey',
      'endOfLinks',
      'fSurvival',
      'formatDay',
      'isDqsError',
      'isGreaterCounts',
      'isoWeek',
      'keepsAllNames',
      'keyId',
      'kolmogorovSmirnovDistance',
      'logGamma',
      'longRunVariance',
      'meanAbsoluteError',
      'meanError',
      'meanVarianceInflation',
      'median',
      'mergePanels',
      'mostFrequentLevels',
      'namedValues',
      'nearestName',
      'normalCdf',
      'normalQuantile',
      'normalizeRuleCode',
      'notWritable',
      'outputPlace',
      'panelDayRange',
      'parseDay',
      'pathProblem',
      'populationStabilityIndex',
      'quantile',
      'quantileOfSorted',
      'recoverDirectory',
      'rootMeanSquaredError',
      'roundedToSum',
      'serialCorrelation',
      'serialMean',
      'tCdf',
      'tQuantile',
      'takeFileLock',
      'throwIfAborted',
      'twoSidedTPValue',
      'withFileLock',
      'writeAtomically',
      'writeDirectoryAtomic',
      'writeFileAtomic',
    ]);
  });

  it('exports exactly these names for tests of implementations', () => {
    expect(Object.keys(testing)).toEqual(['ARTIFACT_STORE_CONTRACT']);
  });

  it('knows its own version', () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string };
    expect(core.DQS_VERSION).toBe(version);
  });
});
