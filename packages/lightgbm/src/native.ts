import type { Handle, NativeMatrix, JobOutcome } from '@dqs/native-support';

export type { Handle, NativeMatrix, JobOutcome } from '@dqs/native-support';

/**
 * The native module as declared: the same functions, in the same order, as native/addon.cc exports. Nothing here is
 * public; every function checks whatever could corrupt memory and throws an Error with a `code`.
 */

export interface NativeCsr {
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array | Float64Array;
  readonly columns: number;
}

export interface NativeFields {
  readonly label?: Float32Array;
  readonly weight?: Float32Array;
  readonly group?: Int32Array;
  readonly init_score?: Float64Array;
  readonly position?: Int32Array;
}

export interface NativeDatasetOptions {
  readonly params: string;
  readonly threads: number;
  readonly fields?: NativeFields;
  readonly featureNames?: readonly string[];
  readonly reference?: Handle;
  readonly abort?: Handle;
}

export interface NativePlan {
  readonly params: string;
  readonly threads: number;
  readonly rounds: number;
  readonly patience: number;
  readonly minDelta: number;
  readonly firstMetricOnly: boolean;
  readonly metric?: string;
  readonly learningRates?: Float64Array;
  readonly abort?: Handle;
  readonly progress?: (
    iteration: number,
    values: Float64Array,
    log: readonly string[],
    metrics: readonly string[],
  ) => void;
}

export interface NativeTrainOptions extends NativePlan {
  readonly sets: readonly { readonly name: string; readonly dataset: Handle }[];
  readonly initModel?: Handle;
  readonly initialScores?: readonly Float64Array[];
  readonly keepTraining: boolean;
}

export interface NativeDistributedOptions extends NativePlan {
  readonly machines: string;
  readonly port: number;
  readonly timeoutMinutes: number;
  readonly machineCount: number;
  readonly fields: NativeFields;
  readonly featureNames?: readonly string[];
  readonly reference?: Handle;
  readonly trainingMetrics: boolean;
}

export interface NativeTraining {
  readonly booster: Handle;
  readonly stopped: 'rounds' | 'early' | 'no-split';
  readonly bestIteration: number;
  readonly metrics: readonly string[];
  readonly history: readonly Float64Array[];
}

export interface NativePredictOptions {
  readonly type: number;
  readonly engine: number;
  readonly threads: number;
  readonly params: string;
  readonly first: number;
  readonly count: number;
  readonly out?: Float64Array;
  readonly abort?: Handle;
}

export interface NativeBoosterInfo {
  readonly features: number;
  readonly outputs: number;
  readonly iterations: number;
  readonly trees: number;
  readonly trainable: boolean;
  readonly linear: boolean;
}

export interface NativeSingleRow {
  readonly run: () => number;
  readonly close: () => void;
  readonly input: Float64Array;
  readonly output: Float64Array;
  readonly flat: boolean;
}

type Job<T> = Promise<JobOutcome<T>>;
type Field = Float32Array | Float64Array | Int32Array | null;

export interface NativeModule {
  datasetFromMatrix(matrix: NativeMatrix, options: NativeDatasetOptions): Job<Handle>;
  datasetFromCsr(csr: NativeCsr, options: NativeDatasetOptions): Job<Handle>;
  datasetFromFile(path: string, options: NativeDatasetOptions): Job<Handle>;
  datasetStreamStart(sample: NativeMatrix | undefined, rows: number, options: NativeDatasetOptions): Job<Handle>;
  datasetStreamPush(stream: Handle, matrix: NativeMatrix, abort: Handle | undefined): Job<number>;
  datasetStreamPushColumn(stream: Handle, matrix: NativeMatrix, abort: Handle | undefined): Job<number>;
  datasetSampleRows(rows: number, params: string): Int32Array;
  datasetStreamPushCsr(stream: Handle, csr: NativeCsr, abort: Handle | undefined): Job<number>;
  datasetStreamFinish(stream: Handle, fields: NativeFields, abort: Handle | undefined): Job<Handle>;
  datasetStreamClose(stream: Handle): void;
  datasetSubset(dataset: Handle, rows: Int32Array, options: NativeDatasetOptions): Job<Handle>;
  datasetSetField(dataset: Handle, field: string, value: Field): void;
  datasetGetField(dataset: Handle, field: string): Field;
  datasetSetFeatureNames(dataset: Handle, names: readonly string[]): void;
  datasetGetFeatureNames(dataset: Handle): string[];
  datasetShape(dataset: Handle): Float64Array;
  datasetBinCount(dataset: Handle, feature: number): number;
  datasetSave(dataset: Handle, path: string, text: boolean): Job<void>;
  datasetAddFeatures(target: Handle, source: Handle): void;
  datasetClose(dataset: Handle): void;

  boosterFromString(text: string, threads: number): Handle;
  boosterToString(booster: Handle, start: number, count: number, importance: number): string;
  boosterToJson(booster: Handle, start: number, count: number, importance: number): string;
  boosterInfo(booster: Handle): NativeBoosterInfo;
  boosterHasFlat(booster: Handle): boolean;
  boosterFeatureNames(booster: Handle): string[];
  boosterImportance(booster: Handle, iterations: number, type: number): Float64Array;
  boosterLoadedParams(booster: Handle): string[];
  boosterBounds(booster: Handle): Float64Array;
  boosterLeafValue(booster: Handle, tree: number, leaf: number): number;
  boosterSetLeafValue(booster: Handle, tree: number, leaf: number, value: number): void;
  boosterMerge(booster: Handle, other: Handle): void;
  boosterShuffle(booster: Handle, start: number, end: number): void;
  boosterClose(booster: Handle): void;

  boosterTrain(dataset: Handle, options: NativeTrainOptions): Job<NativeTraining>;
  boosterCreate(dataset: Handle, options: NativeTrainOptions): Job<Handle>;
  boosterPredict(booster: Handle, matrix: NativeMatrix, options: NativePredictOptions): Job<Float64Array>;
  boosterPredictSync(booster: Handle, matrix: NativeMatrix, options: NativePredictOptions): Float64Array;
  boosterPredictGroups(
    booster: Handle,
    matrix: NativeMatrix,
    groups: NativeMatrix,
    offsets: Int32Array,
    threads: number,
  ): Float64Array | undefined;
  boosterPredictCsr(booster: Handle, csr: NativeCsr, options: NativePredictOptions): Job<Float64Array>;
  engines(): string[];

  boosterUpdate(booster: Handle): Job<boolean>;
  boosterUpdateCustom(booster: Handle, gradients: Float32Array, hessians: Float32Array): Job<boolean>;
  boosterRollback(booster: Handle): Job<boolean>;
  boosterResetParameter(booster: Handle, params: string): Job<boolean>;
  boosterAddValid(booster: Handle, dataset: Handle): Job<number>;
  boosterEval(booster: Handle, set: number): Job<Float64Array>;
  boosterEvalNames(booster: Handle): string[];
  boosterInnerPredict(booster: Handle, set: number): Job<Float64Array>;
  boosterRefit(dataset: Handle, booster: Handle, leaves: Int32Array, params: string): Job<Handle>;
  singleRow(booster: Handle, raw: boolean, first: number, count: number, lightgbm: boolean): NativeSingleRow;
  trainDistributed(matrix: NativeMatrix, options: NativeDistributedOptions): Job<NativeTraining>;

  newAbortToken(): Handle;
  abort(token: Handle): void;
  paramAliases(): string;
  checkDatasetParams(before: string, after: string): void;
  processors(): number;
  version(): string;
}
