import { isUtf8 } from 'node:buffer';

import { recordBytes, recordCount, type Shard } from '@dqs/batch';

import { memberTexts } from './json-members.js';
import { RequestCollector, type ParsedRequests, type RequestTexts } from './parsed-requests.js';
import type { RequestHistory } from './request-history.js';
import { isRead, RESERVED_COLUMNS, TARGET_COLUMN, TENANT_COLUMN } from './request-layout.js';

/** Options of reading requests of JSON lines. */
export interface JsonRequestOptions {
  /** The allowed members; undefined if the result can hold any. */
  readonly names: readonly string[] | undefined;
  /** Last day whose results may be used. */
  readonly asOfDay: number;
}

type Members = Readonly<Record<string, unknown>>;

/** Reads the requests of shards of JSON lines. */
export class JsonRequestReader {
  readonly #history: RequestHistory;
  readonly #options: JsonRequestOptions;
  readonly #names: ReadonlySet<string> | undefined;

  constructor(history: RequestHistory, options: JsonRequestOptions) {
    this.#history = history;
    this.#options = options;
    this.#names = options.names && new Set(options.names);
  }

  /** The requests of a shard. */
  read(shard: Shard): ParsedRequests {
    for (;;) {
      const collector = this.#collect(shard);
      if (!collector.isIncomplete) return collector.result();
      this.#history.extend();
    }
  }

  /** A record's members as texts, in the order of the columns; undefined for a record that was rejected. */
  fields(shard: Shard, at: number): string[] | undefined {
    const members = parseMembers(this.text(shard, at));
    return (
      members && this.#options.names?.map((name) => textOf(Object.hasOwn(members, name) ? members[name] : undefined))
    );
  }

  /** A record unchanged from the input, without surrounding blanks. */
  text(shard: Shard, at: number): string {
    return Buffer.from(recordBytes(shard, at)).toString('utf8').trim();
  }

  /** The texts of a record that identify its series. */
  names(shard: Shard, at: number): RequestTexts {
    return namesOf(parseMembers(this.text(shard, at)) ?? {});
  }

  /** The passed-through members of a record, unchanged from the input: `,"name":value` for each. */
  carried(shard: Shard, at: number): string {
    const members = memberTexts(this.text(shard, at));
    return members.map(({ name, text }) => (isRead(name) ? '' : `,${text}`)).join('');
  }

  #collect(shard: Shard): RequestCollector {
    const collector = new RequestCollector(this.#history, recordCount(shard), this.#options.asOfDay);
    const faulty = new Set(shard.faults.map(({ at }) => at));
    for (let at = 0; at < recordCount(shard); at += 1) {
      if (!faulty.has(at)) this.#readRecord(shard, at, collector);
    }
    return collector;
  }

  #readRecord(shard: Shard, at: number, collector: RequestCollector): void {
    if (!isUtf8(recordBytes(shard, at))) return collector.reject(at, 'invalid-utf-8');
    const members = parseMembers(this.text(shard, at));
    if (members === undefined) return collector.reject(at, 'malformed-json');
    const taken = RESERVED_COLUMNS.find((name) => Object.hasOwn(members, name));
    if (taken !== undefined) return collector.reject(at, 'column-reserved', taken);
    const other = this.#names && Object.keys(members).find((name) => !this.#names!.has(name));
    if (other !== undefined) return collector.reject(at, 'column-unexpected', other);
    collector.addTexts(at, namesOf(members));
  }
}

function namesOf(members: Members): RequestTexts {
  const tenant = members[TENANT_COLUMN] ?? undefined;
  return {
    tenant: tenant === undefined ? undefined : textOf(tenant),
    dataset: textOf(members['dataset_uuid']),
    rule: textOf(members['rule_code']),
    date: textOf(members['business_date']),
    target: textOf(members[TARGET_COLUMN]),
  };
}

/** The members of a JSON object; undefined for any other text. */
export function parseMembers(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

/** A member as the text a CSV would contain; null and missing ones are empty. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
