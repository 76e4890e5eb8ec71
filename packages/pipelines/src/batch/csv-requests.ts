import { isUtf8 } from 'node:buffer';

import { recordBytes, recordCount, type Shard } from '@dqs/batch';
import { csvFields, type CsvField } from '@dqs/core';

import { parseTarget } from '../forecast/targets.js';
import { hasBlankEnds, isEmptyOrBlank, NO_DAY, readDay } from './field-bytes.js';
import { RequestCollector, type ParsedRequests, type RequestTexts } from './parsed-requests.js';
import type { RequestHistory } from './request-history.js';
import type { RequestLayout } from './request-layout.js';
import { SeriesLookup, type SeriesSpans, type TextSpan } from './series-lookup.js';

const QUOTE = 0x22;
/** Marks a series that cannot be determined from the texts of a request. */
const AMBIGUOUS = -2;

/** Options of reading requests of a delimited file. */
export interface CsvRequestOptions {
  readonly layout: RequestLayout;
  readonly delimiter: string;
  /** Last day whose results may be used. */
  readonly asOfDay: number;
}

/**
 * Reads the requests of shards of delimited text. An ordinary record (no quotes, no blanks around what is looked at) is
 * read byte by byte without creating strings; any other goes through {@link csvFields}, with the same result.
 */
export class CsvRequestReader {
  readonly #options: CsvRequestOptions;
  readonly #history: RequestHistory;
  readonly #lookup: SeriesLookup;
  /** Ends of the fields of the current record. */
  readonly #ends: Int32Array;
  readonly #spans: SeriesSpans = { tenant: span(), dataset: span(), rule: span() };
  readonly #carried = span();
  readonly #target = span();
  readonly #firstCarried: number;
  readonly #lastCarried: number;
  /** Whether the passed-through columns are adjacent, so that their text can be copied unchanged. */
  readonly #isCarriedTogether: boolean;
  readonly #delimiter: number;

  constructor(history: RequestHistory, options: CsvRequestOptions) {
    this.#options = options;
    this.#history = history;
    this.#delimiter = options.delimiter.charCodeAt(0);
    const { names, carried } = options.layout;
    this.#ends = new Int32Array(names.length);
    this.#firstCarried = carried[0] ?? 0;
    this.#lastCarried = carried.at(-1) ?? 0;
    this.#isCarriedTogether = carried.length > 0 && this.#lastCarried - this.#firstCarried === carried.length - 1;
    const text = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    this.#lookup = new SeriesLookup((tenant, dataset, rule) => this.#find(text(tenant), text(dataset), text(rule)));
  }

  /** The requests of a shard. */
  read(shard: Shard): ParsedRequests {
    for (;;) {
      const collector = this.#collect(shard);
      if (!collector.isIncomplete) return collector.result();
      this.#history.extend();
      this.#lookup.clear();
    }
  }

  /** The texts of a record's fields, as many as the header has; undefined for a record that was rejected. */
  fields(shard: Shard, at: number): string[] | undefined {
    const bytes = recordBytes(shard, at);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    const { delimiter, layout } = this.#options;
    return csvFields(text, delimiter)
      ?.slice(0, layout.names.length)
      .map((field) => field.text);
  }

  /** The texts of a record that identify its series. */
  names(shard: Shard, at: number): RequestTexts {
    const fields = this.fields(shard, at) ?? [];
    const { tenant, dataset, rule, date, target } = this.#options.layout;
    return {
      tenant: fields[tenant],
      dataset: fields[dataset] ?? '',
      rule: fields[rule] ?? '',
      date: fields[date] ?? '',
      target: fields[target],
    };
  }

  #find(tenant: string, dataset: string, rule: string): number {
    const collector = new RequestCollector(this.#history, 1, 0);
    collector.addTexts(0, { ...this.#tenantText(tenant), dataset, rule, date: '2000-01-01' });
    return collector.result().requests.series[0] ?? AMBIGUOUS;
  }

  #tenantText(tenant: string): { tenant?: string } {
    return this.#options.layout.tenant < 0 ? {} : { tenant };
  }

  #collect(shard: Shard): RequestCollector {
    const { bytes, bounds, faults } = shard;
    const collector = new RequestCollector(this.#history, recordCount(shard), this.#options.asOfDay);
    const isText = isUtf8(bytes);
    let nextFault = 0;
    for (let at = 0; at < recordCount(shard); at += 1) {
      if (faults[nextFault]?.at === at) nextFault += 1;
      else if (!isText && !isUtf8(recordBytes(shard, at))) collector.reject(at, 'invalid-utf-8');
      else if (!this.#readPlain(bytes, bounds[2 * at]!, bounds[2 * at + 1]!, at, collector)) {
        this.#readOdd(shard, at, collector);
      }
    }
    return collector;
  }

  /** Reads an ordinary record; false if it is not one. */
  #readPlain(bytes: Uint8Array, start: number, end: number, at: number, collector: RequestCollector): boolean {
    const ends = this.#ends;
    const delimiter = this.#delimiter;
    let column = 0;
    for (let i = start; i < end; i += 1) {
      const byte = bytes[i]!;
      if (byte === delimiter) ends[column++] = i;
      else if (byte === QUOTE || byte === 0) return false;
    }
    if (column !== ends.length - 1) return false;
    ends[column] = end;
    const { layout } = this.#options;
    const { tenant, dataset, rule } = this.#spans;
    const carried = this.#carried;
    const day = readDay(bytes, layout.date === 0 ? start : ends[layout.date - 1]! + 1, ends[layout.date]!);
    this.#place(dataset, layout.dataset, start);
    this.#place(rule, layout.rule, start);
    if (day === NO_DAY || isEmptyOrBlank(bytes, dataset) || isEmptyOrBlank(bytes, rule)) return false;
    if (layout.tenant >= 0) {
      this.#place(tenant, layout.tenant, start);
      if (hasBlankEnds(bytes, tenant)) return false;
    }
    const ownTarget = layout.target < 0 ? Number.NaN : this.#readTarget(bytes, start);
    if (ownTarget === undefined) return false;
    const series = this.#lookup.find(bytes, this.#spans);
    if (series === AMBIGUOUS) return false;
    if (!this.#isCarriedTogether) collector.add(at, series, day);
    else {
      this.#place(carried, this.#firstCarried, start);
      collector.add(at, series, day, carried.start, ends[this.#lastCarried]!);
    }
    if (layout.target >= 0) collector.setTarget(ownTarget);
    return true;
  }

  /** The target in the current record: NaN where it is empty, undefined where it is no percentage. */
  #readTarget(bytes: Uint8Array, start: number): number | undefined {
    const { start: from, end: to } = this.#place(this.#target, this.#options.layout.target, start);
    if (from === to) return Number.NaN;
    return parseTarget(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1'));
  }

  /** Sets a span to the field of a column in the current record. */
  #place(span: TextSpan, column: number, start: number): TextSpan {
    span.start = column === 0 ? start : this.#ends[column - 1]! + 1;
    span.end = this.#ends[column]!;
    return span;
  }

  #readOdd(shard: Shard, at: number, collector: RequestCollector): void {
    const { delimiter, layout } = this.#options;
    const text = Buffer.from(recordBytes(shard, at)).toString('utf8');
    const fields = csvFields(text, delimiter);
    if (fields === undefined) return collector.reject(at, 'malformed-quotes');
    if (fields.some((field) => field.text.includes('\0'))) return collector.reject(at, 'nul-byte');
    const { length } = layout.names;
    if (fields.length < length || fields.slice(length).some((field) => field.text !== '')) {
      return collector.reject(at, 'column-count', `${fields.length} instead of ${length}`);
    }
    const [dataset, rule, date] = [fields[layout.dataset]!, fields[layout.rule]!, fields[layout.date]!];
    const [tenant, target] = [fields[layout.tenant], fields[layout.target]];
    if ([dataset, rule, date, tenant, target].some((field) => field !== undefined && hasStrayQuote(field)))
      return collector.reject(at, 'malformed-quotes');
    collector.addTexts(at, {
      tenant: tenant?.text,
      dataset: dataset.text,
      rule: rule.text,
      date: date.text,
      target: target?.text,
    });
  }
}

function span(): TextSpan {
  return { start: 0, end: 0 };
}

/** A quote in an unquoted field: half of a pair was lost. */
function hasStrayQuote({ text, isQuoted }: CsvField): boolean {
  return !isQuoted && text.includes('"');
}
