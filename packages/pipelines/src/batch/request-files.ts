import { basename, join } from 'node:path';

import {
  DeadLetterSource,
  REQUESTS_AS_TEXT,
  textFileSource,
  type ArrayInput,
  type BatchSource,
  type InputBytes,
  type ShardLimits,
  type Shard,
  type TextSourceOptions,
} from '@dqs/batch';
import { csvFields, DqsError } from '@dqs/core';
import { parquetToCsv } from '@dqs/ingestion';

import { parseMembers } from './json-requests.js';
import type { TextForm } from './prediction-process.js';
import { REQUEST_COLUMNS, requestLayout, TARGET_COLUMN, TENANT_COLUMN, type RequestLayout } from './request-layout.js';

/** Formats of request and forecast files. */
export type BatchFormat = 'csv' | 'tsv' | 'jsonl' | 'parquet';

/** A request file, ready to be read. */
export interface RequestFile {
  readonly source: BatchSource;
  readonly form: TextForm;
  readonly layout: RequestLayout;
}

const ENDINGS: ReadonlyMap<string, BatchFormat> = new Map(
  Object.entries<BatchFormat>({
    csv: 'csv',
    tsv: 'tsv',
    tab: 'tsv',
    jsonl: 'jsonl',
    ndjson: 'jsonl',
    parquet: 'parquet',
  }),
);

/**
 * The format by the extension of a name, ignoring `.gz`.
 *
 * @throws DqsError `invalid-argument` if it ends in none.
 */
export function batchFormatOf(path: string): BatchFormat {
  const format = knownFormatOf(path);
  if (format !== undefined) return format;
  throw new DqsError(
    'invalid-argument',
    `expected a file named .csv, .tsv, .jsonl (each also .gz) or .parquet, got ${path}; rename it or set its format`,
    { details: { path } },
  );
}

/** The format by the extension of a name, ignoring `.gz`; undefined if it ends in none. */
export function knownFormatOf(path: string): BatchFormat | undefined {
  return ENDINGS.get(/\.([a-z]+)(?:\.gz)?$/i.exec(basename(path))?.[1]?.toLowerCase() ?? '');
}

/** The text between a file of a format and the model. */
export function textFormOf(format: BatchFormat): TextForm {
  if (format === 'jsonl') return { kind: 'jsonl' };
  return { kind: 'csv', delimiter: format === 'tsv' ? '\t' : ',' };
}

/**
 * Opens a request file: reads its first record for the columns. A dead-letter file is read as the requests it contains.
 *
 * @param scratch folder for the text of a Parquet file.
 * @throws DqsError `input-column-missing`, `input-empty`, `input-not-found`, `input-unreadable`.
 */
export async function openRequestFile(path: string, format: BatchFormat, scratch: string): Promise<RequestFile> {
  if (format === 'parquet') return openParquet(path, scratch);
  if (format === 'jsonl') return (await openDeadLetters(path)) ?? openJsonLines(path);
  const form = textFormOf(format) as Extract<TextForm, { kind: 'csv' }>;
  const source = csvSource(path, form.delimiter);
  return { source, form, layout: requestLayout(await source.header(), path) };
}

/** Requests of which tasks read parts, as far as the columns are known from the first record. */
export type RequestParts = Pick<RequestFile, 'form' | 'layout'> & { readonly text: TextSourceOptions };

/**
 * Opens requests of which each of many tasks reads a part.
 *
 * @throws DqsError as `openRequestFile`; `invalid-argument` with what to do for a format of which no part can be read by
 * itself.
 */
export async function openRequestParts(input: ArrayInput, format: BatchFormat): Promise<RequestParts> {
  if (format === 'parquet') throw noParts(input.name, 'Parquet', 'write it as CSV first');
  const form = textFormOf(format);
  const text = textOptionsOf(form);
  if (form.kind === 'csv') {
    return { text, form, layout: requestLayout(await textFileSource(input.bytes(), text).header(), input.name) };
  }
  const { names } = await firstMembers(input.bytes(), input.name);
  if (names.includes('dead_letters')) throw noParts(input.name, 'dead letters', 'they are few');
  return { text, form, layout: requestLayout(names, input.name) };
}

function noParts(path: string, format: string, remedy: string): DqsError {
  return new DqsError(
    'invalid-argument',
    `expected CSV, TSV or JSON lines, since each task reads a part of them by itself, got ${format}: ${path}; ${remedy}, or ` +
      'run dqs batch-predict on one machine, which reads them',
    { details: { path } },
  );
}

function textOptionsOf(form: TextForm): TextSourceOptions {
  if (form.kind === 'jsonl') return { format: 'lines' };
  const { delimiter } = form;
  return { format: 'csv', delimiter, singleLineColumns: [...REQUEST_COLUMNS, TENANT_COLUMN, TARGET_COLUMN] };
}

function csvSource(path: string, delimiter: string) {
  return textFileSource(path, textOptionsOf({ kind: 'csv', delimiter }));
}

async function openDeadLetters(path: string): Promise<RequestFile | undefined> {
  const source = await DeadLetterSource.open(path);
  if (source === undefined) return undefined;
  const { format, delimiter = ',', header = '' } = source.recordFormat;
  if (format !== 'csv') {
    const layout = requestLayout([...REQUEST_COLUMNS, TENANT_COLUMN, TARGET_COLUMN], path);
    return { source, form: { kind: 'jsonl' }, layout };
  }
  const names = (csvFields(header, delimiter) ?? []).map((field) => field.text.trim());
  return { source, form: { kind: 'csv', delimiter }, layout: requestLayout(names, path) };
}

/** The columns of JSON lines are the members of the first object. */
async function openJsonLines(path: string): Promise<RequestFile> {
  const { source, names } = await firstMembers(path, path);
  return { source, form: { kind: 'jsonl' }, layout: requestLayout(names, path) };
}

async function firstMembers(input: string | InputBytes, path: string) {
  const source = textFileSource(input, { format: 'lines' });
  for await (const shard of source.shards({ rows: 1, bytes: 1 })) {
    const text = Buffer.from(shard.bytes.subarray(shard.bounds[0], shard.bounds[1])).toString('utf8');
    const members = parseMembers(text);
    if (members !== undefined) return { source, names: Object.keys(members) };
  }
  throw new DqsError('input-empty', `expected JSON objects, one a line, in ${path}, found none`, { details: { path } });
}

/** Parquet becomes text first; its rows keep their numbers, and have no byte offsets. */
async function openParquet(path: string, scratch: string): Promise<RequestFile> {
  const text = join(scratch, REQUESTS_AS_TEXT);
  await parquetToCsv(path, text);
  const csv = csvSource(text, ',');
  const layout = requestLayout(await csv.header(), path);
  const original = textFileSource(path, { format: 'lines' });
  const source: BatchSource = {
    identify: (hooks) => original.identify(hooks),
    fault: undefined,
    recordFormat: csv.recordFormat,
    release: (shard) => csv.release(shard),
    async *shards(limits: ShardLimits): AsyncGenerator<Shard> {
      for await (const shard of csv.shards(limits)) yield { ...shard, byteOffset: null };
    },
  };
  return { source, form: { kind: 'csv', delimiter: ',' }, layout };
}
