import {
  collectTextCounts,
  compareKeys,
  countText,
  keyId,
  type DailyPanel,
  type Outcome,
  type PanelCells,
  type SummaryKey,
} from '@dqs/core';

import { CellTable, type CellAddition } from './cell-table.js';
import { sortCells } from './sort-cells.js';

/** Executions of one key and day with the same outcome and record counts. */
export interface Executions {
  /** From {@link PanelAccumulator.keyIndex}. */
  readonly key: number;
  readonly day: number;
  readonly outcome: Outcome;
  /** How many. */
  readonly count: number;
  /** NaN if none. */
  readonly recordCount: number;
  /** NaN if none. */
  readonly filteredCount: number;
}

/**
 * Collects counted rule results in any order, in little memory, and gives the canonical panel of them: the same one
 * that core's `PanelBuilder` gives row by row, to which a property test holds it.
 */
export class PanelAccumulator {
  readonly #keys = new KeyTable();
  readonly #cells = new CellTable();
  readonly #levels: Map<string, number>[] = [];
  readonly #failedAttributes: Map<string, number>[] = [];

  /** The number of a key in this accumulator. */
  keyIndex(key: SummaryKey): number {
    const index = this.#keys.indexOf(key);
    if (index === this.#levels.length) {
      this.#levels.push(new Map());
      this.#failedAttributes.push(new Map());
    }
    return index;
  }

  /** Counts executions of a key and day. */
  addExecutions(executions: Executions): void {
    this.#cells.add(additionOf(executions));
  }

  /** The same for pre-counted executions, where a key and day rarely occurs twice. */
  appendExecutions(executions: Executions): void {
    this.#cells.append(additionOf(executions));
  }

  /** Adds whole columns of cells that are most likely new. The caller must not use them afterwards. */
  appendCells(cells: PanelCells): void {
    this.#cells.appendAll(cells);
  }

  /** Adds counts of a key and day. */
  addCounts(addition: CellAddition): void {
    this.#cells.add(addition);
  }

  /** The same where the key and day are rarely there already. */
  appendCounts(addition: CellAddition): void {
    this.#cells.append(addition);
  }

  /** Counts `level_of_execution`; an empty one is not counted. */
  addLevel(key: number, level: string, count: number): void {
    countText(this.#levels[key]!, level, count);
  }

  /** Counts the `attribute_name` of failed executions; an empty one is not counted. */
  addFailedAttribute(key: number, attribute: string, count: number): void {
    countText(this.#failedAttributes[key]!, attribute, count);
  }

  /** Adds everything a panel holds. */
  addPanel(panel: DailyPanel): void {
    const indices = Int32Array.from(panel.keys, (key) => this.keyIndex(key));
    this.#cells.addAll(panel.cells, panel.cells.key.length, indices);
    this.#addTexts(panel, indices);
  }

  /**
   * The same for a panel whose keys and days are rarely there already: it looks none up.
   *
   * @param expected cells of all panels that are to come, as far as that is known: room for them is made in few steps.
   */
  appendPanel(panel: DailyPanel, expected?: number): void {
    const indices = Int32Array.from(panel.keys, (key) => this.keyIndex(key));
    this.#cells.appendPanel(panel.cells, indices, expected);
    this.#addTexts(panel, indices);
  }

  #addTexts({ levels, failedAttributes }: DailyPanel, indices: Int32Array): void {
    levels.text.forEach((text, i) => this.addLevel(indices[levels.key[i]!]!, text, levels.count[i]!));
    failedAttributes.text.forEach((text, i) =>
      this.addFailedAttribute(indices[failedAttributes.key[i]!]!, text, failedAttributes.count[i]!),
    );
  }

  /** Adds everything another accumulator holds. */
  absorb(other: PanelAccumulator): void {
    const indices = Int32Array.from(other.#keys.keys, (key) => this.keyIndex(key));
    this.#cells.addAll(other.#cells.cells, other.#cells.size, indices);
    indices.forEach((key, i) => {
      for (const [level, count] of other.#levels[i]!) this.addLevel(key, level, count);
      for (const [name, count] of other.#failedAttributes[i]!) this.addFailedAttribute(key, name, count);
    });
  }

  /** Executions so far, by outcome. */
  outcomes(): Record<Outcome, number> {
    const { passes, fails, errors } = this.#cells.cells;
    const { size } = this.#cells;
    return { pass: sumOf(passes, size), fail: sumOf(fails, size), error: sumOf(errors, size) };
  }

  /** The canonical panel of everything added. Ends the use of this accumulator, since its memory is handed over. */
  build(): DailyPanel {
    const { keys } = this.#keys;
    const order = Int32Array.from(keys.keys()).sort((a, b) => compareKeys(keys[a]!, keys[b]!));
    const rank = new Int32Array(keys.length);
    order.forEach((index, position) => (rank[index] = position));
    const byRank = <T>(values: readonly T[]) => Array.from(order, (index) => values[index]!);
    return {
      keys: byRank(keys),
      cells: sortCells(this.#cells.cells, this.#cells.size, rank),
      levels: collectTextCounts(byRank(this.#levels)),
      failedAttributes: collectTextCounts(byRank(this.#failedAttributes)),
    };
  }
}

/** The sum of the first counts. A plain loop: calling a function for each of a million counts is measurably slower. */
function sumOf(counts: Int32Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i += 1) sum += counts[i]!;
  return sum;
}

function additionOf({ key, day, outcome, count, recordCount, filteredCount }: Executions): CellAddition {
  return {
    key,
    day,
    passes: outcome === 'pass' ? count : 0,
    fails: outcome === 'fail' ? count : 0,
    errors: outcome === 'error' ? count : 0,
    recordCount,
    filteredCount,
  };
}

/** Numbers summary keys in the order they are first seen. */
class KeyTable {
  readonly keys: SummaryKey[] = [];
  readonly #indices = new Map<string, number>();

  /** The number of a key; a new one if it was not seen before. */
  indexOf(key: SummaryKey): number {
    const id = keyId(key);
    let index = this.#indices.get(id);
    if (index === undefined) {
      index = this.keys.length;
      this.keys.push(key);
      this.#indices.set(id, index);
    }
    return index;
  }
}
