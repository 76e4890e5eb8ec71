import { createHash } from 'node:crypto';

import { recordCount, type Shard, type SourceFault } from '@dqs/batch';
import { formatDay, namedValues, throwIfAborted, type Hooks } from '@dqs/core';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import { KeySet } from './key-set.js';
import type { ParsedRequests } from './parsed-requests.js';
import { openPredictions, type OpenPredictions } from './prediction-process.js';
import { predictionData, withScratchFolder, type PredictBatchOptions } from './predict-batch.js';
import { batchFormatOf, openRequestFile, type RequestFile } from './request-files.js';

/** The content of a request file, checked without forecasting it. Survives JSON. */
export interface RequestCheck {
  readonly records: number;
  /** Records that can be forecast. */
  readonly requests: number;
  /** The others, by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly columns: readonly string[];
  /** First and last requested day, `YYYY-MM-DD`; null if there is no request. */
  readonly days: { readonly from: string; readonly to: string } | null;
  /** Requests of a series and day that repeat an earlier one. */
  readonly duplicates: number;
  /** Requests of series without results in the history; they get a forecast with a flag. */
  readonly unknownSeries: { readonly requests: number; readonly share: number };
  /** Requests for days that are already in the history. */
  readonly pastDays: number;
  /** From a sample that was forecast. */
  readonly estimate: { readonly recordsPerSecond: number; readonly workers: number; readonly seconds: number };
  /** Why the input ended early; null if it did not. */
  readonly fault: SourceFault | null;
}

const SHARD = { rows: 20_000, bytes: 8 * 1024 * 1024 };

/** Options of {@link checkRequests}, with the number of workers for its estimate. */
type CheckOptions = Pick<PredictBatchOptions, 'input' | 'inputFormat' | 'panel' | 'asOfDay' | 'targets'> & {
  readonly workers: number;
};

/**
 * Reads a whole request file and reports what a batch prediction would find. Writes nothing.
 *
 * @throws DqsError as `openRequestFile`.
 */
export async function checkRequests(
  bundle: LoadedBundle,
  options: CheckOptions,
  hooks: Pick<Hooks, 'signal'> = {},
): Promise<RequestCheck> {
  const { input, inputFormat } = options;
  return withScratchFolder(async (folder) =>
    checkFile(bundle, options, await openRequestFile(input, inputFormat ?? batchFormatOf(input), folder), hooks),
  );
}

async function checkFile(
  bundle: LoadedBundle,
  options: CheckOptions,
  file: RequestFile,
  { signal }: Pick<Hooks, 'signal'>,
): Promise<RequestCheck> {
  const { workers } = options;
  const predictions = await openPredictions(predictionData(bundle, options, file, 'csv'));
  const tally = new Tally(predictions);
  let secondsPerRecord = 0;
  for await (const shard of file.source.shards(SHARD)) {
    throwIfAborted(signal);
    if (secondsPerRecord === 0) secondsPerRecord = await measure(predictions, shard);
    tally.add(shard, predictions.reader.read(shard));
  }
  const seconds = (tally.records * secondsPerRecord) / workers;
  return {
    ...tally.result(),
    columns: file.layout.names,
    estimate: { recordsPerSecond: Math.round(workers / secondsPerRecord), workers, seconds },
    fault: file.source.fault ?? null,
  };
}

/** Seconds a record takes one worker, from forecasting a shard twice: the first time warms up. */
async function measure({ process }: OpenPredictions, shard: Shard): Promise<number> {
  await process(shard);
  const started = performance.now();
  await process(shard);
  return (performance.now() - started) / 1000 / recordCount(shard);
}

/** Counts what shards of requests hold. */
class Tally {
  readonly #predictions: OpenPredictions;
  readonly #keys = new KeySet();
  readonly #rejected = namedValues<number>();
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #requests = 0;
  #duplicates = 0;
  #unknown = 0;
  #past = 0;
  records = 0;

  constructor(predictions: OpenPredictions) {
    this.#predictions = predictions;
  }

  add(shard: Shard, { requests: { series, targetDay }, at, rejected }: ParsedRequests): void {
    const { history } = this.#predictions.requests;
    this.records += recordCount(shard);
    for (const { reason } of [...shard.faults, ...rejected]) {
      this.#rejected[reason] = (this.#rejected[reason] ?? 0) + 1;
    }
    for (let row = 0; row < at.length; row += 1) {
      const [index, day] = [series[row]!, targetDay[row]!];
      const isKnown = history.offsets[index] !== history.offsets[index + 1];
      const key = isKnown ? index * 2 ** 23 + day + 2 ** 22 : this.#unknownKey(shard, at[row]!, day);
      if (!this.#keys.add(key)) this.#duplicates += 1;
      if (!isKnown) this.#unknown += 1;
      if (day <= history.lastDay) this.#past += 1;
      this.#first = Math.min(this.#first, day);
      this.#last = Math.max(this.#last, day);
    }
    this.#requests += at.length;
  }

  result(): Omit<RequestCheck, 'columns' | 'estimate' | 'fault'> {
    const share = this.#requests === 0 ? 0 : this.#unknown / this.#requests;
    return {
      records: this.records,
      requests: this.#requests,
      rejected: this.#rejected,
      days: this.#requests === 0 ? null : { from: formatDay(this.#first), to: formatDay(this.#last) },
      duplicates: this.#duplicates,
      unknownSeries: { requests: this.#unknown, share },
      pastDays: this.#past,
    };
  }

  /** Unknown series share a placeholder, so their own texts distinguish them; negative, unlike those of known ones. */
  #unknownKey(shard: Shard, at: number, day: number): number {
    const { reader, layout } = this.#predictions;
    const fields = reader.fields(shard, at) ?? [];
    const names = [layout.tenant, layout.dataset, layout.rule].map((column) => fields[column]?.trim());
    const text = JSON.stringify([...names, day]);
    return -1 - createHash('sha1').update(text).digest().readUIntBE(0, 6);
  }
}
