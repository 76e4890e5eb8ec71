import { throwIfAborted } from '@dqs/core';

import type { ModelBackend } from '../backend.js';
import { assertSupported } from '../supported.js';
import { RIDGE } from './descriptor.js';
import { fitRidge } from './fit-ridge.js';
import { ridgeParameters } from './parameters.js';
import { loadRidgeModel } from './ridge-model.js';

/** Linear regression with a penalty on the squares of its coefficients: quick, small and easily explained. */
export const RIDGE_BACKEND: ModelBackend = {
  ...RIDGE,
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
