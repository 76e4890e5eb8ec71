import { tuneText } from '../../src/text.js';
import { tuneReport } from '../support/results.js';

const [REPORT] = tuneReport();
const nowhere = { html: undefined, out: undefined };

describe('a search for parameters', () => {
  const text = tuneText(REPORT, nowhere);

  it('begins with how many trials there were, and ends with what it brought', () => {
    expect(text.split('\n').slice(0, 2)).toEqual([
      '12 trials (2 ended early, 1 failed) by tpe in 2 ms, stopped by trials',
      'Mean CRPS in percentage points over 1 validation window, 2025-02-12 to 2025-03-02, 500 forecasts',
    ]);
    expect(text).toMatch(/\nInconclusive: CRPS 2\.310 with the defaults, 2\.330 tuned\.\n$/);
  });

  it('lists the trials that were completed, the best first, and none of the others', () => {
    const table = text.split('\n\n')[1]!.split('\n');
    expect(table[0]!.split(/ {2,}/)).toEqual([
      ...['trial', 'CRPS', 'learning_rate', 'num_leaves', 'objective', 'bagging_freq', 'bagging_fraction', 'rounds'],
    ]);
    const values = table.slice(1).map((line) => Number(/ (\d\.\d{3}) /.exec(line)![1]));
    expect(values).toHaveLength(9);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(table[1]).toMatch(new RegExp(`^${REPORT.best.number} best `));
    expect(table.filter((line) => line.includes(' defaults '))).toHaveLength(1);
  });

  it('shows the ten best, and the defaults below them if they are not among them', () => {
    const trial = REPORT.trials.find(({ state }) => state === 'complete')!;
    const trials = Array.from({ length: 12 }, (_, number) => ({ ...trial, number, value: 1 + number / 10 }));
    const numbers = (defaults: (typeof trials)[number] | null) =>
      tuneText({ ...REPORT, trials, best: trials[0]!, defaults } as never, nowhere)
        .split('\n\n')[1]!
        .split('\n')
        .slice(1)
        .map((line) => /^\S+( best)?( defaults)?/.exec(line)![0]);
    expect(numbers(null)).toEqual(['0 best', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(numbers(trials[11]!).slice(-2)).toEqual(['9', '11 defaults']);
    expect(numbers(trials[0]!)).toContain('0 best defaults');
    expect(numbers({ ...trials[11]!, state: 'failed' } as never)).toHaveLength(10);
  });

  it('says which parameters mattered, or that there were too few trials to tell', () => {
    expect(text).toContain('\nWhat mattered: learning_rate 70 %, num_leaves 30 %\n');
    const none = REPORT.importance.map((one) => ({ ...one, share: 0 }));
    expect(tuneText({ ...REPORT, importance: none }, nowhere)).toContain(
      '\nToo few trials to tell which parameters matter.\n',
    );
  });

  it('compares defaults and what was found on days that the search never saw, with the best naive beside them', () => {
    const [, table] = text.split('never seen by the search\n\n');
    expect(table!.split('\n').slice(0, 4)).toEqual([
      'parameters        CRPS    MAE   RMSE',
      'defaults         1.802  2.310  5.544',
      'tuned            1.802  2.310  5.544',
      'last-28 (naive)  2.262  2.900  6.960',
    ]);
  });

  it('names the files that it wrote, and of one trial that it was one', () => {
    const trials = [REPORT.best];
    const one = { ...REPORT, trials, defaults: null, folds: [...REPORT.folds, ...REPORT.folds] } as never;
    const written = tuneText(one, { html: 'search\n.html', out: 'params.json' });
    expect(written).toMatch(/^1 trial by tpe /);
    expect(written).toContain(' over 2 validation windows, 2025-02-12 to 2025-03-02, 1,000 forecasts\n');
    expect(written).toContain(
      'Parameters written to params.json; train with them: dqs train --params params.json …\nReport written to search\\n.html\n',
    );
  });
});
