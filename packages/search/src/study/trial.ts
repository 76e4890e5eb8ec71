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
  /** `pruned` trials ended early because a pruner saw no hope, `failed` ones by an error. */
  readonly state: 'complete' | 'pruned' | 'failed';
  /** What the objective gave; of a pruned trial its last intermediate value; null of a failed one. */
  readonly value: number | null;
  readonly steps: readonly TrialStep[];
  readonly durationMs: number;
  /** Message of the error of a failed trial. */
  readonly error?: string;
  /** What the objective noted beside its value. Survives JSON. */
  readonly notes?: Readonly<Record<string, unknown>>;
}

/** Whether the objective is to become small or great. */
export type Direction = 'minimize' | 'maximize';

/** The value as something to make small; +Infinity where there is none. */
export function lossOf(value: number | null, direction: Direction): number {
  if (value === null) return Number.POSITIVE_INFINITY;
  return direction === 'minimize' ? value : -value;
}

/** The completed trial of the best value, the earliest among equals; undefined where none is complete. */
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
