import { DqsError, type FeatureFrame } from '@dqs/core';
import { Booster, type SingleRow } from '@dqs/lightgbm';

import type { ColumnImportance, ContributionScale, FittedModel, ModelColumn, ModelTraining } from '../backend.js';
import { assertColumns } from '../columns.js';
import { readColumns, writeColumns } from '../saved-columns.js';
import { LIGHTGBM_ENGINE, translated } from './errors.js';

/** The model in LightGBM's own text format; Python's `lightgbm.Booster(model_file=…)` opens it. */
const MODEL_FILE = 'model.txt';

/** The facts about a model besides its trees. */
export interface ModelIdentity {
  /** Name of the backend that made it. */
  readonly backend: string;
  /** How it was trained; undefined if it was loaded. */
  readonly training?: ModelTraining;
}

/** A LightGBM booster with the columns it was trained on. */
export class LightgbmModel implements FittedModel {
  readonly backend: string;
  readonly engine = LIGHTGBM_ENGINE;
  readonly training?: ModelTraining;
  readonly contributionScale?: ContributionScale;
  /** Not there for objectives under which contributions add up to no forecast, such as `poisson`. */
  readonly contributions?: FittedModel['contributions'];
  readonly #booster: Booster;
  /** LightGBM averages the trees of a forest in a forecast, but not in its contributions. */
  readonly #contributionDivisor: number;
  /** Made for the first forecast of a single row; everything else is fast on blocks of rows. */
  #singleRow: SingleRow | undefined;

  constructor(
    booster: Booster,
    readonly columns: readonly ModelColumn[],
    { backend, training }: ModelIdentity,
  ) {
    this.#booster = booster;
    this.backend = backend;
    this.training = training;
    const header = headerOf(booster);
    this.#contributionDivisor = /^average_output$/m.test(header) ? booster.numIterations : 1;
    this.contributionScale = scaleOf(header);
    if (this.contributionScale) this.contributions = (frame, threads) => this.#contributionsOf(frame, threads);
  }

  predict(frame: FeatureFrame, threads = 0): Float64Array {
    assertColumns(this.columns, frame);
    return fractions(frame.rows === 1 ? this.#predictOne(frame) : this.#predictMany(frame, threads));
  }

  predictGroups(rows: FeatureFrame, groups: FeatureFrame, offsets: Int32Array, threads = 0): Float64Array | undefined {
    assertColumns(this.columns, { rows: rows.rows, columns: [...rows.columns, ...groups.columns] });
    const forecasts = this.#booster.predictGroupsSync(valuesOf(rows), valuesOf(groups), offsets, threads);
    return forecasts && fractions(forecasts);
  }

  #predictMany(frame: FeatureFrame, threads: number): Float64Array {
    return this.#booster.predictSync(valuesOf(frame), { type: 'normal', threads });
  }

  /** The same bits as {@link #predictMany}, in a hundredth of its time for a block of one row. */
  #predictOne({ columns }: FeatureFrame): Float64Array {
    this.#singleRow ??= this.#booster.singleRow();
    const { input } = this.#singleRow;
    for (let i = 0; i < columns.length; i += 1) input[i] = columns[i]!.values[0]!;
    return Float64Array.of(this.#singleRow.predict());
  }

  save(): ReadonlyMap<string, Uint8Array> {
    return new Map([
      [MODEL_FILE, Buffer.from(withoutMachine(this.#booster.toString()), 'utf8')],
      writeColumns(this.columns),
    ]);
  }

  importance(): readonly ColumnImportance[] {
    const gain = this.#booster.featureImportance('gain');
    const splits = this.#booster.featureImportance('split');
    const rows = this.columns.map(({ name }, i) => ({ name, gain: gain[i]!, splits: splits[i]! }));
    return rows.sort((a, b) => b.gain - a.gain);
  }

  /** A separate booster with the same trees, without those after an early stop; the caller closes it. */
  copyBooster(): Booster {
    return Booster.fromString(this.#booster.toString());
  }

  close(): void {
    this.#singleRow?.close();
    this.#booster.close();
  }

  #contributionsOf(frame: FeatureFrame, threads = 0): Float64Array {
    assertColumns(this.columns, frame);
    const parts = this.#booster.predictSync(valuesOf(frame), { type: 'contributions', threads });
    if (this.#contributionDivisor === 1) return parts;
    return parts.map((part) => part / this.#contributionDivisor);
  }
}

/** Only cross-entropy knows bounds by itself; a pass fraction always has them. */
function fractions(forecasts: Float64Array): Float64Array {
  for (let row = 0; row < forecasts.length; row += 1) forecasts[row] = Math.min(1, Math.max(0, forecasts[row]!));
  return forecasts;
}

/**
 * Reads a model that {@link LightgbmModel.save} wrote.
 *
 * @throws DqsError `bundle-corrupt` if the files are no such model.
 */
export function loadLightgbmModel(backend: string, files: ReadonlyMap<string, Uint8Array>): Promise<FittedModel> {
  return translated(async () => {
    const columns = readColumns(files);
    const booster = Booster.fromString(modelText(backend, files));
    try {
      assertShape(booster, columns);
      return new LightgbmModel(booster, columns, { backend });
    } catch (error) {
      booster.close();
      throw error;
    }
  });
}

function modelText(backend: string, files: ReadonlyMap<string, Uint8Array>): string {
  const text = Buffer.from(files.get(MODEL_FILE) ?? []).toString('utf8');
  // For LightGBM a NUL character would end the text.
  if (text !== '' && !text.includes('\0')) return text;
  throw new DqsError('bundle-corrupt', `expected the text of a ${backend} model in the file ${MODEL_FILE}`);
}

function assertShape({ numFeatures, numClasses }: Booster, columns: readonly ModelColumn[]): void {
  if (numFeatures === columns.length && numClasses === 1) return;
  throw new DqsError('bundle-corrupt', `expected a model of ${columns.length} columns and one forecast per row`);
}

/** The header of a model's text, before its first tree. */
export function headerOf(booster: Booster): string {
  return booster.toString({ numIterations: 1 }).split('\n\n', 1)[0]!;
}

/** Objectives whose raw score is the forecast itself. */
const PLAIN_OBJECTIVES: ReadonlySet<string> = new Set(['regression', 'regression_l1', 'quantile', 'huber', 'fair']);

function scaleOf(header: string): ContributionScale | undefined {
  const words = /^objective=(.*)$/m.exec(header)?.[1]?.split(' ') ?? [];
  if (words[0] === 'cross_entropy') return 'log-odds';
  return PLAIN_OBJECTIVES.has(words[0] ?? '') && !words.includes('sqrt') ? 'fraction' : undefined;
}

/**
 * LightGBM writes into the model how many threads trained it, and over which machines. Neither has an influence on a
 * forecast, and models of the same data and seed should be the same bytes wherever they were trained, so threads become
 * 0, all cores, and the addresses are left out.
 */
function withoutMachine(text: string): string {
  return text
    .replace(/^\[num_threads: \d+\]$/m, '[num_threads: 0]')
    .replace(/^\[machines: .*\]$/m, '[machines: ]')
    .replace(/^\[local_listen_port: \d+\]$/m, '[local_listen_port: 12400]');
}

function valuesOf(frame: FeatureFrame): Float32Array[] {
  return frame.columns.map((column) => column.values);
}
