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
