import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import { assertKnownOptions, DqsError, optionNames, throwIfAborted, type Hooks } from '@dqs/core';
import { notWritable, writeAtomically } from '@dqs/core/io';

import { historyText, type GeneratedCounts, type SyntheticHistory } from './history.js';
import { fileFormat } from './row-format.js';

/** Options of {@link writeHistory}. */
export interface WriteHistoryOptions {
  readonly seed: number;
  /** Share of the rows to damage, 0 to 1. */
  readonly garbage: number;
}

/** Hooks of {@link writeHistory}; progress is told in rows. */
export type WriteHistoryHooks = Pick<Hooks, 'signal' | 'onProgress'>;

const OPTIONS = optionNames<WriteHistoryOptions>({ seed: true, garbage: true });

/**
 * Writes a history to a file whose format follows from its extension. The file appears whole or not at all, and writing
 * keeps up with the disk at any size.
 *
 * @throws DqsError `output-not-writable`, `invalid-argument` for an unknown extension or option, `aborted`.
 */
export async function writeHistory(
  path: string,
  history: SyntheticHistory,
  options: WriteHistoryOptions,
  hooks: WriteHistoryHooks = {},
): Promise<GeneratedCounts> {
  assertKnownOptions('options of a history', options, OPTIONS);
  const { rows, isGzip } = fileFormat(path);
  const counts: GeneratedCounts = { rows: 0, rejects: 0, errors: 0 };
  const text = Readable.from(reported(historyText(history, rows, options, counts), history, hooks, counts), {
    objectMode: true,
    highWaterMark: 2,
  });
  await writeAtomically(path, async (temporary) => {
    const file = createWriteStream(temporary, { flags: 'wx' });
    const { signal } = hooks;
    try {
      // Level 1: the file is for trying things out, not for keeping.
      await (isGzip ? pipeline(text, createGzip({ level: 1 }), file, { signal }) : pipeline(text, file, { signal }));
    } catch (cause) {
      throwIfAborted(signal);
      throw DqsError.is(cause) ? cause : notWritable(path, cause);
    }
  });
  return counts;
}

function* reported(
  chunks: Iterable<string>,
  { shape, cells }: SyntheticHistory,
  { onProgress, signal }: WriteHistoryHooks,
  counts: GeneratedCounts,
): Generator<Buffer> {
  const total = shape.rows ?? Math.round(cells * shape.executions);
  for (const chunk of chunks) {
    if (signal?.aborted) throw new DqsError('aborted', 'the work was interrupted', { cause: signal.reason });
    onProgress?.({ stage: 'generate', done: counts.rows, total: Math.max(total, counts.rows), unit: 'rows' });
    // Every text of a synthetic history is plain ASCII.
    yield Buffer.from(chunk, 'latin1');
  }
}
