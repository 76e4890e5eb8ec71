import { DqsError, type FeatureFrame } from '@dqs/core';
import { z } from 'zod/mini';

import type { FittedModel, ModelColumn, ModelTraining } from '../backend.js';
import { assertColumns } from '../columns.js';
import { readColumns, readDocument, writeColumns } from '../saved-columns.js';
import { findOnnxRuntime } from './engine.js';
import { feedOf, fitGraph, type GraphFit } from './graph-fit.js';
import { onnxMetadata } from './metadata.js';
import { OnnxSession } from './session.js';

/** The model as it was given; any ONNX runtime opens it. */
const MODEL_FILE = 'model.onnx';
const OPTIONS_FILE = 'onnx.json';

/** How the output of a model is to be read. */
export interface OnnxOptions {
  /** Name of the output; the first of floating-point numbers where undefined. */
  readonly output?: string;
  /** Unit of the output: a fraction in [0, 1] or a percentage in [0, 100]. @default 'fraction' */
  readonly scale: 'fraction' | 'percentage';
}

/** Rows of one run: enough to be quick, few enough to keep the copies small. */
const BLOCK_ROWS = 16_384;

/** A model of any origin in ONNX Runtime, with the columns that it expects. */
export class OnnxModel implements FittedModel {
  readonly backend = 'onnx';
  readonly engine = findOnnxRuntime().engine;
  readonly training: ModelTraining;
  readonly #session: OnnxSession;
  readonly #fit: GraphFit;

  /**
   * @param bytes the model, in ONNX's own format.
   * @throws DqsError `bundle-corrupt` if it is no model, `feature-mismatch` if it is one of other columns,
   * `invalid-argument` if its inputs or outputs cannot be used, or where it has no answer for missing values.
   */
  constructor(
    readonly bytes: Uint8Array,
    readonly columns: readonly ModelColumn[],
    readonly options: OnnxOptions,
  ) {
    const metadata = onnxMetadata(bytes);
    this.#session = new OnnxSession(bytes);
    try {
      const { inputs, outputs } = this.#session;
      this.#fit = fitGraph({ inputs, outputs, featureNames: namesIn(metadata) }, columns, options.output);
      this.#assertAnswersMissing();
    } catch (error) {
      this.#session.close();
      throw error;
    }
    const params = { output: this.#fit.output, scale: options.scale };
    this.training = { rounds: 1, params, versions: { onnxruntime: this.engine.version } };
  }

  /** Whether the columns of the model were compared by name, or only by number. */
  get columnsChecked(): GraphFit['checked'] {
    return this.#fit.checked;
  }

  /** `threads` has no effect: ONNX Runtime takes the number of threads when a model is opened. */
  predict(frame: FeatureFrame): Float64Array {
    assertColumns(this.columns, frame);
    const forecasts = new Float64Array(frame.rows);
    for (let from = 0; from < frame.rows; from += BLOCK_ROWS) {
      const to = Math.min(frame.rows, from + BLOCK_ROWS);
      forecasts.set(this.#run(frame, from, to), from);
    }
    return forecasts;
  }

  save(): ReadonlyMap<string, Uint8Array> {
    return new Map([
      [MODEL_FILE, this.bytes],
      [OPTIONS_FILE, Buffer.from(JSON.stringify(this.options), 'utf8')],
      writeColumns(this.columns),
    ]);
  }

  importance(): [] {
    return [];
  }

  close(): void {
    this.#session.close();
  }

  #run(frame: FeatureFrame, from: number, to: number): Float64Array {
    const { values, dims } = this.#session.run(feedOf(this.#fit, frame, from, to), this.#fit.output);
    const rows = to - from;
    const width = values.length / rows;
    if (dims[0] !== rows || (width !== 1 && width !== 2)) {
      throw new DqsError(
        'invalid-argument',
        `expected one number per row (or the two probabilities of a classifier) from the output "${this.#fit.output}", ` +
          `got [${dims.join(', ')}] for ${rows} rows`,
      );
    }
    const unit = this.options.scale === 'percentage' ? 100 : 1;
    // Of two probabilities the second is that of a pass, as scikit-learn orders its classes.
    return Float64Array.from({ length: rows }, (_, row) => fractionOf(values[row * width + width - 1]! / unit));
  }

  /** Checked now, not when the first series without a history is forecast. */
  #assertAnswersMissing(): void {
    const values = Float32Array.of(Number.NaN);
    this.#run({ rows: 1, columns: this.columns.map((column) => ({ ...column, values })) }, 0, 1);
  }
}

function fractionOf(value: number): number {
  if (!Number.isNaN(value)) return Math.min(1, Math.max(0, value));
  throw new DqsError(
    'invalid-argument',
    'the model returns NaN for missing features; put an imputer before it in the pipeline and export it again',
  );
}

/** The names of the columns as `feature_names` in the metadata of a model, a JSON list. */
function namesIn(metadata: ReadonlyMap<string, string>): readonly string[] | undefined {
  const text = metadata.get('feature_names');
  if (text === undefined) return undefined;
  try {
    const names: unknown = JSON.parse(text);
    if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  } catch {
    // Told below.
  }
  throw new DqsError('invalid-argument', 'expected the metadata "feature_names" to be a JSON list of names');
}

const OPTIONS = z.object({ output: z.optional(z.string()), scale: z.enum(['fraction', 'percentage']) });

/**
 * Reads a model that {@link OnnxModel.save} wrote.
 *
 * @throws DqsError `bundle-corrupt` if the files are no such model, `model-engine-missing`.
 */
export function loadOnnxModel(files: ReadonlyMap<string, Uint8Array>): OnnxModel {
  const bytes = files.get(MODEL_FILE);
  if (!bytes) throw new DqsError('bundle-corrupt', `expected the file ${MODEL_FILE} of an onnx model, found none`);
  const options: OnnxOptions = readDocument(files, OPTIONS_FILE, OPTIONS);
  return new OnnxModel(bytes, readColumns(files), options);
}
