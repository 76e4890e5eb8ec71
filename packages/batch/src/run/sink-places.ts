import { DqsError } from '@dqs/core';
import { assertDistinctPlaces, outputPlace, type RunPlace } from '@dqs/core/io';

import type { BatchSink } from '../options.js';
import { assertRunFolder } from '../state/run-folder.js';

/**
 * Makes sure, before anything is read or written, that the files of a run do not destroy each other or somebody else's.
 *
 * @param inputs what the run reads.
 * @throws DqsError `invalid-argument` where two of them are the same file, or a device or a pipe is given as the output
 * without a place for the dead letters and the state; `batch-state-invalid` where the folder for the state holds other
 * things; `output-not-writable`.
 */
export async function assertSinkPlaces(sink: BatchSink, inputs: readonly RunPlace[] = []): Promise<void> {
  const { kind } = await outputPlace(sink.path);
  if (kind === 'stream' && (sink.deadLetters === undefined || sink.directory === undefined)) {
    throw new DqsError(
      'invalid-argument',
      `expected places for the dead letters and the state of the run (--dead-letters, --state), because the output ` +
        `${sink.path} is a device or a pipe, beside which there can be none`,
      { details: { path: sink.path } },
    );
  }
  const { deadLetters = `${sink.path}.dead-letters.jsonl`, directory = `${sink.path}.batch` } = sink;
  await outputPlace(deadLetters);
  await assertDistinctPlaces({
    inputs,
    outputs: [
      { name: 'the output', path: sink.path },
      { name: 'the file of dead letters', path: deadLetters },
      { name: 'the folder of the state', path: directory },
    ],
  });
  await assertRunFolder(directory);
}
