import { isUtf8 } from 'node:buffer';

import { recordBytes, recordCount, type RejectedRecord, type ShardProcess } from './shard.js';

/** Thrown by a function of {@link perRecord}: the record becomes a dead letter with this reason. */
export class RecordRejection extends Error {
  override readonly name = 'RecordRejection';
  /** A short word in kebab-case. */
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Builds the process of a shard from a function of one record.
 *
 * @param transform takes the text of a record and its number (1 for the first of the input) and returns the text to
 * write for it, including the line end. A {@link RecordRejection} makes the record a dead letter with its reason; any
 * other error gives the reason `processing-failed`.
 */
export function perRecord(transform: (text: string, record: number) => string | Promise<string>): ShardProcess {
  return async (shard) => {
    const faulty = new Set(shard.faults.map(({ at }) => at));
    const texts: string[] = [];
    const rejected: RejectedRecord[] = [];
    for (let at = 0; at < recordCount(shard); at += 1) {
      if (faulty.has(at)) continue;
      const bytes = recordBytes(shard, at);
      try {
        if (!isUtf8(bytes)) throw new RecordRejection('invalid-utf-8', 'expected UTF-8 text');
        texts.push(await transform(Buffer.from(bytes).toString('utf8'), shard.firstRecord + at));
      } catch (error) {
        const reason = error instanceof RecordRejection ? error.reason : 'processing-failed';
        rejected.push({ at, reason, message: error instanceof Error ? error.message : String(error) });
      }
    }
    return { output: new Uint8Array(Buffer.from(texts.join(''))), rows: texts.length, rejected };
  };
}
