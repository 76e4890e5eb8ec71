import { DqsError, type ErrorCode } from '@dqs/core';

import type { LedgerStore } from '../store.js';

/** Opens a ledger on a place; two calls give two stores on the same place, as two processes would have. */
export type OpenLedger = () => Promise<LedgerStore>;

/** One promise of the contract: a title that states a fact, and the check, which throws if the fact does not hold. */
export interface LedgerStoreCase {
  readonly title: string;
  /**
   * @param open opens ledgers on a place that is empty when the check begins, a new place for every check. Whoever runs the
   * check closes them.
   */
  readonly run: (open: OpenLedger) => Promise<void>;
}

/** A test of an error: whether it has a code. */
export function hasCode(code: ErrorCode) {
  return (error: unknown) => DqsError.is(error) && error.code === code;
}
