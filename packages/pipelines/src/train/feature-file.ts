import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { CsvWriter, formatDay, throwIfAborted, type Hooks } from '@dqs/core';
import { writeAtomically } from '@dqs/core/io';

import type { ExportedRows } from './export-rows.js';

/** Rows of one piece of text. */
const BLOCK_ROWS = 2048;
const CSV = new CsvWriter();

/**
 * Writes the rows of a training as CSV: `business_date`, `set` (`train` or `test`), the features, `target`, `weight`. The
 * file appears whole or not at all. A missing value is an empty field, which pandas reads as NaN.
 *
 * @throws DqsError `output-not-writable`, `aborted`.
 */
export async function writeFeatureFile(
  path: string,
  rows: ExportedRows,
  { signal }: Pick<Hooks, 'signal'> = {},
): Promise<void> {
  await writeAtomically(path, async (temporary) => {
    await pipeline(Readable.from(pieces(rows, signal)), createWriteStream(temporary, { flags: 'wx' }));
  });
}

function* pieces({ contract, train, test }: ExportedRows, signal: AbortSignal | undefined): Generator<string> {
  const names = contract.features.map(({ name }) => name);
  yield CSV.record(['business_date', 'set', ...names, 'target', 'weight']);
  for (const [set, part] of Object.entries({ train, test })) {
    const columns = part.frame.columns.map(({ values }) => values);
    for (let from = 0; from < part.length; from += BLOCK_ROWS) {
      throwIfAborted(signal);
      let text = '';
      for (let row = from; row < Math.min(part.length, from + BLOCK_ROWS); row += 1) {
        const cells = columns.map((values) => values[row]!);
        text += CSV.record([formatDay(part.day[row]!), set, ...cells, part.target[row]!, part.weight[row]!]);
      }
      yield text;
    }
  }
}
