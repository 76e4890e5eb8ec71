import type { ModelBackend } from '../backend.js';
import { assertSupported } from '../supported.js';
import { LIGHTGBM } from './descriptor.js';
import { fitBooster } from './fit-booster.js';
import { loadLightgbmModel } from './lightgbm-model.js';
import { lightgbmParameters } from './parameters.js';
import { lightgbmCheck } from './self-check.js';

/** Gradient boosted trees by LightGBM itself, through the native binding. The default learner. */
export const LIGHTGBM_BACKEND: ModelBackend = {
  ...LIGHTGBM,
  async train(request) {
    assertSupported(LIGHTGBM_BACKEND, request, { streams: true });
    const { rounds, earlyStoppingRounds: patience } = request;
    return fitBooster(request, { backend: 'lightgbm', params: lightgbmParameters(request), rounds, patience });
  },
  load: (files) => loadLightgbmModel('lightgbm', files),
  selfCheck: lightgbmCheck,
};
