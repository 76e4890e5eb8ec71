import { type Outcome } from '@dqs/core';
import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';

import type { PanelAccumulator } from '../panel/panel-accumulator.js';
import { hasNul, interpretDay, interpretKey, type RawKey } from '../rows/interpret.js';
import { parseOutcome } from '../rows/outcome.js';
import { cleanField, parseCount } from '../rows/text.js';
import { RESULT_COLUMNS, ROW_KINDS } from './count-query.js';

/** Why a file must be read row by row after all. */
export class NeedsRowReader extends Error {}

type Column = (typeof RESULT_COLUMNS)[number];
type Vectors = Readonly<Record<Column, DuckDBVector>>;

/** Executions whose key or results text had not come yet. */
interface Waiting {
  readonly add: () => void;
}

/**
 * Takes the result of the count query into a panel. Any row that the row reader would reject makes it give up, because
 * only the row reader knows its number and text.
 */
export class CountCollector {
  readonly #panel: PanelAccumulator;
  readonly #keys = new Map<number, number>();
  readonly #outcomes = new Map<number, Outcome>();
  readonly #waiting: Waiting[] = [];
  #rows = 0;
  #unparsableCounts = 0;

  constructor(panel: PanelAccumulator) {
    this.#panel = panel;
  }

  /** Rows counted so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Record counts that are no number, in rows. */
  get unparsableCounts(): number {
    return this.#unparsableCounts;
  }

  /**
   * Takes one chunk.
   *
   * @throws NeedsRowReader where a row cannot be used or two texts have one hash.
   */
  addChunk(chunk: DuckDBDataChunk): void {
    const vectors = RESULT_COLUMNS.map((_, i) => chunk.getColumnVector(i));
    const at = Object.fromEntries(RESULT_COLUMNS.map((name, i) => [name, vectors[i]!])) as Vectors;
    // Asking a chunk for its size is a call into the binding.
    const { rowCount } = chunk;
    for (let row = 0; row < rowCount; row += 1) {
      const kind = at.kind.getItem(row);
      if (kind === ROW_KINDS.cell) this.#addCell(at, row);
      else if (kind === ROW_KINDS.texts) this.#addTexts(at, row);
      else if (kind === ROW_KINDS.results) this.#addResults(at, row);
      else this.#addKey(at, row);
    }
  }

  /** Counts what had to wait; call once, after the last chunk. */
  finish(): void {
    for (const { add } of this.#waiting) add();
  }

  #addKey(at: Vectors, row: number): void {
    const text = (name: Column) => plainText(at[name].getItem(row));
    const raw: RawKey = {
      source: text('source'),
      tenantId: text('tenant_id'),
      datasetUuid: text('dataset_uuid'),
      datasetName: text('dataset_name'),
      ruleCode: text('rule_code'),
    };
    const key = interpretKey(raw);
    if (typeof key === 'string') throw new NeedsRowReader(key);
    this.#remember(this.#keys, at.key_hash.getItem(row) as number, this.#panel.keyIndex(key));
  }

  #addResults(at: Vectors, row: number): void {
    const outcome = parseOutcome(cleanField(plainText(at.results.getItem(row))));
    this.#remember(this.#outcomes, at.results_hash.getItem(row) as number, outcome);
  }

  #addTexts(at: Vectors, row: number): void {
    const level = cleanField(plainText(at.level.getItem(row)));
    const attribute = cleanField(plainText(at.attribute.getItem(row)));
    const rows = at.rows.getItem(row) as number;
    this.#whenKnown(at, row, (key, outcome) => {
      this.#panel.addLevel(key, level, rows);
      if (outcome === 'fail') this.#panel.addFailedAttribute(key, attribute, rows);
    });
  }

  #addCell(at: Vectors, row: number): void {
    const count = at.rows.getItem(row) as number;
    const plainDay = at.day.getItem(row) as number;
    const day = Number.isNaN(plainDay) ? dayOf(at.business_date.getItem(row)) : plainDay;
    const recordCount = this.#count(at.record_count, at.record_text, row, count);
    const filteredCount = this.#count(at.filtered_count, at.filtered_text, row, count);
    this.#rows += count;
    this.#whenKnown(at, row, (key, outcome) =>
      this.#panel.appendExecutions({ key, day, outcome, count, recordCount, filteredCount }),
    );
  }

  #count(numbers: DuckDBVector, texts: DuckDBVector, row: number, rows: number): number {
    const number = numbers.getItem(row) as number;
    if (!Number.isNaN(number)) return number;
    const parsed = parseCount(plainText(texts.getItem(row)));
    if (parsed === undefined) this.#unparsableCounts += rows;
    return parsed ?? Number.NaN;
  }

  #whenKnown(at: Vectors, row: number, add: (key: number, outcome: Outcome) => void): void {
    const [keyHash, resultsHash] = [at.key_hash.getItem(row) as number, at.results_hash.getItem(row) as number];
    const [key, outcome] = [this.#keys.get(keyHash), this.#outcomes.get(resultsHash)];
    if (key !== undefined && outcome !== undefined) add(key, outcome);
    else this.#waiting.push({ add: () => add(this.#keys.get(keyHash)!, this.#outcomes.get(resultsHash)!) });
  }

  #remember<T>(map: Map<number, T>, hash: number, value: T): void {
    const known = map.get(hash);
    if (known !== undefined && known !== value) throw new NeedsRowReader('two texts have one hash');
    map.set(hash, value);
  }
}

function dayOf(text: unknown): number {
  const day = interpretDay(plainText(text));
  if (typeof day === 'string') throw new NeedsRowReader(day);
  return day;
}

/** White space before a quote: readers differ on whether that quote opens a quoted field. */
const DOUBTFUL_QUOTE = /^\s+"/;

function plainText(value: unknown): string {
  if (typeof value !== 'string') throw new NeedsRowReader('a field is NULL');
  if (hasNul(value) || DOUBTFUL_QUOTE.test(value)) throw new NeedsRowReader('a field needs a closer look');
  return value;
}
