import { DqsError } from '../errors/dqs-error.js';
import {
  compareKeys,
  isGreaterCounts,
  keyId,
  type DailyPanel,
  type PanelCells,
  type SummaryKey,
} from './daily-panel.js';
import { collectTextCounts, countText } from './text-counts.js';

/** Outcome of one execution of one rule. */
export type Outcome = 'pass' | 'fail' | 'error';

/** One interpreted rule result: the content of one row of the log. */
export interface RuleResult {
  readonly key: SummaryKey;
  /** Whole days since 1970-01-01. */
  readonly day: number;
  readonly outcome: Outcome;
  /** `level_of_execution`, "" if none. */
  readonly level: string;
  /** `attribute_name`, "" if none. */
  readonly attribute: string;
  /** `dataset_record_count`, NaN if none. */
  readonly recordCount: number;
  /** `filtered_record_count`, NaN if none. */
  readonly filteredCount: number;
}

/** Counts of one key and day, to be added to a {@link PanelBuilder}. */
export interface CellCounts {
  readonly passes: number;
  readonly fails: number;
  readonly errors: number;
  readonly recordCount: number;
  readonly filteredCount: number;
}

interface MutableCell {
  passes: number;
  fails: number;
  errors: number;
  recordCount: number;
  filteredCount: number;
}

interface KeyState {
  readonly key: SummaryKey;
  readonly cells: Map<number, MutableCell>;
  readonly levels: Map<string, number>;
  readonly failedAttributes: Map<string, number>;
}

/**
 * Collects rule results or counts in any order and builds their canonical {@link DailyPanel}. Ingestion has a faster
 * version for counted rows, `PanelAccumulator`; a property test there ensures that both give the same bytes.
 *
 * @example
 * const builder = new PanelBuilder();
 * builder.addResult(result);
 * const panel = builder.build();
 */
export class PanelBuilder {
  readonly #states = new Map<string, KeyState>();

  /** Counts one rule result. */
  addResult(result: RuleResult): void {
    const { outcome } = result;
    this.addCounts(result.key, result.day, {
      passes: outcome === 'pass' ? 1 : 0,
      fails: outcome === 'fail' ? 1 : 0,
      errors: outcome === 'error' ? 1 : 0,
      recordCount: result.recordCount,
      filteredCount: result.filteredCount,
    });
    this.addLevel(result.key, result.level, 1);
    if (outcome === 'fail') this.addFailedAttribute(result.key, result.attribute, 1);
  }

  /** Adds counts to a key and day. */
  addCounts(key: SummaryKey, day: number, counts: CellCounts): void {
    const { cells } = this.#state(key);
    const cell = cells.get(day);
    if (!cell) {
      cells.set(day, { ...counts });
      return;
    }
    cell.passes += counts.passes;
    cell.fails += counts.fails;
    cell.errors += counts.errors;
    if (isGreaterCounts(counts.recordCount, counts.filteredCount, cell.recordCount, cell.filteredCount)) {
      cell.recordCount = counts.recordCount;
      cell.filteredCount = counts.filteredCount;
    }
  }

  /** Adds `count` executions at a level; an empty level is not counted. */
  addLevel(key: SummaryKey, level: string, count: number): void {
    countText(this.#state(key).levels, level, count);
  }

  /** Adds `count` failed executions on an attribute; an empty name is not counted. */
  addFailedAttribute(key: SummaryKey, attribute: string, count: number): void {
    countText(this.#state(key).failedAttributes, attribute, count);
  }

  /**
   * Adds a panel: its levels and failed attributes, and of its days those that `keeps` accepts.
   *
   * @param keeps told the day and the index of the key; all days where undefined.
   */
  addPanel(panel: DailyPanel, keeps?: (day: number, key: number) => boolean): void {
    const { cells, keys, levels, failedAttributes } = panel;
    for (let row = 0; row < cells.key.length; row += 1) {
      if (keeps && !keeps(cells.day[row]!, cells.key[row]!)) continue;
      this.addCounts(keys[cells.key[row]!]!, cells.day[row]!, {
        passes: cells.passes[row]!,
        fails: cells.fails[row]!,
        errors: cells.errors[row]!,
        recordCount: cells.recordCount[row]!,
        filteredCount: cells.filteredCount[row]!,
      });
    }
    levels.text.forEach((text, i) => this.addLevel(keys[levels.key[i]!]!, text, levels.count[i]!));
    failedAttributes.text.forEach((text, i) =>
      this.addFailedAttribute(keys[failedAttributes.key[i]!]!, text, failedAttributes.count[i]!),
    );
  }

  /**
   * The canonical panel of everything added. The builder can be used further.
   *
   * @throws DqsError `panel-invalid` if a count of one day does not fit 32 bits.
   */
  build(): DailyPanel {
    const states = [...this.#states.values()].filter((state) => state.cells.size > 0);
    states.sort((a, b) => compareKeys(a.key, b.key));
    return {
      keys: states.map((state) => state.key),
      cells: collectCells(states),
      levels: collectTextCounts(states.map((state) => state.levels)),
      failedAttributes: collectTextCounts(states.map((state) => state.failedAttributes)),
    };
  }

  #state(key: SummaryKey): KeyState {
    const id = keyId(key);
    let state = this.#states.get(id);
    if (!state) {
      state = { key, cells: new Map(), levels: new Map(), failedAttributes: new Map() };
      this.#states.set(id, state);
    }
    return state;
  }
}

function collectCells(states: readonly KeyState[]): PanelCells {
  const size = states.reduce((sum, state) => sum + state.cells.size, 0);
  const cells = allocateCells(size);
  let row = 0;
  states.forEach((state, key) => {
    for (const day of [...state.cells.keys()].sort((a, b) => a - b)) {
      const cell = state.cells.get(day)!;
      cells.key[row] = key;
      cells.day[row] = day;
      cells.passes[row] = int32(cell.passes, state.key);
      cells.fails[row] = int32(cell.fails, state.key);
      cells.errors[row] = int32(cell.errors, state.key);
      cells.recordCount[row] = cell.recordCount;
      cells.filteredCount[row] = cell.filteredCount;
      row += 1;
    }
  });
  return cells;
}

/** Columns for `size` cells, zeroed. */
export function allocateCells(size: number): PanelCells {
  return {
    key: new Int32Array(size),
    day: new Int32Array(size),
    passes: new Int32Array(size),
    fails: new Int32Array(size),
    errors: new Int32Array(size),
    recordCount: new Float64Array(size),
    filteredCount: new Float64Array(size),
  };
}

function int32(value: number, key: SummaryKey): number {
  if (value <= 0x7fffffff) return value;
  throw new DqsError('panel-invalid', `expected at most 2147483647 executions a day, got ${value}`, {
    details: { key },
  });
}
