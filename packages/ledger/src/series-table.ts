import { compareText, DqsError } from '@dqs/core';

import type { NumberedSeries, SeriesKey } from './records/series.js';

/** Orders series by tenant, dataset and rule, each by code point. */
export function compareSeries(a: SeriesKey, b: SeriesKey): number {
  return (
    compareText(a.tenantId, b.tenantId) ||
    compareText(a.datasetUuid, b.datasetUuid) ||
    compareText(a.ruleCode, b.ruleCode)
  );
}

/** A text that is equal for the same series and for no others. */
export function seriesId({ tenantId, datasetUuid, ruleCode }: SeriesKey): string {
  return `${tenantId.length},${datasetUuid.length}:${tenantId}${datasetUuid}${ruleCode}`;
}

/** The series of a store by their numbers, with their order. */
export class SeriesTable {
  /** In their order. */
  readonly all: readonly NumberedSeries[];
  readonly #byNumber: (NumberedSeries | undefined)[] = [];
  readonly #ranks: number[] = [];

  constructor(series: readonly NumberedSeries[]) {
    this.all = [...series].sort(compareSeries);
    this.all.forEach((one, rank) => {
      this.#byNumber[one.number] = one;
      this.#ranks[one.number] = rank;
    });
  }

  has(number: number): boolean {
    return this.#byNumber[number] !== undefined;
  }

  /** @throws DqsError `invalid-argument` for a number that no series has. */
  of(number: number): NumberedSeries {
    const series = this.#byNumber[number];
    if (series) return series;
    const message = `expected the number of a series that the ledger knows, got ${number}; register it first`;
    throw new DqsError('invalid-argument', message);
  }

  /** The place of a series in the order of all. */
  rank(number: number): number {
    return this.#ranks[number] ?? -1;
  }
}
