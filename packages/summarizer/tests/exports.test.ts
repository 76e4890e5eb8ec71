import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as summarizer from '../src/index.js';

describe('@dqs/summarizer', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(summarizer).sort()).toEqual([
      'DEFAULT_EPSILON',
      'DEFAULT_WINDOWS',
      'SUMMARY_COLUMN_NAMES',
      'csvRecords',
      'digestMarkdown',
      'formatCount',
      'formatPercent',
      'formatPythonFloat',
      'knowledgeBaseLines',
      'knowledgeId',
      'parseWindows',
      'sentenceLines',
      'summarize',
      'summaryColumns',
      'summarySentence',
    ]);
  });
});

describe('types of @dqs/summarizer, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'CsvOptions',
      'DigestOptions',
      'FailedAttribute',
      'OutcomeCounts',
      'OutcomeRate',
      'Summary',
      'SummaryColumn',
      'SummaryColumnKind',
      'SummaryLayout',
      'SummaryOptions',
      'SummaryProfile',
      'SummaryRow',
      'SummaryWindow',
      'Trend',
    ]);
  });
});
