import type { Outcome } from '@dqs/core';

import type { PanelAccumulator } from '../panel/panel-accumulator.js';
import { CommonTexts } from './common-texts.js';
import { hasNul, interpretKey, type RawRow, type RejectReason } from './interpret.js';
import type { RowMeaning } from './meaning.js';
import { cleanField, parseCount, parseRowCount } from './text.js';

/** Maximum entries of a cache before it is cleared: enough for texts that repeat, bounded for those that do not. */
const MEMORY_LIMIT = 50_000;

/** Interprets rows one by one; texts that repeat are interpreted once. */
export class RowReader {
  /** Results texts that say neither pass nor fail. */
  readonly neitherTexts = new CommonTexts();
  readonly #panel: PanelAccumulator;
  readonly #keyOf: (id: string, row: RawRow) => number | RejectReason;
  readonly #dayOf: (text: string) => number | RejectReason;
  readonly #outcomeOf: (text: string) => Outcome;
  readonly #countOf = remembered<number | undefined>(parseCount);
  readonly #rowCountOf = remembered<number | undefined>(parseRowCount);
  #rows = 0;
  #unparsableCounts = 0;

  constructor(panel: PanelAccumulator, meaning: RowMeaning) {
    this.#panel = panel;
    this.#dayOf = remembered(meaning.day);
    this.#outcomeOf = remembered((text) => meaning.outcome(cleanField(text)));
    const memory = new Map<string, number | RejectReason>();
    this.#keyOf = (id, row) => recall(memory, id, () => this.#interpretKey(row));
  }

  /** Executions used so far: rows, each as often as it says. */
  get rows(): number {
    return this.#rows;
  }

  /** Rows whose record count is not a number. */
  get unparsableCounts(): number {
    return this.#unparsableCounts;
  }

  /** Counts a row, or returns why it cannot be used; then nothing has changed. */
  add(row: RawRow): RejectReason | undefined {
    if (rowHasNul(row)) return 'nul-byte';
    const day = this.#dayOf(row.businessDate);
    if (typeof day === 'string') return day;
    const count = this.executionsOf(row);
    if (count === undefined) return 'row-count-invalid';
    // No uuid that a row holds contains NUL.
    const uuid = row.datasetUuid ?? '\0';
    const id = `${row.source}\0${row.tenantId}\0${uuid}\0${row.datasetName}\0${row.ruleCode}`;
    const key = this.#keyOf(id, row);
    if (typeof key === 'string') return key;
    this.#count(row, key, day, count);
    return undefined;
  }

  /** How many executions a row stands for; undefined where it does not tell. */
  executionsOf({ rowCount = '' }: RawRow): number | undefined {
    return rowCount === '' ? 1 : this.#rowCountOf(rowCount);
  }

  #count(row: RawRow, key: number, day: number, count: number): void {
    const outcome = this.#outcomeOf(row.results);
    const recordCount = this.#recordCount(row.recordCount, count);
    const filteredCount = this.#recordCount(row.filteredCount, count);
    this.#panel.addExecutions({ key, day, outcome, count, recordCount, filteredCount });
    this.#panel.addLevel(key, cleanField(row.level), count);
    if (outcome === 'fail') this.#panel.addFailedAttribute(key, cleanField(row.attribute), count);
    if (outcome === 'error') this.neitherTexts.add(cleanField(row.results), count);
    this.#rows += count;
  }

  #interpretKey(row: RawRow): number | RejectReason {
    const key = interpretKey(row);
    return typeof key === 'string' ? key : this.#panel.keyIndex(key);
  }

  #recordCount(text: string, executions: number): number {
    if (text === '') return Number.NaN;
    const value = this.#countOf(text);
    if (value === undefined) this.#unparsableCounts += executions;
    return value ?? Number.NaN;
  }
}

function rowHasNul(row: RawRow): boolean {
  for (const name in row) if (hasNul(row[name as keyof RawRow] ?? '')) return true;
  return false;
}

function remembered<T>(compute: (text: string) => T): (text: string) => T {
  const memory = new Map<string, T>();
  return (text) => recall(memory, text, () => compute(text));
}

function recall<T>(memory: Map<string, T>, id: string, compute: () => T): T {
  if (memory.has(id)) return memory.get(id)!;
  const value = compute();
  if (memory.size >= MEMORY_LIMIT) memory.clear();
  memory.set(id, value);
  return value;
}
