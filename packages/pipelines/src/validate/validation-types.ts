import { optionNames, type GateCheck, type GateReport, type RuleCatalogue } from '@dqs/core';
import type { FeatureDrift, GateLimits, RowFlag, SegmentResult } from '@dqs/validation';

import type { Evaluation } from '../evaluate/evaluate.js';

/** How a bundle is validated. */
export interface ValidationOptions {
  /** Limits of the gates and checks that differ from their defaults. */
  readonly limits?: Partial<GateLimits>;
  /** Windows of the rolling backtest, each forecast by a newly fitted model; 0 leaves it out. @default 2 */
  readonly folds?: number;
  /** Rows of history that the leakage probes look at, whole datasets drawn by chance. @default 20000 */
  readonly probeRows?: number;
  /** Rule metadata, so that rule types and quality dimensions are segments too. */
  readonly rules?: RuleCatalogue;
  /** Seed of the probes. @default 42 */
  readonly seed?: number;
  /** Threads to use; 0 takes all cores. @default 0 */
  readonly threads?: number;
}

/** Names of {@link ValidationOptions}. */
export const VALIDATION_OPTIONS = optionNames<ValidationOptions>({
  limits: true,
  folds: true,
  probeRows: true,
  rules: true,
  seed: true,
  threads: true,
});

/** Subjects of checks: the bundle itself, its forecasts, leaks of the target, the input data. */
export type ValidationSection = 'bundle' | 'forecasts' | 'leakage' | 'data';

/** A check with its section of the report. */
export interface ValidationCheck extends GateCheck {
  readonly section: ValidationSection;
}

/** The result of a validation. Survives JSON; a `GateReport` for the registry. */
export interface ValidationReport extends GateReport {
  readonly checks: readonly ValidationCheck[];
  /** Scores of the bundle's model on the days after its training; null if there is none. */
  readonly evaluation: Evaluation | null;
  /** Scores of models trained the same way on earlier days; null if no backtest was made. */
  readonly backtest: Evaluation | null;
  /** Segments of those days, the worst compared with their naive forecast first; at most 20. */
  readonly segments: readonly SegmentResult[];
  /** The rows that were compared with the training. */
  readonly batch: {
    readonly rows: number;
    /** `YYYY-MM-DD`; null if there was no row. */
    readonly from: string | null;
    readonly to: string | null;
    readonly flagged: Readonly<Record<RowFlag, number>> | null;
    /** Greatest first; at most 20. */
    readonly drift: readonly FeatureDrift[];
  };
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
}
