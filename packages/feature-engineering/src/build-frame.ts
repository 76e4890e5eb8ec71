import { DqsError, type FeatureFrame } from '@dqs/core';

import { specOfContract } from './contract-spec.js';
import type { ContractFeature, FeatureContract } from './contract.js';
import { cursorOf } from './frame-row.js';
import type { ForecastRequests, SeriesHistory } from './history/series-history.js';
import type { SeriesId } from './history/series.js';
import { assertRequests } from './requests.js';
import type { ComputableSpec } from './spec.js';

/** Which columns of a frame are computed. */
export interface FrameOptions {
  /**
   * `categories`: all numbers are missing. For learners that use only the categories of a row; it takes a fraction of the
   * time.
   *
   * @default all columns
   */
  readonly only?: 'categories';
}

/**
 * The features of every request: the one code path of training and prediction. Row i depends on the series, the target
 * day, the as-of day and the results up to the as-of day of request i, and on nothing else.
 *
 * @returns rows × features by column, missing as NaN.
 * @throws DqsError `invalid-argument` if an as-of day is not before its target day, `bundle-spec-mismatch` if the
 * contract is not of this version.
 */
export function buildFrame(
  contract: FeatureContract,
  history: SeriesHistory,
  requests: ForecastRequests,
  { only }: FrameOptions = {},
): FeatureFrame {
  assertRequests(history, requests);
  const { spec, codes } = preparedFor(contract, history);
  const pooled = contract.poolsAcrossTenants === true ? history.acrossTenants() : history;
  const rows = requests.series.length;
  const missing = only && new Float32Array(rows).fill(Number.NaN);
  const columns = spec.features.map(({ name, kind }) => {
    return { name, kind, values: kind === 'numeric' && missing ? missing : new Float32Array(rows) };
  });
  const numericColumns = columns.filter((column) => column.kind === 'numeric').map((column) => column.values);
  if (!missing) fillNumeric(spec, pooled, requests, numericColumns);
  for (const { name, kind, values } of columns) {
    if (kind === 'categorical') fillCodes(codes.get(name)!, requests.series, values);
  }
  return { rows, columns };
}

/** 1 for each request whose dataset or rule the training did not see. */
export function coldStart(contract: FeatureContract, history: SeriesHistory, requests: ForecastRequests): Uint8Array {
  const { codes } = preparedFor(contract, history);
  const { series } = requests;
  const flags = new Uint8Array(series.length);
  for (const { name, categories = [] } of contract.features) {
    // Of more datasets than are told apart none is known by its name.
    if (categories.length === 0) continue;
    const of = codes.get(name)!;
    for (let row = 0; row < flags.length; row += 1) if (Number.isNaN(of[series[row]!])) flags[row] = 1;
  }
  return flags;
}

function fillNumeric(
  spec: ComputableSpec,
  history: SeriesHistory,
  requests: ForecastRequests,
  columns: readonly Float32Array[],
): void {
  const cursor = cursorOf(history);
  const values = new Float64Array(columns.length);
  const { numericGroups } = spec;
  const starts = startsOf(numericGroups.map((group) => group.features.length));
  for (let i = 0; i < requests.series.length; i += 1) {
    const row = cursor.moveTo(requests.series[i]!, requests.targetDay[i]!, requests.asOfDay[i]!);
    for (let g = 0; g < numericGroups.length; g += 1) numericGroups[g]!.compute(row, values, starts[g]!);
    for (let c = 0; c < columns.length; c += 1) columns[c]![i] = values[c]!;
  }
}

interface Prepared {
  readonly spec: ComputableSpec;
  /** Code of each series by categorical feature, NaN if the training did not see its value. */
  readonly codes: ReadonlyMap<string, Float32Array>;
}

/** A contract and a history serve many calls, down to single rows: values that depend only on them are cached. */
const PREPARED = new WeakMap<FeatureContract, WeakMap<SeriesHistory, Prepared>>();

function preparedFor(contract: FeatureContract, history: SeriesHistory): Prepared {
  const byHistory = PREPARED.get(contract) ?? new WeakMap<SeriesHistory, Prepared>();
  PREPARED.set(contract, byHistory);
  let prepared = byHistory.get(history);
  if (!prepared) {
    prepared = { spec: specOfContract(contract), codes: codesOf(contract, history) };
    byHistory.set(history, prepared);
  }
  return prepared;
}

function codesOf(contract: FeatureContract, history: SeriesHistory): Map<string, Float32Array> {
  const textOf = {
    dataset_uuid: ({ tenantId, datasetUuid }: SeriesId) => JSON.stringify([tenantId, datasetUuid]),
    rule_code: ({ ruleCode }: SeriesId) => ruleCode,
  };
  const codes = new Map<string, Float32Array>();
  for (const feature of contract.features) {
    if (!feature.categories) continue;
    const code = new Map(categoryTexts(feature).map((value, i) => [value, i]));
    const text = textOf[feature.name as keyof typeof textOf];
    codes.set(
      feature.name,
      Float32Array.from(history.series, (series) => code.get(text(series)) ?? Number.NaN),
    );
  }
  return codes;
}

function categoryTexts({ name, categories, tenants }: ContractFeature): readonly string[] {
  if (name !== 'dataset_uuid') return categories!;
  if (tenants) return categories!.map((dataset, i) => JSON.stringify([tenants[i], dataset]));
  throw new DqsError(
    'bundle-spec-mismatch',
    'expected the tenant of every dataset in the feature contract, found none; retrain, or read it with its history',
  );
}

function fillCodes(codes: Float32Array, series: Int32Array, values: Float32Array): void {
  for (let row = 0; row < values.length; row += 1) values[row] = codes[series[row]!]!;
}

function startsOf(lengths: readonly number[]): number[] {
  let start = 0;
  return lengths.map((length) => (start += length) - length);
}
