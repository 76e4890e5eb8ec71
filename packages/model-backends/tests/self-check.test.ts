import { XGBoostError } from '@dqs/xgboost';

import { BACKEND_NAMES, loadBackend } from '../src/index.js';
import { translated } from '../src/xgboost/errors.js';

describe('whether a backend works here', () => {
  const checkOf = async (name: string) => (await loadBackend(name)).selfCheck?.();

  it('is said by each that needs a library, with which one and where it is', async () => {
    expect(await checkOf('lightgbm')).toMatchObject({
      ok: true,
      found: expect.stringMatching(/^works, predicts by \w+.*; .*\.node/) as string,
      details: { path: expect.stringMatching(/\.node/) as string },
    });
    expect(await checkOf('xgboost')).toMatchObject({ ok: true, found: expect.stringMatching(/^\d+\.\d+/) as string });
    expect(await checkOf('onnx')).toMatchObject({
      ok: true,
      found: expect.stringMatching(/^\d+\.\d+\.\d+, .*onnxruntime-node/) as string,
      details: { name: 'ONNX Runtime' },
    });
  });

  it.each(['random-forest', 'hist-gradient-boosting'])('is for %s whether LightGBM does', async (name) => {
    expect(await checkOf(name)).toEqual({ ok: true, found: 'trains by LightGBM, which works' });
  });
});

describe('what a training costs', () => {
  it('grows with rounds, leaves and the rows and columns of a tree, and falls with the rate', async () => {
    const { cost } = await loadBackend('lightgbm');
    const usual = cost!({});
    expect(usual).toBe((31 * 100) / 0.1);
    expect(cost!({ rounds: 200 })).toBe(2 * usual);
    expect(cost!({ num_leaves: 62, feature_fraction: 0.5 })).toBeCloseTo(usual, 9);
    expect(cost!({ bagging_fraction: 0.5, learning_rate: 0.05 })).toBeCloseTo(usual, 9);
  });

  it('is known of every backend whose parameters make a difference, and is a number above 0', async () => {
    for (const name of BACKEND_NAMES) {
      const { cost, defaults } = await loadBackend(name);
      if (cost) expect(cost(defaults('classic').params as never)).toBeGreaterThan(0);
    }
  });
});

describe('an error of XGBoost', () => {
  it.each([
    ['aborted', 'aborted', 'the training was interrupted'],
    ['invalid-argument', 'invalid-argument', 'its own words'],
    ['library-missing', 'model-engine-missing', 'the engine XGBoost cannot be loaded: its own words'],
    ['library-incompatible', 'model-engine-missing', 'the engine XGBoost cannot be loaded: its own words'],
    ['native-missing', 'model-engine-missing', 'the engine XGBoost cannot be loaded: its own words'],
    ['native-incompatible', 'model-engine-missing', 'the engine XGBoost cannot be loaded: its own words'],
    ['invalid-model', 'bundle-corrupt', 'its own words'],
    ['xgboost', 'model-training-failed', 'its own words'],
  ] as const)('%s is %s', async (code, ours, message) => {
    await expect(translated(() => Promise.reject(new XGBoostError(code, 'its own words')))).rejects.toMatchObject({
      code: ours,
      message,
      details: { engine: 'XGBoost', engineCode: code },
    });
  });

  it('that is nobody’s stays as it is', async () => {
    const odd = new TypeError('odd');
    await expect(translated(() => Promise.reject(odd))).rejects.toBe(odd);
  });
});
