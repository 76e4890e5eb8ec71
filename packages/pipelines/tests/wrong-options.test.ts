import { runBatch } from '@dqs/batch';
import { readPanel } from '@dqs/ingestion';
import { search } from '@dqs/search';
import { gateLimits } from '@dqs/validation';

import {
  backtest,
  checkComparison,
  compareVersions,
  exportRows,
  predictBatch,
  promotionGates,
  replayForecasts,
  trainModel,
  tune,
  validateBundle,
} from '../src/index.js';
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

/** Stands for arguments that no function looks at before it knows its options to be fine. */
const untouched = undefined as never;
const REFUSING = { candidate: { manifest: {} } as never };
const batch = (options: object) => ({ source: untouched, process: untouched, sink: { path: 'out.csv' }, ...options });

/** Functions whose options are names alone to them, a misspelled one, and what that should have been. */
const NAMED: readonly (readonly [string, Call, string, string])[] = [
  ['validateBundle', (options) => validateBundle(untouched, panel, options), 'probRows', 'probeRows'],
  ['promotionGates', (options) => promotionGates(REFUSING, options), 'fold', 'folds'],
  ['compareVersions', (options) => compareVersions(untouched, untouched, panel, options), 'confidnce', 'confidence'],
  ['replayForecasts', (options) => replayForecasts(panel, [], options), 'fromDays', 'fromDay'],
  ['predictBatch', (options) => predictBatch(untouched, options), 'shardRow', 'shardRows'],
  ['runBatch', (options) => runBatch(batch(options)), 'maxErrorRate', 'maxErrorRatio'],
  ['search', (options) => search({ x: { type: 'float', low: 0, high: 1 } }, () => 0, options), 'trails', 'trials'],
  ['readPanel', (options) => readPanel([], options), 'treads', 'threads'],
];

const refused = async (call: Call, options: object) => {
  try {
    await call(options as never);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe.each(CALLS)('%s', (_, call, outOfRange) => {
  it('refuses a value out of range as a wrong argument and names the option', async () => {
    expect(await refused(call, outOfRange)).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(Object.keys(outOfRange)[0]!),
    });
  });
});

const BY_NAME = [...CALLS.map(([name, call, , ...names]) => [name, call, ...names] as const), ...NAMED];

describe.each(BY_NAME)('%s', (_, call, misspelled, nearest) => {
  it('refuses an unknown option as a wrong argument and tells the nearest name', async () => {
    expect(await refused(call, { [misspelled]: 1 })).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(`unknown (option|limit) "${misspelled}"; did you mean "${nearest}"\\?`),
    });
  });

  it('refuses hooks among its options', async () => {
    expect(await refused(call, { signal: AbortSignal.abort() })).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(/unknown (option|limit) "signal"/),
    });
  });
});
