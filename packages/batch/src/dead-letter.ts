import { isUtf8 } from 'node:buffer';

import { namedValues } from '@dqs/core';

import { recordBytes, type RejectedRecord, type Shard } from './shard.js';

/** First line of a dead-letter file: how to read its raw texts. */
export interface DeadLetterHeader {
  /** Version of the layout. */
  readonly dead_letters: 1;
  /** The input they come from. */
  readonly input: string;
  /** See {@link BatchSource.recordFormat}. */
  readonly record_format: Readonly<Record<string, string>>;
}

/** A further line: a record that could not be processed. */
export interface DeadLetter {
  /** Number of the record in the input, 1 for the first. */
  readonly record: number;
  /** Byte of the (uncompressed) input it starts at; null if the format has no offsets. */
  readonly byte_offset: number | null;
  readonly reason: string;
  readonly message: string;
  /** The record as it appears in the input. Once corrected, it can be used as input again. */
  readonly raw: string;
  /** Its bytes, if they are not UTF-8 and `raw` cannot hold them. */
  readonly raw_base64?: string;
}

/** The first line of a dead-letter file. */
export function deadLetterHeader(input: string, recordFormat: Readonly<Record<string, string>>): string {
  const header: DeadLetterHeader = { dead_letters: 1, input, record_format: recordFormat };
  return `${JSON.stringify(header)}\n`;
}

/** The dead letters of a shard as JSON lines, in the order of the records; faults and rejected records together. */
export function deadLetterLines(shard: Shard, rejected: readonly RejectedRecord[]): string {
  const all = [...shard.faults, ...rejected].sort((a, b) => a.at - b.at);
  return all.map((record) => `${JSON.stringify(deadLetter(shard, record))}\n`).join('');
}

/** How often each reason occurs. */
export function countReasons(shard: Shard, rejected: readonly RejectedRecord[]): Record<string, number> {
  const counts = namedValues<number>();
  for (const { reason } of [...shard.faults, ...rejected]) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

function deadLetter(shard: Shard, { at, reason, message }: RejectedRecord): DeadLetter {
  const bytes = Buffer.from(recordBytes(shard, at));
  const start = shard.bounds[2 * at]!;
  return {
    record: shard.firstRecord + at,
    byte_offset: shard.byteOffset === null ? null : shard.byteOffset + start,
    reason,
    message,
    raw: bytes.toString('utf8'),
    ...(isUtf8(bytes) ? {} : { raw_base64: bytes.toString('base64') }),
  };
}
