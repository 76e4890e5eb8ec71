/** For a browser: the parts of pages as React components, the data of their charts, tokens and styles. No Node is in it. */

// The visual language.
export { STATES, THEMES, tokensCss, type StateName, type Theme, type Token } from './tokens/tokens.js';
export { stylesheet } from './style/stylesheet.js';

// Parts.
export { Card, Empty, type CardProps } from './components/card.js';
export { DataTable, numberColumns, type Column, type TableProps } from './components/data-table.js';
export { Figures, type Figure } from './components/figures.js';
export { State, StateShape, type StateProps } from './components/state.js';

// Results as the data of charts.
export type { Bar, Bars } from './charts/data/bars.js';
export {
  daily,
  known,
  placesWithoutResult,
  type Course,
  type CourseBand,
  type CourseLine,
  type CourseMark,
  type Role,
} from './charts/data/course.js';
export { dailyError, passPercentageByDay, seriesForecasts, seriesName } from './charts/data/backtest.js';
export { backendErrors, trainingTimes } from './charts/data/comparison.js';
export {
  oddsReliability,
  pitShares,
  rangeCoverage,
  type CoverageChart,
  type CoverageRow,
  type OddsBin,
  type OddsChart,
  type PitChart,
} from './charts/data/calibration.js';
export { coverageTable, oddsTable, pitTable } from './charts/data/calibration-tables.js';
export { differenceByLook } from './charts/data/experiment.js';
export {
  importanceBars,
  parallelCoordinates,
  trialHistory,
  type Line,
  type TrialAxis,
  type TrialLines,
} from './charts/data/trials.js';
export { barsTable, courseTable, trialsTable, type ValuesTable } from './charts/data/values-table.js';

// Charts.
export { ChartActions } from './charts/chart-actions.js';
export { BarsFigure } from './charts/bars-figure.js';
export { CoverageFigure } from './charts/calibration/coverage-figure.js';
export { OddsFigure } from './charts/calibration/odds-figure.js';
export { PitFigure } from './charts/calibration/pit-figure.js';
export { CourseFigure, type CourseFigureProps } from './charts/course-figure.js';
export { ParallelFigure, SlicesFigure } from './charts/trials-figure.js';
