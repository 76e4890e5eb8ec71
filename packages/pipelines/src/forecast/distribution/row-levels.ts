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
    if (this.#isKept) return yield { rows, levels: this.of(rows) };
    for (const places of rowBlocks(rows.length, BLOCK_ROWS)) {
      const block = pickRows(rows, places);
      yield { rows: block, levels: this.of(block) };
    }
  }

  /** The levels of some rows at once. */
  of(rows: Int32Array): ThresholdFrame {
    const { requests } = this.#rows;
    if (!this.#isKept) return thresholdFrame(this.#history, pickRequests(requests, rows));
    this.#all ??= thresholdFrame(this.#history, requests);
    return rows.length === this.#all.rows ? this.#all : pickThresholdRows(this.#all, rows);
  }
}
