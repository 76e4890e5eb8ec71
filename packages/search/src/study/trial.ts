import type { Parameters } from '../space/definition.js';

/** An intermediate value of a trial: after a fold, a round, an epoch. */
export interface TrialStep {
  /** From 1; rises within a trial. */
  readonly step: number;
  readonly value: number;
}

/** A trial that has ended. Plain data. */
export interface Trial {
  /** From 0, in the order in which trials were suggested. */
  readonly number: number;
  readonly parameters: Parameters;
  /** `pruned` trials were stopped early by a pruner, `failed` ones ended with an error. */
  readonly state: 'complete' | 'pruned' | 'failed';
  /** The value of the objective; for a pruned trial its last intermediate value, for a failed one null. */
  readonly value: number | null;
  readonly steps: readonly TrialStep[];
  readonly durationMs: number;
  /** Message of the error of a failed trial. */
  readonly error?: string;
  /** Facts the objective stored besides its value. Survives JSON. */
  readonly notes?: Readonly<Record<string, unknown>>;
}

/** Whether the objective is minimised or maximised. */
export type Direction = 'minimize' | 'maximize';

/** The value as a loss; +Infinity if there is none. */
export function lossOf(value: number | null, direction: Direction): number {
  if (value === null) return Number.POSITIVE_INFINITY;
  return direction === 'minimize' ? value : -value;
}

/** The completed trial with the best value, the earliest among equals; undefined if none is complete. */
export function bestTrial(trials: Iterable<Trial>, direction: Direction): Trial | undefined {
  let best: Trial | undefined;
  for (const trial of trials) {
    if (trial.state !== 'complete') continue;
    const isBetter = best === undefined || lossOf(trial.value, direction) < lossOf(best.value, direction);
    const isEarlier = best !== undefined && trial.value === best.value && trial.number < best.number;
    if (isBetter || isEarlier) best = trial;
  }
  return best;
}
