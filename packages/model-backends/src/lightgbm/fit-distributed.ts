import { DqsError, pickFrame, pickRows } from '@dqs/core';
import { trainDistributed, type Booster } from '@dqs/lightgbm';

import type { Machines, TrainingSet, TrainRequest } from '../backend.js';
import type { ParameterValue } from '../descriptor.js';

/** A booster trained together with other machines, and its rounds. */
export interface DistributedFit {
  readonly booster: Booster;
  readonly bestIteration: number;
  readonly stopped: string;
}

/**
 * Trains with LightGBM's own distributed learner: every machine is given all rows and learns from its share of them, and
 * all get the same model.
 *
 * @throws DqsError `invalid-argument` if the machines do not fit; `model-backend-unsupported` for early stopping and
 * for going on from a model, which the distributed learner cannot.
 */
export async function fitDistributed(
  request: TrainRequest,
  machines: Machines,
  params: Readonly<Record<string, ParameterValue>>,
  rounds: number,
): Promise<DistributedFit> {
  const { addresses, rank } = machines;
  const port = Number(/:(\d+)$/.exec(addresses[rank] ?? '')?.[1]);
  if (!Number.isInteger(port)) {
    throw new DqsError(
      'invalid-argument',
      `expected a rank from 0 to ${addresses.length - 1} whose machine is host:port, got ${rank} of ${addresses.join(', ')}`,
    );
  }
  if (request.validation !== undefined || request.initial !== undefined) {
    const what = request.initial === undefined ? 'stop early' : 'continue from a model';
    throw new DqsError('model-backend-unsupported', `a training over several machines cannot ${what}; omit it`);
  }
  const { frame, target, weight } = shareOf(request.train, rank, addresses.length);
  const { columns } = frame;
  const result = await trainDistributed(
    params,
    columns.map((column) => column.values),
    {
      machines: addresses,
      localListenPort: port,
      label: target,
      weight,
      featureNames: columns.map((column) => column.name),
      categoricalFeatures: columns.flatMap((column, i) => (column.kind === 'categorical' ? [i] : [])),
      rounds,
      signal: request.signal,
      onProgress: request.onRound && ((round) => request.onRound!({ round, rounds })),
    },
  );
  return { booster: result.booster, bestIteration: result.bestIteration, stopped: result.stopped };
}

/** Every n-th row, so that all machines see all series and days. */
function shareOf({ frame, target, weight }: TrainingSet, rank: number, machines: number): TrainingSet {
  const length = Math.ceil((frame.rows - rank) / machines);
  const rows = Int32Array.from({ length }, (_, i) => i * machines + rank);
  return { frame: pickFrame(frame, rows), target: pickRows(target, rows), weight: pickRows(weight, rows) };
}
