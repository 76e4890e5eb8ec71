import { type Outcome } from '@dqs/core';
import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';

import { HashIndex } from '../panel/hash-index.js';
import type { PanelAccumulator } from '../panel/panel-accumulator.js';
import { CommonTexts } from '../rows/common-texts.js';
import { hasNul, interpretKey, type RawKey } from '../rows/interpret.js';
import type { RowMeaning } from '../rows/meaning.js';
import { NeedsRowReader } from '../rows/needs-row-reader.js';
import { cleanField, parseCount } from '../rows/text.js';
import { RESULT_COLUMNS, ROW_KINDS } from './count-query.js';

const OUTCOMES: readonly Outcome[] = ['pass', 'fail', 'error'];

type Column = (typeof RESULT_COLUMNS)[number];
type Vectors = Readonly<Record<Column, DuckDBVector>>;

/** Executions whose key or results text has not arrived yet. */
interface Waiting {
  readonly add: () => void;
}

/**
 * Takes the result of the count query into a panel. It gives up at any row that the row reader would reject, because
 * only the row reader knows its number and text.
 */
export class CountCollector {
  /** Results texts that say neither pass nor fail. */
  readonly neitherTexts = new CommonTexts();
  readonly #panel: PanelAccumulator;
  readonly #meaning: RowMeaning;
  readonly #isUuidDerived: boolean;
  readonly #keys = new HashIndex();
  /** Indexes in {@link OUTCOMES}. */
  readonly #outcomes = new HashIndex();
  readonly #waiting: Waiting[] = [];
  #rows = 0;
  #records = 0;
  #unparsableCounts = 0;

  constructor(panel: PanelAccumulator, meaning: RowMeaning, isUuidDerived: boolean) {
    this.#panel = panel;
    this.#meaning = meaning;
    this.#isUuidDerived = isUuidDerived;
  }

  /** Records counted so far. */
  get records(): number {
    return this.#records;
  }

  /** Executions counted so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Rows whose record count is not a number. */
  get unparsableCounts(): number {
    return this.#unparsableCounts;
  }

  /**
   * Takes one chunk.
   *
   * @throws NeedsRowReader if a row cannot be used or two texts have the same hash.
   */
  addChunk(chunk: DuckDBDataChunk): void {
    const vectors = RESULT_COLUMNS.map((_, i) => chunk.getColumnVector(i));
    const at = Object.fromEntries(RESULT_COLUMNS.map((name, i) => [name, vectors[i]!])) as Vectors;
    // Reading a chunk's size is a call into the binding.
    const { rowCount } = chunk;
    for (let row = 0; row < rowCount; row += 1) {
      const kind = at.kind.getItem(row);
      if (kind === ROW_KINDS.cell) this.#addCell(at, row);
      else if (kind === ROW_KINDS.texts) this.#addTexts(at, row);
      else if (kind === ROW_KINDS.results) this.#addResults(at, row);
      else this.#addKey(at, row);
    }
  }

  /** Counts the deferred executions; call once, after the last chunk. */
  finish(): void {
    for (const { add } of this.#waiting) add();
  }

  #addKey(at: Vectors, row: number): void {
    const text = (name: Column) => plainText(at[name].getItem(row));
    const raw: RawKey = {
      source: text('source'),
      tenantId: text('tenant_id'),
      datasetUuid: this.#isUuidDerived ? undefined : text('dataset_uuid'),
      datasetName: text('dataset_name'),
      ruleCode: text('rule_code'),
    };
    const key = interpretKey(raw);
    if (typeof key === 'string') throw new NeedsRowReader(key);
    remember(this.#keys, at.key_hash.getItem(row) as number, this.#panel.keyIndex(key));
  }

  #addResults(at: Vectors, row: number): void {
    const text = cleanField(plainText(at.results.getItem(row)));
    const outcome = this.#meaning.outcome(text);
    if (outcome === 'error') this.neitherTexts.add(text, rowsOf(at, row));
    remember(this.#outcomes, at.results_hash.getItem(row) as number, OUTCOMES.indexOf(outcome));
  }

  #addTexts(at: Vectors, row: number): void {
    const level = cleanField(plainText(at.level.getItem(row)));
    const attribute = cleanField(plainText(at.attribute.getItem(row)));
    const rows = rowsOf(at, row);
    this.#wait(at.key_hash.getItem(row) as number, at.results_hash.getItem(row) as number, (key, outcome) => {
      this.#panel.addLevel(key, level, rows);
      if (outcome === 'fail') this.#panel.addFailedAttribute(key, attribute, rows);
    });
  }

  #addCell(at: Vectors, row: number): void {
    const count = rowsOf(at, row);
    const plainDay = at.day.getItem(row) as number;
    const day = Number.isNaN(plainDay) ? dayOf(at.business_date.getItem(row), this.#meaning) : plainDay;
    if (day > this.#meaning.maxDay) throw new NeedsRowReader('business-date-late');
    const recordCount = this.#count(at.record_count, at.record_text, row, count);
    const filteredCount = this.#count(at.filtered_count, at.filtered_text, row, count);
    this.#rows += count;
    this.#records += at.records.getItem(row) as number;
    const keyHash = at.key_hash.getItem(row) as number;
    const resultsHash = at.results_hash.getItem(row) as number;
    const key = this.#keys.get(keyHash);
    const place = this.#outcomes.get(resultsHash);
    if (key >= 0 && place >= 0) {
      this.#panel.appendExecutions({ key, day, outcome: OUTCOMES[place]!, count, recordCount, filteredCount });
    } else {
      this.#wait(keyHash, resultsHash, (known, outcome) =>
        this.#panel.appendExecutions({ key: known, day, outcome, count, recordCount, filteredCount }),
      );
    }
  }

  #count(numbers: DuckDBVector, texts: DuckDBVector, row: number, rows: number): number {
    const number = numbers.getItem(row) as number;
    if (!Number.isNaN(number)) return number;
    const parsed = parseCount(plainText(texts.getItem(row)));
    if (parsed === undefined) this.#unparsableCounts += rows;
    return parsed ?? Number.NaN;
  }

  /** Defers executions until the texts of their key and results have arrived. */
  #wait(keyHash: number, resultsHash: number, add: (key: number, outcome: Outcome) => void): void {
    this.#waiting.push({ add: () => add(this.#keys.get(keyHash), OUTCOMES[this.#outcomes.get(resultsHash)]!) });
  }
}

function remember(index: HashIndex, hash: number, value: number): void {
  const known = index.get(hash);
  if (known >= 0 && known !== value) throw new NeedsRowReader('two texts have the same hash');
  index.set(hash, value);
}

/** Executions of a group; one of more than a panel can count of a day is for the row reader, which says so. */
function rowsOf(at: Vectors, row: number): number {
  const rows = at.rows.getItem(row) as number;
  if (!(rows <= 0x7fffffff)) throw new NeedsRowReader('a row count needs a closer look');
  return rows;
}

function dayOf(text: unknown, meaning: RowMeaning): number {
  const day = meaning.day(plainText(text));
  if (typeof day === 'string') throw new NeedsRowReader(day);
  return day;
}

/** White space before a quote: readers disagree whether that quote opens a quoted field. */
const DOUBTFUL_QUOTE = /^\s+"/;

function plainText(value: unknown): string {
  if (typeof value !== 'string') throw new NeedsRowReader('a field is NULL');
  if (hasNul(value) || DOUBTFUL_QUOTE.test(value)) throw new NeedsRowReader('a field needs a closer look');
  return value;
}
