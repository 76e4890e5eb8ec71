import type { Handle, NativeMatrix, JobOutcome } from '@dqs/native-support';

export type { Handle, NativeMatrix, JobOutcome } from '@dqs/native-support';

/**
 * The functions of the native module, as exported by native/addon.cc. They are internal to this package; a test
 * compares both sides. Asynchronous ones reject with a plain Error that has a `code`.
 */

type Job<T> = Promise<JobOutcome<T>>;

export interface NativeFields {
  readonly label?: Float32Array;
  readonly weight?: Float32Array;
  readonly base_margin?: Float32Array;
  readonly group?: Int32Array;
}

export interface NativeDMatrixOptions {
  readonly threads: number;
  readonly fields: NativeFields;
  readonly names?: readonly string[];
  readonly types?: readonly string[];
  readonly abort?: Handle;
}

export interface NativeShape {
  readonly rows: number;
  readonly columns: number;
  readonly names: readonly string[];
  readonly types: readonly string[];
}

export interface NativeReproducible {
  /** 0 logistic, 1 squared error, 2 absolute error. */
  readonly loss: number;
  readonly subsample: number;
  readonly seed: number;
}

export interface NativeTrainOptions {
  /** name, value, name, value, … */
  readonly params: readonly string[];
  readonly threads: number;
  readonly rounds: number;
  readonly sets: readonly { readonly name: string; readonly dmatrix: Handle }[];
  readonly patience: number;
  readonly minDelta: number;
  readonly metric?: string;
  /** Position of the set that early stopping watches; -1 for the last. */
  readonly set: number;
  /** 1: higher is better; -1: lower; 0: as the metric's name says. */
  readonly direction: number;
  readonly reproducible?: NativeReproducible;
  readonly initModel?: Handle;
  readonly abort?: Handle;
  readonly progress?: (
    iteration: number,
    values: Float64Array,
    log: readonly string[],
    metrics: readonly string[],
  ) => void;
}

export interface NativeTraining {
  readonly booster: Handle;
  readonly stopped: 'rounds' | 'early';
  readonly bestIteration: number;
  readonly metrics: readonly string[];
  readonly history: readonly Float64Array[];
}

export interface NativeBoosterInfo {
  readonly features: number;
  readonly rounds: number;
  readonly groups: number;
}

export interface NativeImportance {
  readonly features: readonly string[];
  readonly scores: Float64Array;
}

export interface NativePredictOptions {
  /** XGBoost's number: 0 value, 1 margin, 2 contributions, 6 leaf. */
  readonly type: number;
  readonly begin: number;
  /** 0: all rounds. */
  readonly end: number;
  readonly threads: number;
  readonly abort?: Handle;
}

export type NativeRows = { readonly matrix: NativeMatrix } | { readonly dmatrix: Handle };

/** Trees as arrays by node and by tree; see model/tree-arrays.ts. */
export interface NativeTrees {
  readonly roots: Int32Array;
  readonly groups: Int32Array;
  readonly weights: Float64Array;
  readonly values: Float32Array;
  readonly features: Int32Array;
  readonly left: Int32Array;
  readonly flags: Uint8Array;
  readonly sets: Int32Array;
  readonly setWords: Int32Array;
  readonly cover: Float64Array;
  readonly words: Uint32Array;
  readonly base: Float64Array;
  /** Base score of each group, and which margin it stands for; see trees/objectives.ts. */
  readonly scores: Float32Array;
  readonly link: number;
}

export interface NativeEvaluateOptions {
  /** 0 margins and 1 contributions in double precision, 2 predictions in single precision. */
  readonly kind: number;
  /** What becomes of a margin in single precision; see trees/objectives.ts. */
  readonly transform: number;
  /** Trees from the first up to, but excluding the last. */
  readonly first: number;
  readonly last: number;
  readonly threads: number;
  readonly abort?: Handle;
}

export interface NativeModule {
  openLibrary(path: string): string;

  dmatrixCreate(matrix: NativeMatrix, options: NativeDMatrixOptions): Job<Handle>;
  dmatrixShape(dmatrix: Handle): NativeShape;
  dmatrixSetInfo(dmatrix: Handle, field: string, values: Float32Array): void;
  dmatrixGetInfo(dmatrix: Handle, field: string): Float32Array;
  dmatrixClose(dmatrix: Handle): void;

  boosterTrain(dmatrix: Handle, options: NativeTrainOptions): Job<NativeTraining>;
  boosterLoad(bytes: Uint8Array): Handle;
  boosterSave(booster: Handle, format: string): Uint8Array;
  boosterSlice(booster: Handle, begin: number, end: number): Handle;
  boosterInfo(booster: Handle): NativeBoosterInfo;
  boosterFeatureInfo(booster: Handle, field: string): string[];
  boosterAttributes(booster: Handle): Record<string, string>;
  boosterSetAttribute(booster: Handle, name: string, value: string | undefined): void;
  boosterImportance(booster: Handle, config: string): NativeImportance;
  boosterPredict(booster: Handle, rows: NativeRows, options: NativePredictOptions): Job<Float32Array>;
  boosterPredictSync(booster: Handle, rows: NativeRows, options: NativePredictOptions): Float32Array;
  boosterClose(booster: Handle): void;

  treesCreate(trees: NativeTrees, features: number): Handle;
  treesEvaluate(trees: Handle, matrix: NativeMatrix, options: NativeEvaluateOptions): Job<Float64Array | Float32Array>;
  treesEvaluateSync(trees: Handle, matrix: NativeMatrix, options: NativeEvaluateOptions): Float64Array | Float32Array;
  treesClose(trees: Handle): void;

  newAbortToken(): Handle;
  abort(token: Handle): void;
  processors(): number;
}
