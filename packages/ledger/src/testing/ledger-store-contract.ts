import { GRADE_CASES } from './grade-cases.js';
import { ISSUE_CASES } from './issue-cases.js';
import { KNOWN_AT_CASES } from './known-at-cases.js';
import type { LedgerStoreCase } from './ledger-case.js';
import { REVISE_CASES } from './revise-cases.js';
import { SERIES_CASES } from './series-cases.js';

/**
 * The checks every `LedgerStore` passes, ours and others'. They use no test runner of their own.
 *
 * @example
 * for (const { title, run } of LEDGER_STORE_CONTRACT) it(title, () => run(newPlace()));
 */
export const LEDGER_STORE_CONTRACT: readonly LedgerStoreCase[] = [
  ...SERIES_CASES,
  ...ISSUE_CASES,
  ...REVISE_CASES,
  ...GRADE_CASES,
  ...KNOWN_AT_CASES,
];
