import type { Outcome } from '@dqs/core';

import type { CheckedRows, ToolCheck } from '../tool/check.js';
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
import { isTime } from '../tool/times.js';

/** What arguments say about how to compute or report, not about what to check. */
const NOT_CHECKED = new Set(['batch_id', 'result_format', 'include_config', 'catch_exceptions']);

interface Validation {
  readonly run: string;
  readonly suite: string;
  readonly source: string;
  readonly asset: string;
  readonly time: string;
}

/** The checks of one validation: one suite on one batch of data. */
export function checksOfValidation(document: unknown, runDate: string): ToolCheck[] {
  const validation = validationOf(document, runDate);
  const results = listAt(document, 'results').filter((one) => isObject(memberAt(one, 'expectation_config')));
  const names = results.map((result) => nameOf(result, validation));
  const codeOf = ruleCodesOf(names);
  const timesOf = occurrences();
  return results.map((result, at) => {
    const name = names[at]!;
    // A suite may hold the same expectation twice; each is executed.
    const times = timesOf(name.full);
    const check = times === 1 ? name.full : `${name.full}#${times}`;
    return checkOf(result, validation, { check, ruleCode: codeOf(name) });
  });
}

function validationOf(document: unknown, runDate: string): Validation {
  const meta = objectAt(document, 'meta');
  const suite = firstText(textAt(document, 'suite_name'), textAt(meta, 'expectation_suite_name'));
  const [source, asset] = assetOf(meta);
  const time = timeOf(meta);
  const batch = firstText(textAt(meta, 'batch_kwargs', 'ge_batch_id'), batchIdOf(document));
  const runId = firstText(textAt(meta, 'run_id', 'run_name'), textAt(meta, 'run_id'));
  const id = [suite, source, asset, time, runId, batch];
  return { run: `great-expectations:${digestOf(id, 32)}`, suite, source, asset, time: firstText(time, runDate) };
}

/** Where the data came from: connection and asset, each "" where it is not told. */
function assetOf(meta: unknown): [source: string, asset: string] {
  const places = ['active_batch_definition', 'batch_spec', 'batch_kwargs'].map((name) => objectAt(meta, name));
  const found = (...names: string[]) =>
    firstText(...places.flatMap((place) => names.map((name) => textAt(place, name))));
  const asset = firstText(found('data_asset_name', 'table_name', 'table'), assetName(member(meta, 'data_asset_name')));
  return [found('datasource_name', 'datasource'), asset];
}

/** Early versions write the name of an asset in parts. */
function assetName(value: unknown): string {
  if (!isObject(value)) return textOf(value);
  const parts = ['datasource', 'generator', 'generator_asset'].map((part) => textAt(value, part));
  return parts.filter((part) => part !== '').join('.');
}

/** When a validation ran; "" where nothing tells. The id of a run may be any text, and is a time by default. */
function timeOf(meta: unknown): string {
  const told = [
    textAt(meta, 'run_id', 'run_time'),
    textAt(meta, 'run_id'),
    textAt(meta, 'validation_time'),
    textAt(meta, 'run_time'),
    textAt(meta, 'batch_markers', 'ge_load_time'),
  ];
  return told.find(isTime) ?? '';
}

function batchIdOf(document: unknown): string {
  const [first] = listAt(document, 'results');
  return textAt(first, 'expectation_config', 'kwargs', 'batch_id');
}

function nameOf(result: unknown, { suite, source, asset }: Validation): NamedCheck {
  const config = objectAt(result, 'expectation_config');
  const type = firstText(textAt(config, 'type'), textAt(config, 'expectation_type'));
  const kwargs = Object.entries(objectAt(config, 'kwargs')).filter(([name]) => !NOT_CHECKED.has(name));
  const column = columnOf(config);
  const base = `${type}${column === '' ? '' : `(${column})`}`;
  // Two suites may expect the same of an asset, with other limits.
  const short = suite === '' || asset === '' || type === '' ? base : `${suite}.${base}`;
  const arguments_ = kwargs.sort(([a], [b]) => (a < b ? -1 : 1));
  return { dataset: `${source}/${asset}`, short, full: type === '' ? '' : `${short}#${digestOf(arguments_)}` };
}

/** The column that an expectation is about, or the columns. */
function columnOf(config: unknown): string {
  const kwargs = objectAt(config, 'kwargs');
  const pair = [textAt(kwargs, 'column_A'), textAt(kwargs, 'column_B')].filter((name) => name !== '');
  return firstText(textAt(kwargs, 'column'), pair.join(','), listAt(kwargs, 'column_list').map(textOf).join(',')).slice(
    0,
    200,
  );
}

function checkOf(
  result: unknown,
  { run, suite, source, asset, time }: Validation,
  { check, ruleCode }: { readonly check: string; readonly ruleCode: string },
): ToolCheck {
  const config = objectAt(result, 'expectation_config');
  const meta = objectAt(config, 'meta');
  const column = columnOf(config);
  const place = [source, asset].filter((part) => part !== '').join('/');
  return {
    run,
    check,
    source: firstText(source, 'great-expectations'),
    datasetUuid: asset === '' ? `suite:${suite}` : place,
    datasetName: firstText(asset, suite),
    ruleCode,
    time,
    outcome: outcomeOf(result),
    level: column === '' ? 'DATASET' : 'ATTRIBUTE',
    attribute: column,
    recordCount: countAt(result, 'result', 'element_count'),
    rows: rowsOf(result),
    severity: firstText(textAt(config, 'severity'), textAt(meta, 'severity')).toLowerCase(),
    owner: ownersOf(member(meta, 'owner')),
    tags: textsOf(member(meta, 'tags')),
    description: firstText(textAt(config, 'description'), textAt(meta, 'description')),
    runbook: textAt(meta, 'runbook'),
    raw: { success: member(result, 'success'), expectation_config: config },
  };
}

/** An expectation that raised an exception says nothing about the data, although its success is false. */
function outcomeOf(result: unknown): Outcome {
  if (hasRaised(memberAt(result, 'exception_info'))) return 'error';
  const success = member(result, 'success');
  return typeof success === 'boolean' ? (success ? 'pass' : 'fail') : 'error';
}

/** Since 1.0 each metric of an expectation may have an exception of its own. */
function hasRaised(info: unknown): boolean {
  if (!isObject(info)) return false;
  return [info, ...Object.values(info)].some((one) => member(one, 'raised_exception') === true);
}

/** Rows that were looked at: missing values are not. */
function rowsOf(result: unknown): CheckedRows | undefined {
  const elements = countAt(result, 'result', 'element_count');
  const failed = countAt(result, 'result', 'unexpected_count');
  const tested = (elements ?? 0) - (countAt(result, 'result', 'missing_count') ?? 0);
  return failed === undefined || tested < failed || tested < 1 ? undefined : { tested, failed };
}
