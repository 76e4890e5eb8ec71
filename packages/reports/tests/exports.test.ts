import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as components from '../src/components.js';
import * as reports from '../src/index.js';
import * as terminal from '../src/terminal.js';
import * as text from '../src/text.js';

describe('@dqs/reports', () => {
  it('exports exactly these names for pages', () => {
    expect(Object.keys(reports).sort()).toEqual([
      'backtestPage',
      'checkPage',
      'comparisonPage',
      'digestMail',
      'experimentPage',
      'monitoringPage',
      'tunePage',
      'validationPage',
    ]);
  });

  it('exports exactly these names for a browser', () => {
    expect(Object.keys(components).sort()).toEqual([
      'BarsFigure',
      'Card',
      'ChartActions',
      'CourseFigure',
      'CoverageFigure',
      'DataTable',
      'Empty',
      'Figures',
      'OddsFigure',
      'ParallelFigure',
      'PitFigure',
      'STATES',
      'SlicesFigure',
      'State',
      'StateShape',
      'THEMES',
      'backendErrors',
      'barsTable',
      'courseTable',
      'coverageTable',
      'daily',
      'dailyError',
      'differenceByLook',
      'importanceBars',
      'known',
      'numberColumns',
      'oddsReliability',
      'oddsTable',
      'parallelCoordinates',
      'passPercentageByDay',
      'pitShares',
      'pitTable',
      'placesWithoutResult',
      'rangeCoverage',
      'seriesForecasts',
      'seriesName',
      'stylesheet',
      'tokensCss',
      'trainingTimes',
      'trialHistory',
      'trialsTable',
    ]);
  });

  it('exports exactly these names for texts', () => {
    expect(Object.keys(text).sort()).toEqual([
      'alertExplanationText',
      'alertListText',
      'alertSimulationText',
      'alertTickText',
      'arrayStatusText',
      'arrivalsText',
      'backfilledText',
      'batchText',
      'builtSetText',
      'byteSize',
      'checkText',
      'checkVerdict',
      'checkedDayText',
      'checkedSetText',
      'collectedRevisionsText',
      'collectedText',
      'colored',
      'comparisonText',
      'deliveriesText',
      'deliveryRecord',
      'deliveryText',
      'dueRunText',
      'duration',
      'entryText',
      'experimentText',
      'explanationSentence',
      'explanationText',
      'finishText',
      'fixed',
      'foldsText',
      'forecastsText',
      'gatesSummary',
      'gatesText',
      'gradedDaysText',
      'gradesText',
      'horizonsText',
      'inLine',
      'incidentHistoryText',
      'issuedText',
      'jobsText',
      'kindsText',
      'ledgerForecastText',
      'listedSetText',
      'marksText',
      'monitoringText',
      'oddsReasons',
      'oddsText',
      'outboxText',
      'planText',
      'plotText',
      'policyComparisonText',
      'pooledSetText',
      'replayedText',
      'rowsReadText',
      'scoresText',
      'silencesText',
      'simulationText',
      'skillText',
      'statusText',
      'tagsText',
      'textTable',
      'thresholdText',
      'tickedText',
      'todayText',
      'tuneText',
      'validationText',
      'verdictText',
      'whole',
      'workText',
    ]);
  });

  it('exports exactly these names for the start of a program', () => {
    expect(Object.keys(terminal).sort()).toEqual([
      'byteSize',
      'colored',
      'duration',
      'fixed',
      'hasColors',
      'inLine',
      'marked',
      'printable',
      'printableData',
      'printableJson',
      'rowsReadText',
      'screenWidth',
      'whole',
      'wrapProse',
      'wrapWords',
    ]);
  });
});

describe('types of @dqs/reports, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'CheckPageOptions',
      'DigestMail',
      'MonitoringPageOptions',
      'ReportOptions',
      'TunePageOptions',
      'ValidationPageOptions',
    ]);
  });

  it('in src/components.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/components.ts'))).toEqual([
      'Bar',
      'Bars',
      'CardProps',
      'Column',
      'Course',
      'CourseBand',
      'CourseFigureProps',
      'CourseLine',
      'CourseMark',
      'CoverageChart',
      'CoverageRow',
      'Figure',
      'Line',
      'OddsBin',
      'OddsChart',
      'PitChart',
      'Role',
      'StateName',
      'StateProps',
      'TableProps',
      'Theme',
      'Token',
      'TrialAxis',
      'TrialLines',
      'ValuesTable',
    ]);
  });

  it('in src/text.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/text.ts'))).toEqual([
      'AlertList',
      'AlertTickSummary',
      'ForecastFormat',
      'MonitoringView',
      'PlotLine',
      'TableColumn',
      'TuneFiles',
    ]);
  });
});
