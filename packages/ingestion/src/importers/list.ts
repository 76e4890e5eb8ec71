import { basename } from 'node:path';

import { DqsError } from '@dqs/core';

/** How an input is written, compression aside. */
export type InputFormat = 'csv' | 'tsv' | 'jsonl' | 'parquet';

/** The formats by name, for option checks. */
export const INPUT_FORMATS: readonly InputFormat[] = ['csv', 'tsv', 'jsonl', 'parquet'];

const EXTENSIONS: ReadonlyMap<string, InputFormat> = new Map(
  Object.entries<InputFormat>({
    csv: 'csv',
    tsv: 'tsv',
    tab: 'tsv',
    jsonl: 'jsonl',
    ndjson: 'jsonl',
    parquet: 'parquet',
  }),
);

/** The extensions that are known, for messages. */
export const KNOWN_EXTENSIONS = '.csv, .tsv, .tab, .jsonl, .ndjson (each also .gz) and .parquet';

/** The format a file's name says, undefined where it says none. `.gz` after it is looked through. */
export function formatOfName(path: string): InputFormat | undefined {
  const parts = basename(path).toLowerCase().split('.');
  if (parts.length < 2) return undefined;
  if (parts.at(-1) === 'gz') parts.pop();
  const format = EXTENSIONS.get(parts.at(-1) ?? '');
  return parts.length < 2 ? undefined : format;
}

/**
 * The format of a file.
 *
 * @param override the format the caller insists on.
 * @throws DqsError `input-unreadable` where the name says none.
 */
export function formatOf(path: string, override?: InputFormat): InputFormat {
  const format = override ?? formatOfName(path);
  if (format !== undefined) return format;
  throw new DqsError(
    'input-unreadable',
    `expected a file named ${KNOWN_EXTENSIONS}, got ${path}; rename it or set the option format`,
    { details: { path } },
  );
}
