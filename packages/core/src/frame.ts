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
}
