import { DqsError } from '@dqs/core';
import type { LedgerStore, NumberedSeries } from '@dqs/ledger';
import { factId } from '@dqs/pipelines';

/** Series of ledgers by their ids; numbers are given once and never taken back. */
const KNOWN = new WeakMap<LedgerStore, ReadonlyMap<string, NumberedSeries>>();

/**
 * The series of an id.
 *
 * @throws DqsError `series-unknown`, also for a series of a tenant that is not among those that are asked for.
 */
export async function knownSeries(
  ledger: LedgerStore,
  id: string,
  tenants: readonly string[] | undefined,
): Promise<NumberedSeries> {
  const found = KNOWN.get(ledger)?.get(id) ?? (await readSeries(ledger)).get(id);
  if (found && (tenants?.includes(found.tenantId) ?? true)) return found;
  throw new DqsError(
    'series-unknown',
    `expected the id of a series, as dataset/rule with the tenant in front where there is one, got ${JSON.stringify(id)}`,
  );
}

async function readSeries(ledger: LedgerStore): Promise<ReadonlyMap<string, NumberedSeries>> {
  const all = new Map((await ledger.series()).map((one) => [factId(one), one]));
  KNOWN.set(ledger, all);
  return all;
}
