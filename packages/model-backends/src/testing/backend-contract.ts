import { CAPABILITY_CASES } from './capability-cases.js';
import type { ContractCase } from './contract-case.js';
import { DESCRIPTOR_CASES } from './descriptor-cases.js';
import { FORECAST_CASES } from './forecast-cases.js';
import { LEARNING_CASES } from './learning-cases.js';
import { LIFECYCLE_CASES } from './lifecycle-cases.js';

/**
 * The checks every {@link ModelBackend} passes, ours and others'. They use no test runner of their own.
 *
 * @example
 * for (const { title, run } of BACKEND_CONTRACT) it(title, () => run(backend));
 */
export const BACKEND_CONTRACT: readonly ContractCase[] = [
  ...DESCRIPTOR_CASES,
  ...LIFECYCLE_CASES,
  ...FORECAST_CASES,
  ...LEARNING_CASES,
  ...CAPABILITY_CASES,
];
