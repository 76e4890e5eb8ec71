import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as monitoring from '../src/index.js';
import * as testing from '../src/testing/index.js';

describe('@dqs/monitoring', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(monitoring).sort()).toEqual([
      'COURSE_COLUMNS',
      'CUSUM_RUN_LENGTH',
      'EARNED_E_VALUE',
      'LEAST_REFERENCE_DAYS',
      'SCORE_BINS',
      'SCORE_SUMS',
      'WINDOWS',
      'accuracyOf',
      'addTotals',
      'baseRateOf',
      'calibrationOf',
      'concatCourses',
      'courseOf',
      'dailyReference',
      'descend',
      'driftOf',
      'driftStatistics',
      'emptyScores',
      'extendComparison',
      'extendDegradation',
      'extendEarned',
      'joinScores',
      'judgeComparison',
      'judgeCusum',
      'judgeDegradation',
      'judgeEarned',
      'judgeWindow',
      'monitor',
      'orderedCourse',
      'percentageDrift',
      'plumbingOf',
      'poolEvidence',
      'startComparison',
      'startDegradation',
      'startEarned',
      'totalsOf',
      'warningsOf',
      'windowLoss',
      'withinDays',
    ]);
  });

  it('exports exactly these names for simulations', () => {
    expect(Object.keys(testing).sort()).toEqual(['simulateDrift', 'simulatePools', 'verdictsOfSimulation']);
  });
});

describe('types of @dqs/monitoring, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'Accuracy',
      'Calibration',
      'ComparisonEvidence',
      'CourseColumn',
      'Coverage',
      'DailyError',
      'DailyReference',
      'DriftInput',
      'DriftKind',
      'DriftRow',
      'DriftRules',
      'DriftStatistics',
      'EarnedRight',
      'EvidenceGroup',
      'FoundGroup',
      'Judged',
      'JudgedComparison',
      'LossCourse',
      'MonitoredPool',
      'MonitoringInput',
      'MonitoringReport',
      'MonitoringRules',
      'MonthSkill',
      'NaiveComparison',
      'OddsBin',
      'OddsCalibration',
      'PitHistogram',
      'Plumbing',
      'Pool',
      'PoolEvidence',
      'PoolHistory',
      'PoolReport',
      'PoolScores',
      'Reason',
      'RunningComparison',
      'RunningDegradation',
      'RunningEarned',
      'ScoreHistogram',
      'ScoreSum',
      'ScoreTotals',
      'ShareWithBand',
      'WarningCosts',
      'Warnings',
      'WindowLoss',
      'WindowReport',
    ]);
  });

  it('in src/testing/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/testing/index.ts'))).toEqual([
      'SimulatedDrift',
      'SimulatedOperation',
      'SimulatedVerdicts',
      'WindowCounts',
    ]);
  });
});
