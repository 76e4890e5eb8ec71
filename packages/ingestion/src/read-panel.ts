import type { Readable } from 'node:stream';

import { assertDistinctPlaces } from '@dqs/core/io';

import { checkSource } from './databases/database-source.js';
import { IngestRun, type ReadResult } from './ingest-run.js';
import { STDIN, resolveInputs } from './inputs/resolve-inputs.js';
import { resolveOptions, type ReadHooks, type ReadOptions } from './options.js';

/**
 * Reads logs of rule results into a daily panel.
 *
 * The panel does not depend on the order of the rows, the split into files, the reader or the number of threads.
 * A row without a usable date, dataset or rule changes nothing but the count of rejected rows (and the rejects file).
 *
 * @param inputs files, folders (all files of a known format in them), patterns such as `results/*.csv.gz`, and `-` for
 * standard input. Formats follow from the extension: .csv, .tsv, .jsonl, .ndjson (each also .gz), .parquet; a panel
 * saved by `savePanel` is recognised.
 * @throws DqsError `input-not-found`, `input-unreadable`, `input-truncated`, `input-column-missing`, `input-empty`,
 * `input-too-many-rejects`, `input-too-many-unreadable`, `output-not-writable` (the rejects file), `invalid-argument`
 * (for example if the rejects file is an input), `aborted`.
 *
 * @example
 * const { panel, report } = await readPanel(['results/'], { rejectsFile: 'rejects.jsonl' });
 */
export async function readPanel(
  inputs: readonly string[],
  options: ReadOptions = {},
  hooks: ReadHooks = {},
): Promise<ReadResult> {
  const settings = resolveOptions(options, hooks);
  const paths = await resolveAll(inputs, options);
  const database = options.database && checkSource(options.database);
  const files = paths.filter((path) => path !== STDIN);
  const { rejectsFile } = options;
  await assertDistinctPlaces({
    inputs: files.map((path) => ({ name: `the input ${path}`, path })),
    outputs: rejectsFile === undefined ? [] : [{ name: 'the rejects file', path: rejectsFile }],
  });
  return runIngest(settings, async (run) => {
    await run.readFiles(files);
    if (paths.includes(STDIN)) await run.readStream(settings.stdin, STDIN);
    if (database !== undefined) await run.readDatabase(database);
  });
}

/** The inputs; there may be none beside a log in a database. @throws DqsError as {@link resolveInputs}. */
export async function resolveAll(
  inputs: readonly string[],
  { database, onlyTools }: Pick<ReadOptions, 'database' | 'onlyTools'>,
): Promise<string[]> {
  return inputs.length === 0 && database !== undefined ? [] : resolveInputs(inputs, onlyTools);
}

/**
 * Reads one stream of CSV, TSV or JSON lines, gzipped or not, into a daily panel. Without `format`, a stream that
 * starts with `{` is JSON lines, any other is CSV.
 *
 * @throws DqsError as {@link readPanel}.
 */
export async function readPanelFromStream(
  stream: Readable,
  options: ReadOptions = {},
  hooks: ReadHooks = {},
): Promise<ReadResult> {
  return runIngest(resolveOptions(options, hooks), (run) => run.readStream(stream, STDIN));
}

async function runIngest(
  settings: ReturnType<typeof resolveOptions>,
  read: (run: IngestRun) => Promise<void>,
): Promise<ReadResult> {
  const run = new IngestRun(settings);
  try {
    await read(run);
    return await run.finish();
  } finally {
    await run.close();
  }
}
