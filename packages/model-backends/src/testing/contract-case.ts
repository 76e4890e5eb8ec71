import { createHash } from 'node:crypto';

import { DqsError, type ErrorCode, type FeatureFrame } from '@dqs/core';

import type { FittedModel, ModelBackend, TrainRequest } from '../backend.js';
import type { ParameterValue } from '../descriptor.js';
import { headOf, sampleTrainingSet } from './sample-data.js';

/** The facts that the checks need besides the backend itself. */
export interface ContractOptions {
  /** Parameters of every training, for a backend that is slow or cannot learn the small samples without them. */
  readonly params?: Readonly<Record<string, ParameterValue>>;
  /** Files of a model of the columns of {@link sampleTrainingSet}; needed for a backend that cannot train. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
}

/** One promise of the contract: a title that states a fact, and the check, which throws if the fact does not hold. */
export interface ContractCase {
  readonly title: string;
  readonly run: (backend: ModelBackend, options?: ContractOptions) => Promise<void>;
}

/** Rows that most checks train on. */
export const SAMPLE = sampleTrainingSet(2000, 11);

/** A training of {@link SAMPLE} with some things changed. */
export function requestOf(
  { capabilities }: ModelBackend,
  { params }: ContractOptions = {},
  changes: Partial<TrainRequest> = {},
): TrainRequest {
  return { train: SAMPLE, objective: meanObjective(capabilities), rounds: 20, seed: 5, threads: 1, params, ...changes };
}

/** An objective whose forecast is the mean where the backend has one. */
function meanObjective({ objectives }: ModelBackend['capabilities']): TrainRequest['objective'] {
  return objectives.find((objective) => objective !== 'l1') ?? objectives[0] ?? 'cross-entropy';
}

/** A model of {@link SAMPLE}: trained, or for a backend that cannot train, loaded. */
export function sampleModel(backend: ModelBackend, options: ContractOptions = {}): Promise<FittedModel> {
  if (backend.capabilities.training) return backend.train(requestOf(backend, options));
  if (options.files) return backend.load(options.files);
  throw new Error(`the backend "${backend.name}" cannot train: give the contract the files of a model of the sample`);
}

/** Runs a check on a model and closes it. */
export async function withModel(
  model: Promise<FittedModel>,
  use: (model: FittedModel) => Promise<void> | void,
): Promise<void> {
  const fitted = await model;
  try {
    await use(fitted);
  } finally {
    fitted.close();
  }
}

/** The first rows of the sample, for checks of single numbers. */
export const FEW_ROWS: FeatureFrame = headOf(SAMPLE.frame, 50);

/** A digest by file: a model's text would drown the message of a failed check. */
export function filesOf(model: FittedModel): Record<string, string> {
  return Object.fromEntries(
    [...model.save()].map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]),
  );
}

/** For `rejects` and `throws`: a DqsError of one of the codes. */
export function hasCode(...codes: ErrorCode[]) {
  return (error: unknown) => DqsError.is(error) && codes.includes(error.code);
}

/** Mean of some numbers. */
export function meanOf(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
