import {
  fileInput,
  finishArray,
  planArray,
  readPlan,
  workArray,
  type ArrayInput,
  type ArrayPlan,
  type FinishReport,
  type PlanHooks,
  type RunStore,
  type WorkedShard,
  type WorkHooks,
} from '@dqs/batch';
import { DqsError, type Hooks } from '@dqs/core';
import { z } from 'zod';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import type { Targets } from '../forecast/targets.js';
import {
  assertSendable,
  DEFAULT_MAX_ERROR_RATIO,
  finishOf,
  identityOf,
  outputHeader,
  predictionData,
  processOf,
  type PredictBatchOptions,
} from './predict-batch.js';
import type { TextForm } from './prediction-process.js';
import { batchFormatOf, knownFormatOf, openRequestParts, type BatchFormat } from './request-files.js';
import { requestLayout } from './request-layout.js';

/** What the plan of a run of forecasts holds beside what every plan does. Survives JSON. */
export interface PlannedPredictions {
  /** Columns of the requests. */
  readonly names: readonly string[];
  readonly form: TextForm;
  readonly outputFormat: BatchFormat;
  readonly asOfDay: number | null;
  readonly targets: Targets;
  readonly modelVersion: string;
}

const PLANNED = z.object({
  names: z.array(z.string()),
  form: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('csv'), delimiter: z.string().length(1) }),
    z.strictObject({ kind: z.literal('jsonl') }),
  ]),
  outputFormat: z.enum(['csv', 'tsv', 'jsonl', 'parquet']),
  asOfDay: z.int().nullable(),
  targets: z.object({ everywhere: z.number(), series: z.array(z.looseObject({})) }),
  modelVersion: z.string(),
});

/** The plan of a run of forecasts. */
async function readPredictionPlan(store: RunStore): Promise<ArrayPlan<PlannedPredictions>> {
  const plan = await readPlan<PlannedPredictions>(store);
  if (PLANNED.safeParse(plan.work).success) return plan;
  throw new DqsError('batch-state-invalid', 'expected the plan of a run of forecasts, found that of another work');
}

/** Options of {@link planPredictions}; those that both have mean what they mean to `predictBatch`. */
export interface PlanPredictionsOptions
  extends Pick<PredictBatchOptions, 'inputFormat' | 'outputFormat' | 'modelVersion' | 'panel' | 'asOfDay' | 'targets'> {
  readonly input: ArrayInput;
  /** Number of tasks. */
  readonly shards: number;
}

/**
 * Plans a run of forecasts as tasks on many machines: reads the requests once and writes what every task needs to know.
 *
 * @throws DqsError as `planArray` and `predictBatch`.
 */
export async function planPredictions(
  bundle: LoadedBundle,
  store: RunStore,
  options: PlanPredictionsOptions,
  hooks: PlanHooks = {},
): Promise<{ readonly plan: ArrayPlan<PlannedPredictions>; readonly wasThere: boolean }> {
  const { input, shards, outputFormat = 'csv' } = options;
  const requests = await openRequestParts(input, options.inputFormat ?? batchFormatOf(input.name));
  const data = predictionData(bundle, options, requests, outputFormat);
  const { asOfDay = null, targets, modelVersion } = data;
  return planArray(
    store,
    {
      input,
      shards,
      text: requests.text,
      identity: identityOf(bundle.manifest, data, outputFormat),
      outputHeader: outputHeader(data),
      work: { names: requests.layout.names, form: requests.form, outputFormat, asOfDay, targets, modelVersion },
    },
    hooks,
  );
}

/** Options of {@link workPredictions}; those that both have mean what they mean to `predictBatch`. */
export interface WorkPredictionsOptions
  extends Pick<PredictBatchOptions, 'panel' | 'entry' | 'workers' | 'isolation' | 'shardRows' | 'memoryLimitMb'> {
  /** Where the requests are for this task, or how what was planned is opened by its name. @default as a file */
  readonly input?: ArrayInput | ((planned: string) => ArrayInput);
  /** Shards to forecast, from 0 on. @default all */
  readonly shards?: readonly number[];
}

/**
 * Forecasts shards of a planned run with the model and the history that were planned.
 *
 * @throws DqsError as `workArray`; `feature-group-missing` as `predictBatch`.
 */
export async function workPredictions(
  bundle: LoadedBundle,
  store: RunStore,
  options: WorkPredictionsOptions = {},
  hooks: WorkHooks = {},
): Promise<readonly WorkedShard[]> {
  const { input = fileInput, entry, panel, shards, shardRows, workers, isolation, memoryLimitMb } = options;
  assertSendable(bundle, entry);
  const plan = await readPredictionPlan(store);
  const { names, form, outputFormat, asOfDay, targets, modelVersion } = plan.work;
  const layout = requestLayout(names, plan.input.name);
  const known = { panel, asOfDay: asOfDay ?? undefined, targets, modelVersion };
  const data = predictionData(bundle, known, { form, layout }, outputFormat);
  return workArray(
    store,
    plan,
    {
      input: typeof input === 'function' ? input(plan.input.name) : input,
      identity: identityOf(bundle.manifest, data, outputFormat),
      process: await processOf(data, { entry, isolation }),
      limits: shardRows === undefined ? {} : { rows: shardRows },
      shards,
      workers,
      isolation,
      memoryLimitMb,
    },
    hooks,
  );
}

/** Options of {@link finishPredictions}. */
export interface FinishPredictionsOptions {
  /** @default 0.05 */
  readonly maxErrorRatio?: number;
  /** One file of all forecasts, with the bytes that `predictBatch` would have written. @default only the manifest is written */
  readonly output?: string;
  /** @default `output` plus `.dead-letters.jsonl` */
  readonly deadLetters?: string;
}

/**
 * Finishes a run of forecasts whose shards are all done.
 *
 * @throws DqsError as `finishArray`; `invalid-argument` if the name of the output is that of another format than was planned.
 */
export async function finishPredictions(
  store: RunStore,
  options: FinishPredictionsOptions = {},
  hooks: Pick<Hooks, 'signal' | 'onProgress'> = {},
): Promise<FinishReport> {
  const { output, deadLetters, maxErrorRatio = DEFAULT_MAX_ERROR_RATIO } = options;
  if (output === undefined) return finishArray(store, { maxErrorRatio }, hooks);
  const { work, input } = await readPredictionPlan(store);
  const named = knownFormatOf(output);
  if (named !== undefined && named !== work.outputFormat) {
    throw new DqsError(
      'invalid-argument',
      `expected an output that is named as ${work.outputFormat}, the format that was planned, got ${output}; rename it`,
      { details: { output, planned: work.outputFormat } },
    );
  }
  const finish = finishOf(work.outputFormat, requestLayout(work.names, input.name));
  return finishArray(store, { maxErrorRatio, sink: { path: output, deadLetters, finish } }, hooks);
}
