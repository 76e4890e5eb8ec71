import type { RejectedRecord } from '@dqs/batch';
import { cleanField, listedNames, normalizeRuleCode, parseDay } from '@dqs/core';
import type { ForecastRequests } from '@dqs/features';

import { parseTarget } from '../forecast/targets.js';
import type { RequestHistory } from './request-history.js';

/** Why a request cannot be forecast; same wording as for rejected rows of a log. */
const REQUEST_REJECTS = {
  'business-date-invalid': 'expected a business_date of the form YYYY-MM-DD',
  'business-date-missing': 'expected a business_date, found none',
  'column-count': 'expected as many fields as in the header',
  'column-reserved': 'expected no member with the name of a forecast column',
  'column-unexpected': 'expected no member that the first record lacks; CSV and Parquet have fixed columns',
  'dataset-uuid-missing': 'expected a dataset_uuid, found none',
  'invalid-utf-8': 'expected UTF-8 text',
  'malformed-json': 'expected a JSON object',
  'malformed-quotes': 'expected quotes only around whole fields',
  'nul-byte': 'expected text without NUL bytes',
  'rule-code-missing': 'expected a rule_code, found none',
  'target-invalid': 'expected a target_percentage from 0 to 100',
  'tenant-ambiguous': 'expected a tenant_id, since several tenants match',
} as const;

/** A key of {@link REQUEST_REJECTS}. */
type RequestReject = keyof typeof REQUEST_REJECTS;

const MAX_SHOWN = 80;

/** The message of a reject, with the received value if that helps. */
function rejectMessage(reason: RequestReject, arrived?: string): string {
  if (arrived === undefined) return REQUEST_REJECTS[reason];
  const shown = arrived.length > MAX_SHOWN ? `${arrived.slice(0, MAX_SHOWN)}…` : arrived;
  return `${REQUEST_REJECTS[reason]}, got ${JSON.stringify(shown)}`;
}

/** The requests of a shard by column, and the records that cannot be forecast. */
export interface ParsedRequests {
  /** Requests in the order of their records. */
  readonly requests: ForecastRequests;
  /** Index in the shard of each request's record. */
  readonly at: Int32Array;
  /** Start and end of the passed-through text in the shard's bytes; a negative start if it must be read. */
  readonly carried: Int32Array;
  /** Target percentage of each request, NaN where it names none. */
  readonly target: Float64Array;
  readonly rejected: readonly RejectedRecord[];
}

/** The texts of a request, unchanged from the input. */
export interface RequestTexts {
  /** Undefined if the input has no such column. */
  readonly tenant?: string;
  readonly dataset: string;
  readonly rule: string;
  readonly date: string;
  /** Undefined if the input has no such column, empty if the request names none. */
  readonly target?: string;
}

/** Collects requests; shared by the readers of all formats. */
export class RequestCollector {
  readonly #history: RequestHistory;
  readonly #asOfDay: number;
  readonly #series: Int32Array;
  readonly #targetDay: Int32Array;
  readonly #known: Int32Array;
  readonly #at: Int32Array;
  readonly #carried: Int32Array;
  readonly #target: Float64Array;
  readonly #rejected: RejectedRecord[] = [];
  #count = 0;
  #isIncomplete = false;

  /**
   * @param capacity the most requests that will come.
   * @param asOfDay last day whose results may be used; a request for an earlier day uses those before it.
   */
  constructor(history: RequestHistory, capacity: number, asOfDay: number) {
    this.#history = history;
    this.#asOfDay = asOfDay;
    this.#carried = new Int32Array(2 * capacity);
    this.#target = new Float64Array(capacity).fill(Number.NaN);
    [this.#series, this.#targetDay, this.#known, this.#at] = [0, 0, 0, 0].map(() => new Int32Array(capacity)) as [
      Int32Array,
      Int32Array,
      Int32Array,
      Int32Array,
    ];
  }

  /** Whether the history must first be extended by a requested series; the shard is then read again. */
  get isIncomplete(): boolean {
    return this.#isIncomplete;
  }

  /**
   * Adds a request whose series and day are known.
   *
   * @param start start of the passed-through text, which ends before `end`; −1 if it must be read.
   */
  add(at: number, series: number, day: number, start = -1, end = -1): void {
    if (series < 0) this.#isIncomplete = true;
    this.#at[this.#count] = at;
    this.#series[this.#count] = series;
    this.#targetDay[this.#count] = day;
    this.#known[this.#count] = this.#asOfDay < day ? this.#asOfDay : day - 1;
    this.#carried[2 * this.#count] = start;
    this.#carried[2 * this.#count + 1] = end;
    this.#count += 1;
  }

  /** Names the target of the request that was added last. */
  setTarget(target: number): void {
    this.#target[this.#count - 1] = target;
  }

  /** Adds a request from its texts, or the reason for rejecting it. */
  addTexts(at: number, texts: RequestTexts): void {
    if (Object.values(texts).some((text: string | undefined) => text?.includes('\0')))
      return this.reject(at, 'nul-byte');
    const date = cleanField(texts.date);
    if (date === '') return this.reject(at, 'business-date-missing');
    const day = parseDay(date);
    if (day === undefined) return this.reject(at, 'business-date-invalid', texts.date);
    const dataset = cleanField(texts.dataset);
    if (dataset === '') return this.reject(at, 'dataset-uuid-missing');
    const rule = normalizeRuleCode(texts.rule);
    if (rule === '') return this.reject(at, 'rule-code-missing');
    const tenant = this.#history.tenantOf(texts.tenant && cleanField(texts.tenant), dataset, rule);
    if (tenant === undefined) return this.#rejectAmbiguous(at, dataset, rule);
    const target = targetOf(texts);
    if (target === undefined) return this.reject(at, 'target-invalid', texts.target);
    this.add(at, this.#history.find({ tenantId: tenant, datasetUuid: dataset, ruleCode: rule }), day);
    this.setTarget(target);
  }

  /** Adds a record that is not a request. */
  reject(at: number, reason: RequestReject, arrived?: string): void {
    this.#rejected.push({ at, reason, message: rejectMessage(reason, arrived) });
  }

  #rejectAmbiguous(at: number, dataset: string, rule: string): void {
    const tenants = listedNames(this.#history.tenantsFor(dataset, rule));
    const reason = 'tenant-ambiguous';
    this.#rejected.push({ at, reason, message: `${rejectMessage(reason)}: ${tenants}` });
  }

  /** Everything added. */
  result(): ParsedRequests {
    const cut = (column: Int32Array) => column.subarray(0, this.#count);
    return {
      requests: { series: cut(this.#series), targetDay: cut(this.#targetDay), asOfDay: cut(this.#known) },
      at: cut(this.#at),
      carried: this.#carried.subarray(0, 2 * this.#count),
      target: this.#target.subarray(0, this.#count),
      rejected: this.#rejected,
    };
  }
}

/** The target that a request names, NaN where it names none; undefined for what is no percentage. */
function targetOf({ target = '' }: RequestTexts): number | undefined {
  return target.trim() === '' ? Number.NaN : parseTarget(target);
}
