import {
  backtestPage,
  checkPage,
  comparisonPage,
  experimentPage,
  monitoringPage,
  tunePage,
  validationPage,
} from '../../src/index.js';
import { checkReport, SILENT } from './checked-day.js';
import { monitored } from './monitored.js';
import {
  backendComparison,
  backtestReport,
  EVIL,
  experimentEvaluation,
  tuneReport,
  validationReport,
} from './results.js';

const createdAt = new Date('2025-05-03T04:05:06Z');

/** Every page, from results as they come, and those that may be empty from results without anything in them. */
export function allPages(): ReadonlyMap<string, string> {
  const [tune, space] = tuneReport();
  const failed = { ...tune, trials: [], importance: [], defaults: null };
  return new Map([
    ['backtest', backtestPage(backtestReport(), { charts: 2, createdAt })],
    ['backtest without series', backtestPage({ ...backtestReport(0), days: [] }, { charts: 2, createdAt })],
    ['check', checkPage(checkReport(), { name: EVIL, sources: [SILENT], createdAt })],
    ['check of nothing', checkPage(checkReport(true), { name: 'orders@1', createdAt })],
    ['comparison', comparisonPage(backendComparison(), { createdAt })],
    ['comparison of nothing', comparisonPage(backendComparison(true), { createdAt })],
    ['experiment', experimentPage(experimentEvaluation(), createdAt)],
    ['experiment without outcomes', experimentPage(experimentEvaluation(true), createdAt)],
    ['monitoring', monitoringPage(monitored(), { store: EVIL, createdAt })],
    ['monitoring of nothing', monitoringPage(monitored(true), { store: 'results', createdAt })],
    ['search', tunePage(tune, { createdAt, space })],
    ['search without trials', tunePage(failed, { createdAt, space })],
    ['validation', validationPage(validationReport(), { name: EVIL, createdAt })],
    ['validation of nothing', validationPage(validationReport(true), { name: 'orders@candidate', createdAt })],
  ]);
}
