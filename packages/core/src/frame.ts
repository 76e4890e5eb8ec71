import { pickRows } from './rows.js';

/** How a column of a {@link FeatureFrame} is to be read. */
export type ColumnKind = 'numeric' | 'categorical';

/**
 * One column of a frame. Missing is NaN in both kinds. A categorical column holds codes: indices into the dictionary
 * of the feature contract, NaN for a value that the training did not see.
 */
export interface FrameColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** May be made anew whenever it is read, so that a large frame need not be in memory: whoever needs it twice keeps it. */
  readonly values: Float32Array;
}

/**
 * A table of features by column: `columns.length` columns of `rows` values each. What feature building makes and model
 * backends take; 32-bit floats keep ten million rows within a gigabyte and are given to the native learner as they are.
 */
export interface FeatureFrame {
  readonly rows: number;
  readonly columns: readonly FrameColumn[];
  /**
   * Only of a frame whose rows are made when they are needed: a frame of some of them that is in memory. To read `values` of such a
   * frame puts all of it there.
   *
   * @param rows indices, ascending.
   */
  readonly pick?: (rows: Int32Array) => FeatureFrame;
}

/** Some rows of a frame, in memory. */
export function pickFrame(frame: FeatureFrame, rows: Int32Array): FeatureFrame {
  if (frame.pick) return frame.pick(rows);
  // Not spread: that would read values that may be made anew for it.
  const columns = frame.columns.map((column) => ({
    name: column.name,
    kind: column.kind,
    values: pickRows(column.values, rows),
  }));
  return { rows: rows.length, columns };
}

/** Some rows of a frame, made when they are needed if those of the frame are. */
export function subsetFrame(frame: FeatureFrame, rows: Int32Array): FeatureFrame {
  const { pick } = frame;
  if (!pick) return pickFrame(frame, rows);
  return lazyFrame(rows.length, frame.columns, (chosen) => pick(pickRows(rows, chosen)));
}

/**
 * A frame whose rows are made when they are needed.
 *
 * @param columns their names and kinds, in order.
 * @param pick makes some rows, given by ascending indices: for the same ones always the same.
 */
export function lazyFrame(
  rows: number,
  columns: readonly Pick<FrameColumn, 'name' | 'kind'>[],
  pick: (rows: Int32Array) => FeatureFrame,
): FeatureFrame {
  let made: FeatureFrame | undefined;
  const whole = () => (made ??= pick(Int32Array.from({ length: rows }, (_, row) => row)));
  return {
    rows,
    columns: columns.map(({ name, kind }, i) => ({
      name,
      kind,
      get values() {
        return whole().columns[i]!.values;
      },
    })),
    pick,
  };
}

/** The indices of the rows of a frame, so many at a time. */
export function* rowBlocks(rows: number, size: number): Generator<Int32Array> {
  for (let from = 0; from < rows; from += size) {
    yield Int32Array.from({ length: Math.min(size, rows - from) }, (_, i) => from + i);
  }
}
