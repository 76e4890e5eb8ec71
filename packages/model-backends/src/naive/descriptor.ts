import type { BackendDescriptor } from '../descriptor.js';

/** Forecasts without learning, behind the same contract as the learners. */
export const NAIVE: BackendDescriptor = {
  name: 'naive',
  capabilities: {
    training: true,
    weights: false,
    contributions: false,
    categories: false,
    quantiles: false,
    incremental: false,
    distributed: false,
    objectives: ['cross-entropy', 'l2', 'l1'],
  },
  wording: {
    label: 'naive forecasts',
    description: 'the forecasts a model has to beat',
  },
  spec: 'naive',
  defaults: () => ({ objective: 'cross-entropy', rounds: 100, halfLifeDays: 180, params: () => ({}) }),
};
