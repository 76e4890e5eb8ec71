import type { Outcome } from '@dqs/core';

import type { PanelAccumulator } from '../panel/panel-accumulator.js';
import { CommonTexts } from './common-texts.js';
import { hasNul, interpretDay, interpretKey, type RawRow, type RejectReason } from './interpret.js';
import { parseOutcome } from './outcome.js';
import { cleanField, parseCount } from './text.js';

/** Maximum entries of a cache before it is cleared: enough for texts that repeat, bounded for those that do not. */
const MEMORY_LIMIT = 50_000;

/** Interprets rows one by one; texts that repeat are interpreted once. */
export class RowReader {
  /** Results texts that say neither pass nor fail. */
  readonly neitherTexts = new CommonTexts();
  readonly #panel: PanelAccumulator;
  readonly #keyOf: (id: string, row: RawRow) => number | RejectReason;
  readonly #dayOf: (text: string) => number | RejectReason;
  readonly #outcomeOf = remembered<Outcome>((text) => parseOutcome(cleanField(text)));
  readonly #countOf = remembered<number | undefined>(parseCount);
  #rows = 0;
  #unparsableCounts = 0;

  /** @param maxDay the last day to read; Infinity for any. */
  constructor(panel: PanelAccumulator, maxDay: number) {
    this.#panel = panel;
    this.#dayOf = remembered((text) => interpretDay(text, maxDay));
    const memory = new Map<string, number | RejectReason>();
    this.#keyOf = (id, row) => recall(memory, id, () => this.#interpretKey(row));
  }

  /** Rows used so far. */
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
    const id = `${row.source}\0${row.tenantId}\0${row.datasetUuid}\0${row.datasetName}\0${row.ruleCode}`;
    const key = this.#keyOf(id, row);
    if (typeof key === 'string') return key;
    const outcome = this.#outcomeOf(row.results);
    const [recordCount, filteredCount] = [this.#count(row.recordCount), this.#count(row.filteredCount)];
    this.#panel.addExecutions({ key, day, outcome, count: 1, recordCount, filteredCount });
    this.#panel.addLevel(key, cleanField(row.level), 1);
    if (outcome === 'fail') this.#panel.addFailedAttribute(key, cleanField(row.attribute), 1);
    if (outcome === 'error') this.neitherTexts.add(cleanField(row.results), 1);
    this.#rows += 1;
    return undefined;
  }

  #interpretKey(row: RawRow): number | RejectReason {
    const key = interpretKey(row);
    return typeof key === 'string' ? key : this.#panel.keyIndex(key);
  }

  #count(text: string): number {
    if (text === '') return Number.NaN;
    const value = this.#countOf(text);
    if (value === undefined) this.#unparsableCounts += 1;
    return value ?? Number.NaN;
  }
}

function rowHasNul(row: RawRow): boolean {
  for (const name in row) if (hasNul(row[name as keyof RawRow])) return true;
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
