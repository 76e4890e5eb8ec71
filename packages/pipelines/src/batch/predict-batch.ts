import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  assertSinkPlaces,
  REQUESTS_AS_TEXT,
  runBatch,
  type BatchHooks,
  type BatchOptions,
  type BatchReport,
  type BatchSink,
  type Isolation,
} from '@dqs/batch';
import {
  assertKnownOptions,
  DqsError,
  encodePanel,
  optionNames,
  FORECAST_COLUMNS,
  type DailyPanel,
  type ForecastColumnKind,
} from '@dqs/core';
import { csvToParquet } from '@dqs/ingestion';

import type { Manifest } from '../bundle/manifest.js';
import { predictorFiles } from '../bundle/predictor-files.js';
import { bundleDigest, modelVersionOf } from '../bundle/model-version.js';
import type { LoadedBundle } from '../bundle/read-bundle.js';
import { NO_TARGETS, type Targets } from '../forecast/targets.js';
import { forecastHeader } from './csv-forecast-writer.js';
import { createPredictionProcess, forWorkers, type PredictionData } from './prediction-process.js';
import { outputColumns, type RequestLayout } from './request-layout.js';
import { batchFormatOf, openRequestFile, textFormOf, type BatchFormat, type RequestFile } from './request-files.js';

/** Options of {@link predictBatch}. */
export interface PredictBatchOptions {
  /**
   * File of requests: `dataset_uuid`, `rule_code`, `business_date`, `tenant_id` if several tenants have them,
   * `target_percentage` where one is meant for a request, and any further columns, which are passed through after the forecast.
   */
  readonly input: string;
  /** File of forecasts, in the order of the requests. */
  readonly output: string;
  /** @default by the extension of `input` */
  readonly inputFormat?: BatchFormat;
  /** @default by the extension of `output` */
  readonly outputFormat?: BatchFormat;
  /** Module that calls `servePredictions` of `@dqs/pipelines/batch-worker`; workers run it. @default the work is done on this thread */
  readonly entry?: URL;
  /** Version of the model to write. @default sha256 and the first digits of the bundle's digest */
  readonly modelVersion?: string;
  /** A newer history than the bundle's. */
  readonly panel?: DailyPanel;
  /** Last day whose results may be used. @default the last of the history */
  readonly asOfDay?: number;
  /** What the days should reach; a request that names a target of its own wins. @default 100 % */
  readonly targets?: Targets;
  /** @default `output` plus `.dead-letters.jsonl` */
  readonly deadLetters?: string;
  /** Folder for what a resumed run needs. @default `output` plus `.batch` */
  readonly directory?: string;
  readonly workers?: number | 'auto';
  readonly isolation?: Isolation;
  readonly shardRows?: number;
  readonly memoryLimitMb?: number;
  /** @default 0.05 */
  readonly maxErrorRatio?: number;
  readonly restart?: boolean;
  readonly resume?: boolean;
  readonly dryRun?: boolean;
}

/** Share of requests that may become dead letters where no option says so. */
export const DEFAULT_MAX_ERROR_RATIO = 0.05;

const OPTIONS = optionNames<PredictBatchOptions>({
  input: true,
  output: true,
  inputFormat: true,
  outputFormat: true,
  entry: true,
  modelVersion: true,
  panel: true,
  targets: true,
  asOfDay: true,
  deadLetters: true,
  directory: true,
  workers: true,
  isolation: true,
  shardRows: true,
  memoryLimitMb: true,
  maxErrorRatio: true,
  restart: true,
  resume: true,
  dryRun: true,
});

/**
 * Forecasts every request of a file, on all cores, with `runBatch`: no row is lost, and a killed run can be resumed.
 *
 * @throws DqsError as `runBatch` and `openRequestFile`; `feature-group-missing` if workers would need custom feature
 * groups.
 */
export async function predictBatch(
  bundle: LoadedBundle,
  options: PredictBatchOptions,
  hooks: BatchHooks = {},
): Promise<BatchReport> {
  assertKnownOptions('batch options', options, OPTIONS);
  const { input, dryRun = false } = options;
  assertSendable(bundle, options.entry);
  const inputFormat = options.inputFormat ?? batchFormatOf(input);
  const sink = { path: options.output, deadLetters: options.deadLetters, directory: options.directory };
  if (dryRun)
    return withScratchFolder(async (scratch) =>
      run(bundle, options, await openRequestFile(input, inputFormat, scratch), hooks),
    );
  await assertSinkPlaces(sink, [{ name: 'the input', path: input }]);
  const directory = options.directory ?? `${options.output}.batch`;
  const report = await run(bundle, options, await openRequestFile(input, inputFormat, directory), hooks);
  await rm(join(directory, REQUESTS_AS_TEXT), { force: true });
  return report;
}

/** Runs work with a temporary folder. */
export async function withScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'dqs-requests-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(
  bundle: LoadedBundle,
  options: PredictBatchOptions,
  requests: RequestFile,
  hooks: BatchHooks,
): Promise<BatchReport> {
  const outputFormat = options.outputFormat ?? batchFormatOf(options.output);
  const data = predictionData(bundle, options, requests, outputFormat);
  const { workers, isolation, memoryLimitMb, restart, resume, dryRun } = options;
  return runBatch(
    {
      workers,
      isolation,
      memoryLimitMb,
      restart,
      resume,
      dryRun,
      source: requests.source,
      process: await processOf(data, options),
      sink: {
        path: options.output,
        deadLetters: options.deadLetters,
        directory: options.directory,
        header: Buffer.from(outputHeader(data)),
        finish: finishOf(outputFormat, data.layout),
      },
      identity: identityOf(bundle.manifest, data, outputFormat),
      shard: options.shardRows === undefined ? {} : { rows: options.shardRows },
      maxErrorRatio: options.maxErrorRatio ?? DEFAULT_MAX_ERROR_RATIO,
    },
    hooks,
  );
}

/** What processes the shards: this thread, or workers. */
export async function processOf(
  data: PredictionData,
  { entry, isolation }: Pick<PredictBatchOptions, 'entry' | 'isolation'>,
): Promise<BatchOptions['process']> {
  return entry === undefined ? createPredictionProcess(data) : { entry, data: () => forWorkers(data, isolation) };
}

/** The text before the forecasts; none in JSON lines. */
export function outputHeader({ output, layout }: Pick<PredictionData, 'output' | 'layout'>): string {
  return output.kind === 'csv' ? forecastHeader(layout, output.delimiter) : '';
}

/** Turns the text of the forecasts into the format of the output, where that is no text. */
export function finishOf(outputFormat: BatchFormat, layout: RequestLayout): BatchSink['finish'] {
  if (outputFormat !== 'parquet') return undefined;
  return (from, to) => csvToParquet(from, to, outputColumns(layout), PARQUET_TYPES);
}

/** Types of the columns of a Parquet file, by kind; lists and passed-through columns are text. */
const PARQUET_TYPE_OF: Readonly<Partial<Record<ForecastColumnKind, string>>> = {
  date: 'DATE',
  integer: 'INTEGER',
  number: 'DOUBLE',
  optional: 'DOUBLE',
};
const PARQUET_TYPES: Readonly<Record<string, string>> = Object.fromEntries(
  FORECAST_COLUMNS.flatMap(({ name, kind }) => {
    const type = PARQUET_TYPE_OF[kind];
    return type === undefined ? [] : [[name, type] as const];
  }),
);

/** Everything a worker needs to forecast the requests of a file. */
export function predictionData(
  bundle: LoadedBundle,
  options: Pick<PredictBatchOptions, 'panel' | 'asOfDay' | 'modelVersion' | 'targets'>,
  { form, layout }: Pick<RequestFile, 'form' | 'layout'>,
  outputFormat: BatchFormat,
): PredictionData {
  const { model, contract, pointRule, horizon, training } = bundle.predictor;
  return {
    predictor: { backend: model.backend, contract, pointRule, horizon, training },
    files: predictorFiles(bundle.predictor),
    panel: options.panel === undefined ? bundle.historyBytes() : encodePanel(options.panel),
    asOfDay: options.asOfDay,
    targets: options.targets ?? NO_TARGETS,
    layout,
    input: form,
    output: textFormOf(outputFormat),
    modelVersion: options.modelVersion ?? modelVersionOf(bundle.manifest),
  };
}

/** Checks that the model can be sent to workers, where there are any. */
export function assertSendable({ predictor }: LoadedBundle, entry: URL | undefined): void {
  const groups = predictor.contract.customGroups?.map(({ name }) => name);
  if (groups === undefined || entry === undefined) return;
  throw new DqsError(
    'feature-group-missing',
    'expected a model without custom feature groups, whose code cannot be sent to the workers of a batch, got ' +
      `${groups.join(', ')}; leave out the entry of workers to forecast on this thread`,
    { details: { groups } },
  );
}

/** Everything besides the requests that the forecasts depend on. */
export function identityOf(
  manifest: Manifest,
  data: PredictionData,
  outputFormat: BatchFormat,
): Record<string, string> {
  const { input, layout, asOfDay, modelVersion, targets } = data;
  return {
    model: bundleDigest(manifest),
    'model version': modelVersion,
    history: digest(data.panel),
    configuration: JSON.stringify({ input, columns: layout.names, asOfDay: asOfDay ?? null, outputFormat, targets }),
  };
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
