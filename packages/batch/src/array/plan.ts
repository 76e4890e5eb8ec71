import { DqsError, DQS_VERSION } from '@dqs/core';

import type { ShardEntry } from '../state/journal.js';
import type { SourceIdentity } from '../source/batch-source.js';
import type { TextSourceOptions } from '../source/text-file-source.js';
import { PLAN, textAt, type RunStore } from './run-store.js';

/** A part of the input that one task works on. It begins and ends with whole records, or is empty. */
export interface PlannedShard {
  /** Bytes `start … end − 1` of the input. */
  readonly start: number;
  readonly end: number;
  /** Number of its first record, 1 for the first of the input. */
  readonly first_record: number;
  readonly records: number;
  /** Of the bytes of its records and what lies between them; of a record that is too long, of what is kept of it. */
  readonly sha256: string;
}

/**
 * What the tasks of a run agree on. It depends on the input and the options alone, and on no clock: planning again gives
 * the same bytes.
 */
export interface ArrayPlan<Work = unknown> {
  /** Version of the layout. */
  readonly dqs_plan: 1;
  /** The version of the program that planned, with which all tasks have to work. */
  readonly program: string;
  readonly input: SourceIdentity;
  /** How the input is cut into records. */
  readonly text: TextSourceOptions;
  /** See {@link BatchSource.recordFormat}; the header of a delimited input is there. */
  readonly record_format: Readonly<Record<string, string>>;
  /** Everything besides the input that the result depends on, such as model and configuration. */
  readonly identity: Readonly<Record<string, string>>;
  /** Text before the first result, such as a header. */
  readonly output_header: string;
  /** What the caller needs to do the work; survives JSON. */
  readonly work: Work;
  readonly records: number;
  readonly shards: readonly PlannedShard[];
}

/** Most shards of a run; AWS Batch has no larger arrays. */
export const MAX_SHARDS = 10_000;

/**
 * Reads the plan of a run.
 *
 * @throws DqsError `batch-state-invalid` if there is none, or something else; `batch-plan-mismatch` if another version of the
 * program has planned it.
 */
export async function readPlan<Work>(store: RunStore): Promise<ArrayPlan<Work>> {
  const text = await textAt(store, PLAN);
  if (text === undefined) {
    throw new DqsError(
      'batch-state-invalid',
      `expected the plan of a run under the key ${PLAN}, found none; plan it first`,
    );
  }
  const plan = parsed<ArrayPlan<Work>>(text);
  if (plan !== undefined && isPlan(plan)) {
    if (plan.program !== DQS_VERSION) assertPlanned(plan, plan.identity);
    return plan;
  }
  throw new DqsError(
    'batch-state-invalid',
    `expected a plan of version 1 under the key ${PLAN}, found something else; choose another place for the run`,
  );
}

/** A shard that is committed. */
export type CommittedShard = ShardEntry;

/**
 * Reads what was committed of a shard.
 *
 * @throws DqsError `batch-state-invalid` if it is not of this plan.
 */
export function committedShard(text: string, shard: number, plan: ArrayPlan): CommittedShard {
  const entry = parsed<CommittedShard>(text);
  const planned = plan.shards[shard];
  const isOfPlan =
    entry?.shard === shard && entry.input_sha256 === planned?.sha256 && entry.records === planned.records;
  if (isOfPlan && isCount(entry.rows) && isCount(entry.dead_letters) && isRecordOf(entry.reasons, isCount)) {
    if (isPart(entry.output) && (entry.dead === null || isPart(entry.dead))) return entry;
  }
  throw new DqsError(
    'batch-state-invalid',
    `expected that done/${shard}.json is of the shard that the plan names, found another; choose another place for the run`,
    { details: { shard } },
  );
}

/**
 * Checks that a task works on what was planned.
 *
 * @throws DqsError `batch-plan-mismatch` that names each difference.
 */
export function assertPlanned(plan: ArrayPlan, identity: Readonly<Record<string, string>>): void {
  const here = new Map(Object.entries({ ...identity, program: DQS_VERSION }));
  const planned = new Map(Object.entries({ ...plan.identity, program: plan.program }));
  const differing = [...new Set([...planned.keys(), ...here.keys()])].filter(
    (name) => planned.get(name) !== here.get(name),
  );
  if (differing.length === 0) return;
  const shown = differing.map(
    (name) => `${name} (planned ${planned.get(name) ?? 'none'}, here ${here.get(name) ?? 'none'})`,
  );
  throw new DqsError(
    'batch-plan-mismatch',
    `this task has another ${shown.join(', another ')} than the plan of the run; give it what was planned, or plan anew ` +
      'in another place',
    { details: { differing } },
  );
}

/** Whether what somebody else may have written has the form of a plan; what it holds for the caller is theirs to look at. */
function isPlan({
  dqs_plan,
  program,
  input,
  text,
  record_format,
  identity,
  output_header,
  records,
  shards,
}: ArrayPlan) {
  return (
    dqs_plan === 1 &&
    [program, output_header, input?.name, input?.sha256].every((one) => typeof one === 'string') &&
    isWayToCut(text) &&
    isRecordOf(record_format, isText) &&
    isRecordOf(identity, isText) &&
    isCount(input.bytes) &&
    isCount(records) &&
    Array.isArray(shards) &&
    shards.length <= MAX_SHARDS &&
    shards.every((one: PlannedShard | null) => one !== null && isPlannedShard(one))
  );
}

function isWayToCut(text: TextSourceOptions | null): boolean {
  if (text?.format !== 'csv') return text?.format === 'lines';
  const { delimiter = ',', singleLineColumns = [] } = text;
  const isFine = isText(delimiter) && delimiter.length === 1;
  return isFine && Array.isArray(singleLineColumns) && singleLineColumns.every(isText);
}

function isPlannedShard({ start, end, first_record, records, sha256 }: PlannedShard): boolean {
  return [start, end, first_record, records].every(isCount) && start <= end && isText(sha256);
}

function isPart(part: ShardEntry['output'] | undefined): boolean {
  return isCount(part?.bytes) && /^[0-9a-f]{64}$/.test(String(part?.sha256));
}

const isText = (value: unknown) => typeof value === 'string';
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether it is an object whose values all fit. */
function isRecordOf(values: unknown, fits: (value: unknown) => boolean): boolean {
  return typeof values === 'object' && values !== null && Object.values(values).every(fits);
}

function parsed<T>(text: string): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}
