// Running
export { runBatch, type BatchReport } from './run-batch.js';
export { BATCH_DEFAULTS, type BatchHooks, type BatchOptions, type BatchSink, type WorkerProcess } from './options.js';
export type { BatchEvent, BatchEventListener, BatchProgress } from './events.js';

// How shards are processed
export { perRecord, RecordRejection } from './per-record.js';
export { serveShards } from './run/shard-task.js';
export {
  recordBytes,
  recordCount,
  type RecordFault,
  type RejectedRecord,
  type Shard,
  type ShardProcess,
  type ShardResult,
} from './shard.js';

// Where records come from
export type { BatchSource, SourceFault, SourceIdentity } from './source/batch-source.js';
export { DeadLetterSource } from './source/dead-letter-source.js';
export {
  textFileSource,
  type CsvSourceOptions,
  type LineSourceOptions,
  type TextFileSource,
  type TextSourceOptions,
} from './source/text-file-source.js';
export type { ShardLimits } from './records/shard-cutter.js';

export type { ByteSpan, InputBytes } from './source/input-bytes.js';

// Files on disk
export { assertSinkPlaces } from './run/sink-places.js';
export { REQUESTS_AS_TEXT } from './state/run-folder.js';
export { readBatchStatus, type BatchStatus } from './state/status.js';
export type { DeadLetter, DeadLetterHeader } from './dead-letter.js';

// Tasks on many machines
export { fileInput, storedInput, type ArrayInput } from './array/array-input.js';
export { readArrayStatus, type ArrayStatus } from './array/array-status.js';
export {
  finishArray,
  type FinishOptions,
  type FinishReport,
  type ManifestPart,
  type RunCounts,
  type RunManifest,
} from './array/finish-array.js';
export { MAX_SHARDS, readPlan, type ArrayPlan, type CommittedShard, type PlannedShard } from './array/plan.js';
export { planArray, type PlanHooks, type PlanOptions } from './array/plan-array.js';
export type { RunStore } from './array/run-store.js';
export { workArray, type WorkedShard, type WorkHooks, type WorkOptions } from './array/work-array.js';

// Workers for other work
export { serveTasks, type TaskServer } from './workers/serve.js';
export { WorkerCrash, WorkerPool, type PoolOptions } from './workers/worker-pool.js';
export type { Isolation } from './workers/worker-handle.js';
