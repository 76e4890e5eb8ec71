import { nearestName } from '@dqs/core';

import { plainName } from './plain-name.js';

/** What tools and people call a column, the most telling name first; written without blanks, dashes and underscores. */
const USUAL_NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries<readonly string[]>({
    source: ['sourcename', 'sourcesystem', 'system', 'database', 'databasename', 'platform'],
    tenant_id: ['tenant', 'tenantname', 'customer', 'client', 'organisation', 'organization', 'region'],
    dataset_uuid: ['datasetid', 'datasetkey', 'tableid', 'tableuuid', 'assetid', 'assetuuid'],
    dataset_name: [
      'tablename',
      'table',
      'dataset',
      'datasource',
      'asset',
      'assetname',
      'modelname',
      'model',
      'tabelle',
    ],
    business_date: [
      ...['businessday', 'rundate', 'checkdate', 'executiondate', 'date', 'day', 'ds', 'datum'],
      ...['runat', 'checkedat', 'executedat', 'createdat', 'timestamp', 'runtime', 'executiontime', 'time', 'ts'],
    ],
    rule_code: [
      ...['rulename', 'ruleid', 'rule', 'checkname', 'checkid', 'check', 'testname', 'testid', 'test'],
      ...['expectationtype', 'expectation', 'constraint', 'regel', 'pruefung'],
    ],
    results: ['result', 'status', 'outcome', 'state', 'teststatus', 'checkstatus', 'passed', 'success', 'ergebnis'],
    level_of_execution: ['level', 'executionlevel', 'granularity', 'scope'],
    attribute_name: ['attribute', 'columnname', 'column', 'fieldname', 'field', 'spalte'],
    dataset_record_count: ['recordcount', 'totalrecords', 'totalrows', 'rowstotal', 'tablerows'],
    filtered_record_count: ['filteredrecords', 'filteredcount', 'filteredrows', 'checkedrows'],
    row_count: ['executions', 'executioncount', 'numexecutions'],
  }),
);

/**
 * The column of an input that most likely is a given one: one whose name differs in a few letters, or one that is usually
 * called so.
 *
 * @param taken names that are known to be something else.
 */
export function likelyColumn(column: string, found: readonly string[], taken: readonly string[]): string | undefined {
  const free = found.filter((name) => !USUAL_NAMES.has(name) && !taken.includes(name));
  for (const usual of USUAL_NAMES.get(column) ?? []) {
    const match = free.find((name) => plainName(name) === usual);
    if (match !== undefined) return match;
  }
  return nearestName(column, free);
}
