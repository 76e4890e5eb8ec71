import { DqsError } from '@dqs/core';
import { assertDistinctPlaces, outputPlace, type RunPlace } from '@dqs/core/io';

import type { BatchSink } from '../options.js';
import { assertRunFolder } from '../state/run-folder.js';

/**
 * Checks, before anything is read or written, that the files of a run overwrite neither each other nor unrelated files.
 *
 * @param inputs files the run reads.
 * @throws DqsError `invalid-argument` if two of them are the same file, or if the output is a device or a pipe and no
 * paths for the dead letters and the state are given; `batch-state-invalid` if the state folder holds other files;
 * `output-not-writable`.
 */
export async function assertSinkPlaces(sink: BatchSink, inputs: readonly RunPlace[] = []): Promise<void> {
  const { kind } = await outputPlace(sink.path);
  if (kind === 'stream' && (sink.deadLetters === undefined || sink.directory === undefined)) {
    throw new DqsError(
      'invalid-argument',
      `expected paths for the dead letters and the state of the run (--dead-letters, --state), because the output ` +
        `${sink.path} is a device or a pipe and they cannot be stored next to it`,
      { details: { path: sink.path } },
    );
  }
  const { deadLetters = `${sink.path}.dead-letters.jsonl`, directory = `${sink.path}.batch` } = sink;
  await outputPlace(deadLetters);
  await assertDistinctPlaces({
    inputs,
    outputs: [
      { name: 'the output', path: sink.path },
      { name: 'the dead-letter file', path: deadLetters },
      { name: 'the state folder', path: directory },
    ],
  });
  await assertRunFolder(directory);
}
