import { DqsError } from '@dqs/core';

import type { ModelBackend, TrainRequest } from './backend.js';
import type { BackendCapabilities } from './descriptor.js';
import { assertLearnable } from './training-set.js';

/**
 * Refuses a training that the capabilities of a backend rule out, and data that nothing can be learned from; every
 * `train` begins with it, so that all backends take the same numbers and refuse the same.
 *
 * @param options `streams` where the backend takes its features by `learnableRows`, which checks them.
 * @throws DqsError `model-backend-unsupported` that says what the backend lacks, `not-enough-history` for a set without
 * rows, `invalid-argument` for a quantile that is not between 0 and 1, for rounds, a patience, a seed or threads that are
 * no such numbers, and for rows that are not as {@link TrainingSet} says.
 */
export function assertSupported(
  { name, capabilities }: ModelBackend,
  request: TrainRequest,
  { streams = false } = {},
): void {
  const lacking = whatLacks(name, capabilities, request);
  if (lacking !== undefined) {
    throw new DqsError('model-backend-unsupported', lacking, { details: { backend: name, capabilities } });
  }
  const { quantile, train, validation } = request;
  if (quantile !== undefined && !(quantile > 0 && quantile < 1)) {
    throw new DqsError('invalid-argument', `expected quantile to be between 0 and 1, got ${quantile}`);
  }
  if (train.frame.rows === 0) throw new DqsError('not-enough-history', 'expected at least one training row, got none');
  assertNumbers(request);
  assertLearnable('train', train, streams);
  if (validation !== undefined) assertLearnable('validation', validation, streams);
}

function assertNumbers({ rounds, earlyStoppingRounds, seed, threads }: TrainRequest): void {
  const wholes = {
    rounds: [rounds, 0],
    earlyStoppingRounds: [earlyStoppingRounds ?? 1, 1],
    seed: [seed, 0],
    threads: [threads, 0],
  };
  for (const [name, [value, least]] of Object.entries(wholes) as [string, [number, number]][]) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new DqsError('invalid-argument', `expected ${name} to be a whole number from ${least}, got ${value}`);
  }
}

/** A list of names here would leave out the backends of others. */
const WHICH_CAN = '`dqs backends list` shows which do';

function whatLacks(name: string, can: BackendCapabilities, request: TrainRequest): string | undefined {
  const { objective, quantile, initial, machines } = request;
  if (!can.training) return `the backend "${name}" loads models trained elsewhere; it cannot train one`;
  if (!can.objectives.includes(objective)) {
    return `expected an objective of the backend "${name}" (${can.objectives.join(', ')}), got "${objective}"`;
  }
  if (quantile !== undefined && !can.quantiles) {
    return `the backend "${name}" cannot forecast quantiles, got the quantile ${quantile}; ${WHICH_CAN}`;
  }
  if (machines !== undefined && !can.distributed) {
    return `the backend "${name}" trains on one machine only; ${WHICH_CAN}`;
  }
  if (initial === undefined) return undefined;
  if (!can.incremental) return `the backend "${name}" cannot continue from a model; train from all rows instead`;
  return initial.backend === name
    ? undefined
    : `expected a model of the backend "${name}" to continue from, got one of "${initial.backend}"`;
}
