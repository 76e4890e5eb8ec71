import { DqsError, namedValues, type NamedValues } from '@dqs/core';

import type { LossCurve } from '../pruning/pruner.js';
import type { Parameters } from '../space/definition.js';
import { lossOf, type Trial, type TrialStep } from '../study/trial.js';
import type { SearchObjective, ResolvedOptions, TrialContext } from './options.js';

/** A trial to run. */
export interface TrialRequest {
  readonly number: number;
  readonly parameters: Parameters;
  readonly objective: SearchObjective;
  readonly options: ResolvedOptions;
  /** Losses of the trials known to this one. */
  readonly others: readonly LossCurve[];
  readonly signal: AbortSignal;
}

/**
 * Runs an objective once.
 *
 * @returns undefined if the search stopped and the objective with it: such a trial is not finished.
 */
export async function runTrial(request: TrialRequest): Promise<Trial | undefined> {
  const { number, parameters, objective, signal } = request;
  const started = performance.now();
  const steps: TrialStep[] = [];
  const notes = namedValues<unknown>();
  const context = contextOf(request, steps, notes);
  const ending = await endingOf(() => objective(parameters, context.trial));
  if (ending.thrown !== undefined && signal.aborted) return undefined;
  const durationMs = Math.round(1000 * (performance.now() - started)) / 1000;
  const shared = { number, parameters, steps, durationMs, ...(Object.keys(notes).length > 0 ? { notes } : {}) };
  if (ending.thrown !== undefined) return { ...shared, state: 'failed', value: null, error: ending.thrown };
  if (context.isPruned()) return { ...shared, state: 'pruned', value: steps.at(-1)!.value };
  if (Number.isFinite(ending.value)) return { ...shared, state: 'complete', value: ending.value };
  const error = `expected a finite number from the objective, got ${String(ending.value)}`;
  return { ...shared, state: 'failed', value: null, error };
}

function contextOf({ number, options, others, signal }: TrialRequest, steps: TrialStep[], notes: NamedValues<unknown>) {
  const { pruner, direction } = options;
  const curve = new Map<number, number>();
  let isPruned = false;
  const trial: TrialContext = {
    number,
    signal,
    report(step, value) {
      const last = steps.at(-1)?.step ?? 0;
      if (!(step > last) || !Number.isFinite(value)) {
        throw new DqsError(
          'invalid-argument',
          `expected a step after ${last} with a finite value, got ${step}: ${value}`,
        );
      }
      steps.push({ step, value });
      curve.set(step, lossOf(value, direction));
      isPruned ||= pruner?.isHopeless({ step, curve, others }) === true;
      return isPruned;
    },
    note: (name, value) => (notes[name] = value),
  };
  return { trial, isPruned: () => isPruned };
}

type Ending =
  | { readonly value: number; readonly thrown?: undefined }
  | { readonly value?: undefined; readonly thrown: string };

async function endingOf(work: () => number | Promise<number>): Promise<Ending> {
  try {
    return { value: await work() };
  } catch (error) {
    const code = DqsError.is(error) ? `[${error.code}] ` : '';
    return { thrown: `${code}${error instanceof Error ? error.message : String(error)}` };
  }
}
