import { gateLimits } from '@dqs/validation';

import { backtest, checkComparison, exportRows, trainModel, tune } from '../src/index.js';
import { madePanel } from './support/panels.js';

const panel = madePanel();
type Call = (options: never) => unknown;

/** Functions with an option out of range, a misspelled one, and what that should have been. */
const CALLS: readonly (readonly [string, Call, object, string, string])[] = [
  ['trainModel', (options) => trainModel(panel, options), { rounds: -1 }, 'rouds', 'rounds'],
  ['backtest', (options) => backtest(panel, options), { folds: 0.5 }, 'sed', 'seed'],
  ['tune', (options) => tune(panel, options), { trials: 0 }, 'prunr', 'pruner'],
  ['the training options of tune', (train) => tune(panel, { train }), { horizon: 0 }, 'horizn', 'horizon'],
  ['checkComparison', (options) => checkComparison(options), { seed: 0.5 }, 'thread', 'threads'],
  ['exportRows', (options) => exportRows(panel, options), { testFraction: 2 }, 'testFracton', 'testFraction'],
  ['gateLimits', (options) => gateLimits(options), { maxMae: 'low' }, 'maxMay', 'maxMae'],
];

const refused = async (call: Call, options: object) => {
  try {
    await call(options as never);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe.each(CALLS)('%s', (_, call, outOfRange, misspelled, nearest) => {
  it('refuses a value out of range as a wrong argument and names the option', async () => {
    expect(await refused(call, outOfRange)).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(Object.keys(outOfRange)[0]!),
    });
  });

  it('refuses an unknown option as a wrong argument and tells the nearest name', async () => {
    expect(await refused(call, { [misspelled]: 1 })).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(`unknown (option|limit) "${misspelled}"; did you mean "${nearest}"\\?`),
    });
  });
});
