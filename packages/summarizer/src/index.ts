// The summary
export { summarize, type SummaryOptions } from './summarize.js';
export type { FailedAttribute, Summary, SummaryRow } from './summary.js';
export type { OutcomeCounts, OutcomeRate } from './outcome-counts.js';
export { DEFAULT_EPSILON, type SummaryProfile, type Trend } from './trend.js';
export { DEFAULT_WINDOWS, parseWindows, type SummaryWindow } from './windows.js';

// Its columns
export {
  SUMMARY_COLUMN_NAMES,
  summaryColumns,
  type SummaryColumn,
  type SummaryColumnKind,
  type SummaryLayout,
} from './columns.js';

// Its forms
export { csvRecords, type CsvOptions } from './csv.js';
export { sentenceLines, summarySentence } from './sentence.js';
export { knowledgeBaseLines, knowledgeId } from './knowledge-base.js';
export { digestMarkdown, type DigestOptions } from './digest/digest.js';

// Numbers as Python writes them
export { formatCount, formatPercent, formatPythonFloat } from './python-format.js';
