import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as ledger from '../src/index.js';
import * as testing from '../src/testing/index.js';

describe('@dqs/ledger', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(ledger).sort()).toEqual([
      'AGGREGATE_STATISTICS',
      'ARMS',
      'GRADED_COLUMNS',
      'GRADE_NUMBERS',
      'GRADE_STATUS',
      'GradeSummaries',
      'ID_BYTES',
      'LEDGER_NUMBERS',
      'MemoryLedger',
      'SeriesTable',
      'assertInterventions',
      'assertIssue',
      'assertRevisions',
      'chanceOfId',
      'collectedMeanwhile',
      'compareGroups',
      'compareSeries',
      'dayOfId',
      'daysOfIds',
      'emptyGrades',
      'forecastIds',
      'forecastOrder',
      'forecastsWithGrades',
      'gatherAggregates',
      'gatherGrades',
      'gradeChangedDays',
      'gradeDay',
      'gradeNumbers',
      'gradedFields',
      'gradedRecord',
      'gradedRow',
      'gradedRows',
      'idBytes',
      'idText',
      'ledgerNumbers',
      'packDistributions',
      'pickForecasts',
      'pickRevisions',
      'revisionOrder',
      'seriesId',
      'statisticIndex',
      'unpackDistributions',
      'verifyLedgerDay',
    ]);
  });

  it('exports exactly these names for tests of stores', () => {
    expect(Object.keys(testing).sort()).toEqual([
      'DAY',
      'LEDGER_STORE_CONTRACT',
      'atHour',
      'drawWorld',
      'gradesText',
      'ledgerFacts',
      'playPlainly',
      'playSchedule',
      'sampleBatch',
      'sampleRevisions',
      'sampleSeriesList',
    ]);
  });
});

describe('types of @dqs/ledger, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'AggregateGroup',
      'AggregateHistogram',
      'AggregateQuery',
      'AggregateSum',
      'Arm',
      'ChangedDay',
      'Checkpoint',
      'DailyAggregates',
      'ForecastColumns',
      'GradeColumns',
      'GradeNumber',
      'GradeStatus',
      'GradeSummary',
      'GradedDay',
      'GradedRow',
      'GradedSources',
      'GradingReport',
      'Intervention',
      'Issue',
      'IssueBatch',
      'LedgerDay',
      'LedgerDayProblem',
      'LedgerDays',
      'LedgerEntry',
      'LedgerForecasts',
      'LedgerGrades',
      'LedgerNumber',
      'LedgerQuery',
      'LedgerSeries',
      'LedgerStore',
      'NumberedSeries',
      'PackedDistributions',
      'RevisionBatch',
      'RevisionColumns',
      'SeriesKey',
    ]);
  });

  it('in src/testing/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/testing/index.ts'))).toEqual([
      'LedgerStoreCase',
      'OpenLedger',
      'ScheduleWorld',
    ]);
  });
});
