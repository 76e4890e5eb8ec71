import type { BackendComparison, Evaluation, SegmentScores } from '@dqs/pipelines';

import { comparisonText, foldsText, horizonsText, rowsReadText, scoresText } from '../../src/text.js';
import { backendComparison, backtestReport, evaluation } from '../support/results.js';

const cells = (text: string) => text.split('\n').map((line) => line.trim().split(/ {2,}/));

function withOverall(changed: (all: SegmentScores) => SegmentScores): Evaluation {
  const { scores, ...rest } = evaluation();
  return { ...rest, scores: [changed(scores[0]!), ...scores.slice(1)] };
}

describe('scores of an evaluation', () => {
  it('begin with what was forecast, in singular where it is one', () => {
    const first = (changed: Partial<Evaluation>) => scoresText({ ...evaluation(), ...changed }).split('\n')[0];
    expect(first({})).toBe(
      'Mean absolute error in percentage points, 2025-03-03 to 2025-04-02, 1,240 forecasts 1 day ahead',
    );
    expect(first({ rows: 1, horizon: 7 })).toBe(
      'Mean absolute error in percentage points, 2025-03-03 to 2025-04-02, 1 forecast 7 days ahead',
    );
  });

  it('say so where the model is worse than the naive forecasts', () => {
    const text = scoresText(
      withOverall((all) => ({ ...all, skill: -0.25, distribution: { ...all.distribution!, skill: -0.5 } })),
    );
    expect(text).toContain("\nThe model's error is 25.0 % above that of the best naive forecast, median-7.\n");
    expect(text).toContain(
      "\nThe model's CRPS is 50.0 % above that of last-28, the best naive distribution on the training days.\n",
    );
    expect(text).toMatch(/^all +1,240 .* −25\.0 %$/m);
  });

  it('say so where a naive forecast makes no error, so that there is no skill', () => {
    const text = scoresText(
      withOverall((all) => ({ ...all, skill: null, distribution: { ...all.distribution!, skill: null } })),
    );
    expect(text).toContain('\nThe best naive forecast makes no error at all.\n');
    expect(text).toContain('\nThe best naive distribution makes no error at all.\n');
  });

  it('say nothing of odds that were not measured', () => {
    const { calibration: _, ...rest } = evaluation();
    expect(scoresText(rest)).not.toContain('Odds of');
  });

  it('show naive forecasts from the simplest, others behind them', () => {
    const { scores, ...rest } = evaluation();
    const [all] = scores;
    const naive = { ours: all!.naive['mean-7']!, ...all!.naive };
    const text = scoresText({ ...rest, scores: [{ ...all!, naive }] });
    expect(cells(text)[2]).toEqual([
      ...['rows of', 'rows', 'model', 'last-value', 'mean-7', 'median-7', 'median-28', 'same-weekday'],
      ...['training-mean', 'ours', 'skill'],
    ]);
  });
});

describe('folds of a backtest', () => {
  it('have a line each, with the naive errors beside that of the model', () => {
    const [head, ...rows] = cells(foldsText(backtestReport().folds));
    expect(head!.slice(0, 5)).toEqual(['fold', 'trained on', 'tested on', 'rows', 'model']);
    expect(rows[1]).toEqual([
      ...['2', '2024-01-01 to 2025-03-12', '2025-03-13 to 2025-03-22', '1,240', '2.31'],
      ...['3.10', '3.20', '2.62', '3.40', '3.50', '3.60', '+11.8 %'],
    ]);
    expect(cells(foldsText([]))).toEqual([['fold', 'trained on', 'tested on', 'rows', 'model', 'skill'], ['']]);
  });
});

describe('horizons', () => {
  it('have a line each, with the naive distribution that was best at that horizon', () => {
    const text = horizonsText([evaluation(), { ...evaluation(), horizon: 7 }]);
    const [, first, second] = cells(text);
    const scores = ['1,240', '2.31', '5.54', '1.80', '0.693', '79.6 (77.3–81.7)', '94.3 (92.8–95.4)'];
    expect(first).toEqual(['1', ...scores, '2.90', '2.26', '+20.3 %', 'last-28']);
    expect(second).toEqual(['7', ...scores, '2.90', '2.26', '+20.3 %', 'last-28']);
  });

  it('whose distributions were not scored, or that have no rows, have none', () => {
    const { scores, ...rest } = evaluation();
    const old = { ...rest, scores: scores.map(({ distribution: _, ...score }) => score) };
    expect(cells(horizonsText([old, { ...rest, scores: [] }]))).toHaveLength(2);
  });
});

describe('a comparison of backends', () => {
  it('has errors and costs of each, the best naive forecast below them, and why some are left out', () => {
    const comparison: BackendComparison = {
      ...backendComparison(),
      skipped: [{ backend: 'xgboost', reason: 'not\ninstalled' }],
    };
    expect(comparisonText(comparison)).toBe(
      [
        '2025-03-03 to 2025-04-02, 1,240 forecasts 1 day ahead; errors in percentage points, least first; ' +
          'skill against the best naive forecast; memory added to that of reading',
        '',
        'backend                MAE  RMSE  log loss    skill  training  forecasts/s   memory     model',
        'lightgbm              2.31  5.54    0.2000  +11.8 %    812 ms    1,200,000  42.0 MB  310.0 kB',
        'ridge                 2.58  5.54    0.2000  +11.8 %     95 ms    1,200,000  42.0 MB  310.0 kB',
        'best naive: median-7  2.62  6.29    0.2000',
        '',
        'xgboost was skipped: not\\ninstalled\n',
      ].join('\n'),
    );
  });

  it('without one that could be left out, or measured, says just that', () => {
    const { backends } = backendComparison();
    expect(comparisonText({ backends, skipped: [] })).toMatch(/best naive: median-7 .*\n$/);
    const skipped = [{ backend: 'xgboost', reason: 'not installed' }];
    expect(comparisonText({ backends: [], skipped })).toBe(
      'no backend could be measured\nxgboost was skipped: not installed\n',
    );
  });
});

describe('what was read', () => {
  const read = { rowsUsed: 5760, rowsRejected: 0, passed: 5400, failed: 350, neither: 10 };

  it('is counted by outcome, with rejects and notes where there are some', () => {
    expect(rowsReadText(read)).toBe('5,760 results: 5,400 passed, 350 failed, 10 neither');
    const notes = ['the column "a\nb" is read as rule'];
    expect(rowsReadText({ ...read, rowsUsed: 1, passed: 1, failed: 0, neither: 0, rowsRejected: 1, notes })).toBe(
      '1 result: 1 passed, 0 failed, 0 neither; 1 row rejected\nnote: the column "a\\nb" is read as rule',
    );
    expect(rowsReadText({ ...read, rowsRejected: 3000 })).toMatch(/; 3,000 rows rejected$/);
  });
});
