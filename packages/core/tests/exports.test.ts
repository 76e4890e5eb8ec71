import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as catalog from '../src/catalog/index.js';
import * as core from '../src/index.js';
import * as io from '../src/io/index.js';
import * as journal from '../src/journal/index.js';
import * as stats from '../src/stats/index.js';
import * as testing from '../src/testing/index.js';
import * as wording from '../src/wording/index.js';

describe('@dqs/core', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(core).sort()).toEqual([
      'CsvWriter',
      'DQS_VERSION',
      'DqsError',
      'EMPTY_PANEL',
      'ERROR_CATALOGUE',
      'EXIT',
      'FORECAST_COLUMNS',
      'FileStore',
      'GATE_VERDICTS',
      'MS_PER_DAY',
      'MemoryStore',
      'NAME_NOT_KEPT',
      'ODDS_BINS',
      'PERCENTAGE_EDGES',
      'PIT_BINS',
      'PanelBuilder',
      'Random',
      'SILENT_LOGGER',
      'SYSTEM_CLOCK',
      'WARNING_ODDS',
      'allocateCells',
      'assertArtifactKey',
      'assertKnownOptions',
      'calendarParts',
      'cleanField',
      'collectTextCounts',
      'compareKeys',
      'compareText',
      'contentIfPresent',
      'countText',
      'csvFields',
      'currentTrace',
      'dayOfWeek',
      'decodeColumns',
      'decodePanel',
      'didYouMean',
      'editDistance',
      'encodeColumns',
      'encodePanel',
      'endOfKey',
      'errorEntry',
      'forecastFields',
      'forecastRecord',
      'formatDay',
      'freshenPanel',
      'groupRows',
      'inTrace',
      'invalidOptions',
      'isGreaterCounts',
      'isoWeek',
      'keepsAllNames',
      'keyId',
      'listedNames',
      'mergePanels',
      'mostFrequentLevels',
      'namedValues',
      'nearestName',
      'newTrace',
      'normalizeRuleCode',
      'optionNames',
      'optionProblem',
      'panelDayRange',
      'parseDay',
      'percentageBin',
      'pickRows',
      'throwIfAborted',
      'today',
      'traceWithin',
      'traceparentOf',
      'unknownOption',
      'unknownOptions',
      'withoutFormula',
    ]);
    expect(Object.keys(stats).sort()).toEqual([
      'EMPTY_CUSUM',
      'EXACT_EXECUTIONS',
      'absoluteErrors',
      'belowTarget',
      'belowTargets',
      'benjaminiHochbergLimit',
      'binCounts',
      'binomialCdf',
      'binomialMedian',
      'binomialTable',
      'brierSplit',
      'chiSquaredQuantile',
      'chiSquaredSurvival',
      'clusteredMean',
      'compareByDay',
      'coveredByPit',
      'cusumLimit',
      'cusumRunLength',
      'dailyShare',
      'differenceCorrelation',
      'eBenjaminiHochbergLimit',
      'eValue',
      'equalBins',
      'exceedanceAt',
      'expectedCalibrationError',
      'extendCusum',
      'extendEProcess',
      'fSurvival',
      'holmRejections',
      'intervalScores',
      'joinEProcesses',
      'kolmogorovSmirnovDistance',
      'kolmogorovSmirnovPValue',
      'kolmogorovSurvival',
      'leastSquaresLine',
      'logGamma',
      'logScores',
      'longRunVariance',
      'lowerBound',
      'lowerThreshold',
      'meanAbsoluteError',
      'meanError',
      'meanPercentage',
      'meanVarianceInflation',
      'median',
      'medianPercentage',
      'normalCdf',
      'normalQuantile',
      'passesAbove',
      'percentageAbove',
      'percentagesAbove',
      'pinballLoss',
      'pitsAt',
      'populationStabilityIndex',
      'psiLimit',
      'quantile',
      'quantileOfSorted',
      'randomisedPits',
      'rankedProbabilityScores',
      'reliability',
      'rootMeanSquaredError',
      'roundedToSum',
      'serialCorrelation',
      'serialMean',
      'shareDrift',
      'startEProcess',
      'summarizeTable',
      'tCdf',
      'tQuantile',
      'targetPasses',
      'twoSidedTPValue',
      'upperBound',
      'upperThreshold',
      'wassersteinDistance',
      'weightedLogLoss',
      'wilsonInterval',
      'wilsonScoreInterval',
    ]);
    expect(Object.keys(io).sort()).toEqual([
      'assertDistinctPlaces',
      'assertLocalPath',
      'assertOutputFolder',
      'assertWritablePlace',
      'copyToStream',
      'endOfLinks',
      'identityOf',
      'mayBeAlive',
      'notWritable',
      'outputPlace',
      'ownIdentity',
      'pathProblem',
      'recoverDirectory',
      'takeFileLock',
      'textFile',
      'withFileLock',
      'writeAtomically',
      'writeDirectoryAtomic',
      'writeFileAtomic',
      'writeTogether',
    ]);
    expect(Object.keys(catalog).sort()).toEqual([
      'CATALOG_FIELDS',
      'Catalog',
      'MATCH_FIELDS',
      'MAX_CATALOG_LENGTH',
      'catalogEntries',
      'globMatcher',
      'parseCatalog',
    ]);
    expect(Object.keys(journal).sort()).toEqual([
      'Journal',
      'NO_ENTRY',
      'assertActor',
      'assertHead',
      'headProblem',
      'noteInto',
      'readEntry',
      'seal',
      'sha256',
      'unseal',
      'verifyChain',
    ]);
    expect(Object.keys(wording).sort()).toEqual([
      'FEW_FORECASTS',
      'NO_BREAK_SPACE',
      'STATE_LOOKS',
      'countText',
      'dateText',
      'durationText',
      'instantOf',
      'isZone',
      'lateText',
      'lineText',
      'listText',
      'localTime',
      'nearDayText',
      'oddsRangeText',
      'oddsText',
      'passText',
      'seriesName',
      'targetText',
      'weekdayText',
    ]);
  });

  it('exports exactly these names for tests of implementations', () => {
    expect(Object.keys(testing).sort()).toEqual(['ARTIFACT_STORE_CONTRACT', 'AUDIT_STORE_CONTRACT']);
  });

  it('knows its own version', () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string };
    expect(core.DQS_VERSION).toBe(version);
  });
});

describe('types of @dqs/core, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'ArtifactHead',
      'ArtifactStore',
      'CalendarParts',
      'CellCounts',
      'Clock',
      'ColumnKind',
      'ColumnsFile',
      'CsvField',
      'CsvFormat',
      'CsvValue',
      'DailyPanel',
      'DayRange',
      'DqsErrorOptions',
      'ErrorCode',
      'ErrorEntry',
      'ExitCode',
      'FeatureFrame',
      'ForecastColumn',
      'ForecastColumnKind',
      'ForecastNumber',
      'ForecastRecord',
      'ForecastRow',
      'FrameColumn',
      'GateCheck',
      'GateReport',
      'GateVerdict',
      'Hooks',
      'KeyTextCounts',
      'LogFunction',
      'Logger',
      'NamedValues',
      'NumericColumn',
      'Outcome',
      'PanelCells',
      'Progress',
      'ProgressListener',
      'PutCondition',
      'RuleCatalogue',
      'RuleMetadata',
      'RuleResult',
      'SeriesFact',
      'StoredArtifact',
      'SummaryKey',
      'Trace',
    ]);
  });

  it('in src/stats/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/stats/index.ts'))).toEqual([
      'BinnedDays',
      'BrierSplit',
      'ComparisonRule',
      'ComparisonVerdict',
      'Cusum',
      'DailyComparison',
      'DailyShare',
      'DailySums',
      'DayCounts',
      'EProcess',
      'ExceedanceSummary',
      'ExceedanceTable',
      'Line',
      'LongRunVariance',
      'MeanInterval',
      'MeanWithError',
      'OddsSums',
      'PairSums',
      'ReliabilityBin',
      'SerialMean',
      'ShareDrift',
      'ShareInterval',
    ]);
  });

  it('in src/io/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/io/index.ts'))).toEqual([
      'FileLock',
      'FileLockOptions',
      'OutputPlace',
      'PlannedFile',
      'ProcessIdentity',
      'RunPlace',
      'RunPlaces',
    ]);
  });

  it('in src/catalog/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/catalog/index.ts'))).toEqual([
      'CatalogEntry',
      'CatalogField',
      'CatalogSeries',
      'CatalogValues',
      'MatchField',
      'Resolved',
      'ResolvedSeries',
    ]);
  });

  it('in src/journal/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/journal/index.ts'))).toEqual([
      'ArtifactProblem',
      'ChainCheck',
      'Damaged',
      'Decision',
      'EntryLink',
      'JournalFormat',
      'JournalPosition',
      'Note',
      'SavedState',
      'Sealed',
    ]);
  });

  it('in src/wording/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/wording/index.ts'))).toEqual(['LocalTime', 'StateLook']);
  });

  it('in src/testing/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/testing/index.ts'))).toEqual([
      'ArtifactStoreCase',
      'AuditStoreCase',
      'OpenAuditStore',
      'OpenStore',
    ]);
  });
});
