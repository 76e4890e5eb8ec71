import type { RuleCatalogue } from '@dqs/core';
import type { GateLimits } from '@dqs/validation';

/** How a bundle is validated. */
export interface ValidationOptions {
  /** Limits of the gates and checks that differ from their defaults. */
  readonly limits?: Partial<GateLimits>;
  /** Windows of the rolling backtest, each forecast by a model fitted anew; 0 leaves it out. @default 2 */
  readonly folds?: number;
  /** Rows of history that the leakage probes look at, whole datasets drawn by chance. @default 20000 */
  readonly probeRows?: number;
  /** Rule metadata, so that rule types and quality dimensions are segments too. */
  readonly rules?: RuleCatalogue;
  /** The day it is, days since 1970-01-01; where undefined the age of the data is not judged. */
  readonly today?: number;
  /** Seed of the probes. @default 42 */
  readonly seed?: number;
  /** Threads to use; 0 takes all cores. @default 0 */
  readonly threads?: number;
}
