import { lazyFrame, pickRows, rowBlocks, type FeatureFrame } from '@dqs/core';
import { pickThresholdRows, thresholdFrame, type SeriesHistory, type ThresholdFrame } from '@dqs/features';

import { pickRequests, type LabelledRows } from '../../train/training-set.js';
import { rowContext, rowContextColumns } from './threshold-model.js';

/** Rows whose levels are made at a time where they are not kept. */
const BLOCK_ROWS = 16_384;

/** Levels of some rows. */
export interface LevelBlock {
  /** Which rows they are, ascending. */
  readonly rows: Int32Array;
  readonly levels: ThresholdFrame;
  /** Where each row is in `levels`, which may hold others too. */
  readonly places: Int32Array;
}

/**
 * The levels of training rows and what else the threshold model knows of a row: kept in memory where the features of the rows are,
 * else made whenever they are needed, a block of rows at a time. Of a long history they take more memory than anything else.
 */
export class RowLevels {
  /** What the threshold model knows of each row beside its levels. */
  readonly context: FeatureFrame;
  readonly #history: SeriesHistory;
  readonly #rows: LabelledRows;
  readonly #isKept: boolean;
  #all: ThresholdFrame | undefined;

  constructor(history: SeriesHistory, rows: LabelledRows, rules: readonly string[]) {
    const { requests, set } = rows;
    const { pick } = set.frame;
    this.#history = history;
    this.#rows = rows;
    this.#isKept = pick === undefined;
    const size = requests.series.length;
    this.context = pick
      ? lazyFrame(size, rowContextColumns(set.frame, rules), (chosen) => ({
          rows: chosen.length,
          columns: rowContext({ history, requests: pickRequests(requests, chosen), features: pick(chosen), rules }),
        }))
      : { rows: size, columns: rowContext({ history, requests, features: set.frame, rules }) };
  }

  /** The levels of some rows, given by ascending indices, a block after the other. */
  *blocks(rows: Int32Array): Generator<LevelBlock> {
    if (this.#isKept) return yield { rows, levels: this.#kept(), places: rows };
    for (const members of rowBlocks(rows.length, BLOCK_ROWS)) {
      const block = pickRows(rows, members);
      yield { rows: block, levels: this.of(block), places: Int32Array.from(block.keys()) };
    }
  }

  /** The levels of some rows at once. */
  of(rows: Int32Array): ThresholdFrame {
    if (!this.#isKept) return thresholdFrame(this.#history, pickRequests(this.#rows.requests, rows));
    const all = this.#kept();
    return rows.length === all.rows ? all : pickThresholdRows(all, rows);
  }

  #kept(): ThresholdFrame {
    return (this.#all ??= thresholdFrame(this.#history, this.#rows.requests));
  }
}
