import type { BackendDescriptor } from '../descriptor.js';

/** Models that were trained elsewhere and exported to ONNX; `train` takes the file as it is. */
export const ONNX: BackendDescriptor = {
  name: 'onnx',
  capabilities: {
    training: false,
    weights: false,
    contributions: false,
    categories: false,
    quantiles: false,
    incremental: false,
    distributed: false,
    objectives: ['l2', 'l1'],
  },
  wording: {
    label: 'ONNX',
    description: 'a model trained elsewhere, in ONNX Runtime',
  },
  // Most models that were trained elsewhere forecast a mean, from which the point forecast is found as after cross-entropy.
  defaults: () => ({ objective: 'cross-entropy', rounds: 100, halfLifeDays: 180, params: () => ({}) }),
};
