// Errors
export { errorFamily } from './errors.js';
export type { CommonErrorCode, ErrorFamily, NativeErrorClass, Reject } from './errors.js';

// Arguments
export { argumentChecks, suggest } from './argument-checks.js';
export type { ArgumentChecks } from './argument-checks.js';
export { describe } from './describe.js';
export { matrixChecks } from './matrix-checks.js';
export type { Column, DenseMatrix, Matrix, MatrixChecks, NativeMatrix } from './matrix-checks.js';

// The native module and its jobs
export { binaryLoader } from './binary-loader.js';
export type { BinaryLoader, BinaryOptions } from './binary-loader.js';
export { jobRunner } from './job-runner.js';
export type { AbortFunctions, Handle, JobOptions, JobRunner, Logger, JobOutcome } from './job-runner.js';
