import { throwIfAborted } from '@dqs/core';

import type { ModelBackend } from '../backend.js';
import { assertSupported } from '../supported.js';
import { fitRidge } from './fit-ridge.js';
import { ridgeParameters } from './parameters.js';
import { loadRidgeModel } from './ridge-model.js';

/** Linear regression with a penalty on the squares of its coefficients: quick, small and easily explained. */
export const RIDGE_BACKEND: ModelBackend = {
  name: 'ridge',
  capabilities: {
    training: true,
    weights: true,
    contributions: true,
    categories: true,
    quantiles: false,
    incremental: false,
    objectives: ['cross-entropy', 'l2'],
  },
  async train(request) {
    assertSupported(RIDGE_BACKEND, request);
    const parameters = ridgeParameters(request.params);
    throwIfAborted(request.signal);
    return fitRidge(request, parameters);
  },
  async load(files) {
    return loadRidgeModel(files);
  },
};
