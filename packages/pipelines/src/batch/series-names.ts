import type { Shard } from '@dqs/batch';
import { cleanField, normalizeRuleCode, type FORECAST_COLUMNS } from '@dqs/core';
import type { Series, SeriesHistory } from '@dqs/features';

import type { OutputBuffer } from './output-buffer.js';
import type { ParsedRequests, RequestTexts } from './parsed-requests.js';
import { isStandIn, UNKNOWN } from './request-history.js';

/** A column that names the series of a forecast. */
export type NamedColumn = Extract<
  (typeof FORECAST_COLUMNS)[number],
  { readonly key: 'tenantId' | 'datasetUuid' | 'datasetName' | 'ruleCode' }
>;

interface NamedRows {
  readonly shard: Shard;
  readonly history: SeriesHistory;
  readonly parsed: Pick<ParsedRequests, 'requests' | 'at'>;
}

/** Writes the names of the series of each row, formatted once per known series and once per row of an unknown one. */
export class SeriesNames {
  readonly #columns: readonly NamedColumn[];
  readonly #namesOf: (shard: Shard, at: number) => RequestTexts;
  readonly #format: (texts: readonly (readonly [NamedColumn, string])[]) => string;
  /** Texts of all series, concatenated, and where each ends; empty for stand-ins, whose names are in the request. */
  #table = new Uint8Array(0);
  #ends = new Int32Array(0);
  #history?: SeriesHistory;
  #rows?: NamedRows;

  /** @param format the text of the columns, from their values. */
  constructor(
    columns: readonly NamedColumn[],
    namesOf: (shard: Shard, at: number) => RequestTexts,
    format: (texts: readonly (readonly [NamedColumn, string])[]) => string,
  ) {
    this.#columns = columns;
    this.#namesOf = namesOf;
    this.#format = format;
  }

  /** The names of all series of a history, which {@link write} copies from. */
  table(history: SeriesHistory): Uint8Array {
    if (this.#history !== history) this.#makeTable(history);
    this.#history = history;
    return this.#table;
  }

  /** Sets the rows to write next, of the history of the last {@link table}. */
  begin(rows: NamedRows): void {
    this.#rows = rows;
  }

  /** Writes the names of a row. */
  write(out: OutputBuffer, row: number): void {
    const index = this.#rows!.parsed.requests.series[row]!;
    const start = index === 0 ? 0 : this.#ends[index - 1]!;
    const end = this.#ends[index]!;
    if (start < end) out.copyFromTable(start, end);
    else out.text(this.#unknownText(index, row));
  }

  #makeTable({ series }: SeriesHistory): void {
    const texts = series.map((one) => Buffer.from(this.#textOf(one)));
    let end = 0;
    this.#ends = Int32Array.from(texts, (text) => (end += text.length));
    this.#table = Buffer.concat(texts);
  }

  #textOf(series: Series): string {
    return isStandIn(series) ? '' : this.#format(this.#columns.map((column) => [column, series[column.key]]));
  }

  /** Names of a stand-in; unknown ones are taken from the request. */
  #unknownText(index: number, row: number): string {
    const { history, parsed, shard } = this.#rows!;
    const texts = this.#namesOf(shard, parsed.at[row]!);
    const given: Pick<Series, NamedColumn['key']> = {
      tenantId: cleanField(texts.tenant ?? ''),
      datasetUuid: cleanField(texts.dataset),
      datasetName: '',
      ruleCode: normalizeRuleCode(texts.rule),
    };
    const known = history.series[index]!;
    return this.#format(
      this.#columns.map((column) => {
        const text = known[column.key];
        return [column, text === UNKNOWN ? given[column.key] : text];
      }),
    );
  }
}
