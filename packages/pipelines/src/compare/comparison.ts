import type { BackendMeasurement } from './measure-backend.js';

/** A skipped backend and the reason. */
export interface SkippedBackend {
  readonly backend: string;
  readonly reason: string;
}

/** Result of a comparison. Survives JSON. */
export interface BackendComparison {
  /** Least MAE first. */
  readonly backends: readonly BackendMeasurement[];
  readonly skipped: readonly SkippedBackend[];
}
