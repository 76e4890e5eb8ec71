import { DqsError, pickFrame, pickRows, type FrameColumn } from '@dqs/core';
import { Dataset, trainDistributed, type Booster } from '@dqs/lightgbm';

import type { Machines, TrainingSet, TrainRequest } from '../backend.js';
import type { ParameterValue } from '../descriptor.js';

/** A booster trained together with other machines, and its rounds. */
export interface DistributedFit {
  readonly booster: Booster;
  readonly bestIteration: number;
  readonly stopped: string;
}

/**
 * Trains with LightGBM's own distributed learner: every machine is given all rows and learns from its share of them in common bins,
 * and all get the same model, which is near to that of one machine (docs/guides/distributed-training.md says what differs).
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
  const reference = await referenceOf(request.train, params);
  try {
    const result = await trainDistributed(
      params,
      columns.map((column) => column.values),
      {
        machines: addresses,
        localListenPort: port,
        label: target,
        weight,
        reference,
        ...columnOptions(columns),
        rounds,
        signal: request.signal,
        onProgress: request.onRound && ((round) => request.onRound!({ round, rounds })),
      },
    );
    return { booster: result.booster, bestIteration: result.bestIteration, stopped: result.stopped };
  } finally {
    reference.close();
  }
}

/** Rows from which bins are chosen, at most: LightGBM's own number. */
const REFERENCE_ROWS = 200_000;

/**
 * The bins that all machines share: every machine knows all rows, so that each makes them of the same ones. Of as many as LightGBM
 * looks at they are those of a training on one machine.
 */
function referenceOf({ frame }: TrainingSet, params: Readonly<Record<string, ParameterValue>>): Promise<Dataset> {
  const stride = Math.ceil(frame.rows / REFERENCE_ROWS);
  const { columns } = pickFrame(
    frame,
    Int32Array.from({ length: Math.ceil(frame.rows / stride) }, (_, i) => i * stride),
  );
  return Dataset.fromColumns(
    columns.map(({ values }) => values),
    // What a part of the rows cannot split, all of them may.
    { ...columnOptions(columns), params: { ...params, ...(stride > 1 && { feature_pre_filter: false }) } },
  );
}

function columnOptions(columns: readonly FrameColumn[]) {
  return {
    featureNames: columns.map((column) => column.name),
    categoricalFeatures: columns.flatMap((column, i) => (column.kind === 'categorical' ? [i] : [])),
  };
}

/** Every n-th row, so that all machines see all series and days. */
function shareOf({ frame, target, weight }: TrainingSet, rank: number, machines: number): TrainingSet {
  const length = Math.ceil((frame.rows - rank) / machines);
  const rows = Int32Array.from({ length }, (_, i) => i * machines + rank);
  return { frame: pickFrame(frame, rows), target: pickRows(target, rows), weight: pickRows(weight, rows) };
}
