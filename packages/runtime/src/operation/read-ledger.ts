import { DqsError, listedNames } from '@dqs/core';
import type { LedgerQuery, LedgerStore } from '@dqs/ledger';

import type { Settings } from '../settings/settings.js';
import { hasDatabase, type DatabaseSettings } from '../stores/open-database.js';
import { withLedger } from '../stores/open-ledger.js';

/** The settings that say which part of a ledger is read. */
export type LedgerReadSettings = Settings<
  'knownAt' | 'ledgerFrom' | 'ledgerTo' | 'ledgerTenant' | 'ledgerDataset' | 'ledgerRule' | 'arms'
>;

/** Who reads a ledger. */
export interface LedgerAccess {
  /** Series of other tenants are not there. @default those of all tenants are */
  readonly tenants?: readonly string[];
}

/**
 * Opens the ledger of a store to read it, hands it to the work and closes it whatever happens.
 *
 * @returns undefined if the store has no database yet; none is made for that.
 * @throws DqsError as `withLedger`.
 */
export async function readLedger<T>(
  settings: DatabaseSettings,
  work: (ledger: LedgerStore) => Promise<T>,
): Promise<T | undefined> {
  return hasDatabase(settings) ? withLedger(settings, work) : undefined;
}

/**
 * The query that settings ask for, from the first to the last day of the ledger where they name none.
 *
 * @param days how many days are read, up to the last, where no first one is named; all by default.
 * @returns undefined if the ledger holds no forecast.
 * @throws DqsError `series-unknown` if no series has the dataset, rule and tenant that are named.
 */
export async function ledgerQuery(
  ledger: LedgerStore,
  settings: LedgerReadSettings & LedgerAccess,
  days = Number.POSITIVE_INFINITY,
): Promise<LedgerQuery | undefined> {
  const span = await ledger.span();
  if (span === undefined) return undefined;
  const { ledgerFrom, ledgerTo: to = span.to, knownAt, arms } = settings;
  const tenants = tenantsOf(settings);
  const from = ledgerFrom ?? Math.max(span.from, Math.min(to, span.to) - days + 1);
  return {
    ...{ from, to },
    ...(knownAt !== undefined && { knownAt }),
    ...(arms !== undefined && { arms }),
    ...(tenants !== undefined && { tenants }),
    ...(await seriesOf(ledger, settings)),
  };
}

/** The tenants that are asked for and there for whoever asks; undefined for all. */
function tenantsOf({ ledgerTenant, tenants }: LedgerReadSettings & LedgerAccess): readonly string[] | undefined {
  if (ledgerTenant === undefined) return tenants;
  return tenants === undefined || tenants.includes(ledgerTenant) ? [ledgerTenant] : [];
}

async function seriesOf(
  ledger: LedgerStore,
  settings: LedgerReadSettings & LedgerAccess,
): Promise<Pick<LedgerQuery, 'series'>> {
  const { ledgerTenant: tenant, ledgerDataset: dataset, ledgerRule: rule } = settings;
  if (dataset === undefined && rule === undefined && tenant === undefined) return {};
  const all = await ledger.series(tenantsOf(settings));
  const found = all.filter(
    ({ datasetUuid, datasetName, ruleCode }) =>
      (dataset === undefined || datasetUuid === dataset || datasetName === dataset) &&
      (rule === undefined || ruleCode === rule),
  );
  if (found.length > 0) return { series: Int32Array.from(found, ({ number }) => number) };
  const wanted = [dataset, rule, tenant].filter((name) => name !== undefined);
  const message =
    `the ledger knows no series of ${listedNames(wanted)}: expected a dataset by its uuid or name, a rule by its code; ` +
    'dqs ledger grades shows those it knows';
  throw new DqsError('series-unknown', message, { details: { dataset, rule, tenant } });
}
