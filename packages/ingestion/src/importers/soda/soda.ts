import type { Outcome } from '@dqs/core';

import { SkipCounter, type CheckedRows, type ToolCheck, type ToolReading } from '../tool/check.js';
import {
  countAt,
  firstText,
  isObject,
  listAt,
  member,
  memberAt,
  objectAt,
  ownersOf,
  textAt,
  textOf,
  textsOf,
} from '../tool/json-values.js';
import { digestOf, occurrences, ruleCodesOf, type NamedCheck } from '../tool/rule-codes.js';
import type { DocumentContext, Tool } from '../tool/tool.js';

/** Soda 3 (`scan.get_scan_results()`) and Soda 4 (the scan results of a contract verification). */
export const SODA: Tool<'soda'> = {
  name: 'soda',
  signature: [/"(?:scanStartTimestamp|scanEndTimestamp|automatedMonitoringChecks|dataTimestamp)"/],
  read: readSoda,
};

interface Scan {
  readonly run: string;
  readonly time: string;
  /** Rows of tables that the scan counted. */
  readonly rowCounts: ReadonlyMap<string, number>;
}

function readSoda(document: unknown, { runDate }: DocumentContext): ToolReading | undefined {
  const start = textAt(document, 'scanStartTimestamp');
  if (start === '' || memberAt(document, 'checks') === undefined) return undefined;
  const checks = [...listAt(document, 'checks'), ...listAt(document, 'automatedMonitoringChecks')].filter(isObject);
  const scan = scanOf(document, checks, firstText(textAt(document, 'dataTimestamp'), start, runDate));
  const names = checks.map((check) => nameOf(check, document));
  const codeOf = ruleCodesOf(names);
  const skips = new SkipCounter();
  const timesOf = occurrences();
  const executed = checks.flatMap((check, at): ToolCheck[] => {
    const outcome = textAt(check, 'outcome').toLowerCase();
    if (outcome === 'excluded' || outcome === 'skipped') {
      skips.add('skipped');
      return [];
    }
    const name = names[at]!;
    const id = `${name.dataset}\0${name.full}`;
    const times = timesOf(id);
    return [checkOf(check, document, scan, { ruleCode: codeOf(name), check: times === 1 ? id : `${id}#${times}` })];
  });
  const isV4 = textAt(document, 'version') === '4' || checks.some((check) => isObject(memberAt(check, 'identities')));
  return {
    tool: 'soda',
    version: `scan results v${isV4 ? 4 : 3}`,
    checks: executed,
    skipped: skips.counts(),
    notes: notesOf(document, checks),
  };
}

function scanOf(document: unknown, checks: readonly unknown[], time: string): Scan {
  const id = firstText(textAt(document, 'scanId'), textAt(document, 'scanReference'));
  const names = ['definitionName', 'defaultDataSource', 'scanStartTimestamp', 'dataTimestamp'].map((name) =>
    textAt(document, name),
  );
  // Results of several scans may start within one second; what they checked tells them apart.
  const checked = checks.map((check) => [datasetOf(check, document), textAt(check, 'name')]).sort();
  return {
    run: `soda:${id === '' ? digestOf([names, checked], 32) : id}`,
    time,
    rowCounts: rowCountsOf(document),
  };
}

/** Soda 3 tells how many rows a table has where a check asked for it. */
function rowCountsOf(document: unknown): ReadonlyMap<string, number> {
  const counts = listAt(document, 'metrics').flatMap((metric) => {
    const value = countAt(metric, 'value');
    const isCount = textAt(metric, 'metricName') === 'row_count' && value !== undefined;
    return isCount ? [[textAt(metric, 'identity'), value] as const] : [];
  });
  return new Map(counts);
}

/** Where a table lies: connection, schemas where they are told, table. */
function datasetOf(check: unknown, document: unknown): string {
  const source = firstText(textAt(check, 'dataSource'), textAt(document, 'defaultDataSource'));
  const parts = [source, ...listAt(check, 'datasetPrefix').map(textOf), textAt(check, 'table')];
  return parts.filter((part) => part !== '').join('/');
}

/** Soda 4 names a check by its place in the contract, Soda 3 by its title or text. */
function nameOf(check: unknown, document: unknown): NamedCheck {
  const short = firstText(textAt(check, 'checkPath'), textAt(check, 'name'), textAt(check, 'identity'));
  const identity = firstText(
    textAt(check, 'identities', 'vc1'),
    textAt(check, 'identity'),
    digestOf(member(check, 'definition')),
  );
  return { dataset: datasetOf(check, document), short, full: short === '' ? '' : `${short} (${identity})` };
}

function checkOf(
  check: unknown,
  document: unknown,
  { run, time, rowCounts }: Scan,
  names: { readonly check: string; readonly ruleCode: string },
): ToolCheck {
  const attribute = (name: string) =>
    member(
      listAt(check, 'resourceAttributes').find((one) => textAt(one, 'name') === name),
      'value',
    );
  const source = firstText(textAt(check, 'dataSource'), textAt(document, 'defaultDataSource'), 'soda');
  const table = textAt(check, 'table');
  const rowCount = firstCount(
    countAt(check, 'diagnostics', 'v4', 'datasetRowsTested'),
    rowCounts.get(`metric-${textAt(document, 'definitionName')}-${source}-${table}-row_count`),
  );
  return {
    ...names,
    run,
    source,
    datasetUuid: firstText(datasetOf(check, document), 'soda'),
    datasetName: firstText(table, source),
    time,
    outcome: outcomeOf(check),
    level: textAt(check, 'column') === '' ? 'DATASET' : 'ATTRIBUTE',
    attribute: textAt(check, 'column'),
    recordCount: rowCount,
    rows: rowsOf(check, rowCount),
    severity: severityOf(check),
    owner: ownersOf(attribute('owner')),
    tags: textsOf(attribute('tags')),
    description: textOf(attribute('description')),
    runbook: textOf(attribute('runbook')),
    raw: { name: member(check, 'name'), outcome: member(check, 'outcome'), table },
  };
}

function outcomeOf(check: unknown): Outcome {
  const outcome = textAt(check, 'outcome').toLowerCase();
  if (outcome === 'pass' || outcome === 'passed') return 'pass';
  // Without an outcome the check could not be evaluated.
  return ['fail', 'failed', 'warn', 'warning'].includes(outcome) ? 'fail' : 'error';
}

/** How bad a failure is: as bad as it was, else as the check can say. */
function severityOf(check: unknown): string {
  const outcome = textAt(check, 'outcome').toLowerCase();
  if (outcome.startsWith('warn')) return 'warn';
  const limits = (name: string) => Object.keys(objectAt(check, 'diagnostics', name)).length > 0;
  if (outcome.startsWith('fail') || limits('fail')) return 'error';
  return limits('warn') ? 'warn' : '';
}

/** Rows that failed among those that were tested; Soda 3 tells the first, and the second where the whole table was. */
function rowsOf(check: unknown, rowCount: number | undefined): CheckedRows | undefined {
  const v4 = objectAt(check, 'diagnostics', 'v4');
  const failedOf4 = countAt(v4, 'failedRowsCount');
  const blocks = listAt(check, 'diagnostics', 'blocks');
  const failedOf3 = firstCount(...blocks.map((block) => countAt(block, 'totalFailingRows')));
  const isWhole = textAt(check, 'filter') === '';
  const tested = failedOf4 === undefined ? (isWhole ? rowCount : undefined) : countAt(v4, 'checkRowsTested');
  const failed = firstCount(failedOf4, failedOf3, countOfMissing(check));
  return tested === undefined || tested < 1 || failed === undefined || failed > tested ? undefined : { tested, failed };
}

/** A check on a count of rows says how many failed even where it passes and lists none. */
function countOfMissing(check: unknown): number | undefined {
  const isCount = listAt(check, 'metrics').some((metric) =>
    /-(?:missing|invalid|duplicate)_count/.test(textOf(metric)),
  );
  return isCount ? countAt(check, 'diagnostics', 'value') : undefined;
}

function firstCount(...counts: readonly (number | undefined)[]): number | undefined {
  return counts.find((count) => count !== undefined);
}

function notesOf(document: unknown, checks: readonly unknown[]): string[] {
  if (checks.length > 0) return [];
  return [
    memberAt(document, 'hasErrors') === true
      ? 'the scan ended with errors before it evaluated a check'
      : 'the scan had no checks',
  ];
}
