import type { BackendMeasurement } from './measure-backend.js';

/** A backend that was left out, and why. */
export interface SkippedBackend {
  readonly backend: string;
  readonly reason: string;
}

/** What a comparison found. Survives JSON. */
export interface BackendComparison {
  /** Least MAE first. */
  readonly backends: readonly BackendMeasurement[];
  readonly skipped: readonly SkippedBackend[];
}
