// Building blocks of texts
export { fixed, whole, byteSize, duration } from './text/numbers.js';
export { colored } from './text/colors.js';
export { inLine } from './text/printable.js';
export { textTable, type TableColumn } from './text/table.js';
export { plotText, type PlotLine } from './text/plot.js';

// Results as texts
export {
  arrayStatusText,
  batchText,
  checkText,
  finishText,
  planText,
  statusText,
  workText,
} from './text/batch-text.js';
export { checkedDayText, checkVerdict } from './text/checked-day-text.js';
export { comparisonText } from './text/comparison-text.js';
export { dueRunText, jobsText, kindsText, tickedText } from './text/jobs-text.js';
export { arrivalsText, collectedText, deliveriesText, deliveryRecord, deliveryText } from './text/deliveries-text.js';
export { entryText, tagsText } from './text/entry-lines.js';
export { verdictText, experimentText } from './text/experiment-text.js';
export { monitoringText, type MonitoringView } from './text/monitoring-text.js';
export { oddsText } from './text/odds-text.js';
export { explanationText, explanationSentence, oddsReasons } from './text/explanation-text.js';
export { foldsText } from './text/folds.js';
export { horizonsText } from './text/horizons.js';
export { forecastsText, type ForecastFormat } from './text/forecasts.js';
export { gatesText } from './text/gate-lines.js';
export { gatesSummary, validationText } from './text/gates-text.js';
export { backfilledText, collectedRevisionsText, gradedDaysText, issuedText } from './text/operation-text.js';
export { gradesText, ledgerForecastText, replayedText } from './text/ledger-text.js';
export { rowsReadText } from './text/rows-read.js';
export { scoresText, skillText } from './text/scores.js';
export { simulationText } from './text/simulation-text.js';
export { alertSimulationText, policyComparisonText, thresholdText } from './text/alerting-text.js';
export {
  alertExplanationText,
  alertListText,
  alertTickText,
  incidentHistoryText,
  marksText,
  silencesText,
  type AlertList,
  type AlertTickSummary,
} from './text/alerts-text.js';
export { outboxText } from './text/outbox-text.js';
export { builtSetText, checkedSetText, listedSetText, pooledSetText } from './text/panel-set-text.js';
export { todayText } from './mail/digest-text.js';
export { tuneText, type TuneFiles } from './text/tune-text.js';
