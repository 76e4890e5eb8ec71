import { DqsError, nearestName } from '@dqs/core';

/** The columns an input must have, under exactly these names. */
export const REQUIRED_COLUMNS = [
  'source',
  'tenant_id',
  'dataset_uuid',
  'dataset_name',
  'business_date',
  'rule_code',
  'results',
] as const;

/** The columns an input may have; a missing one reads as empty in every row. */
export const OPTIONAL_COLUMNS = [
  'level_of_execution',
  'attribute_name',
  'dataset_record_count',
  'filtered_record_count',
] as const;

/** A column that is read. `context_id` and unknown columns are ignored. */
export type ColumnName = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number];

/** Whether a column of that name is read. */
export function isKnownColumn(name: string): name is ColumnName {
  return [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS].some((known) => known === name);
}

/** Position of each known column in a record: index by name, undefined for a missing optional column. */
export type ColumnPositions = Readonly<Record<ColumnName, number | undefined>>;

/** A header as it appears in the file. */
export interface HeaderLayout {
  /** Number of fields of the header, which every record must have. */
  readonly width: number;
  readonly positions: ColumnPositions;
}

/**
 * Finds the columns of an input by name, in any order. Names are trimmed; a byte order mark is dropped.
 *
 * @param names the fields of the header.
 * @param where name of the input in errors.
 * @param delimiter the field delimiter in use, undefined if the format has none.
 * @throws DqsError `input-column-missing` with the nearest name present, or the delimiter that was probably meant.
 */
export function locateColumns(names: readonly string[], where: string, delimiter?: string): HeaderLayout {
  const found = names.map((name) => name.replace(/^\uFEFF/, '').trim());
  const positions = Object.fromEntries(
    [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS].map((name) => [name, indexOrUndefined(found, name)]),
  ) as ColumnPositions;
  const missing = REQUIRED_COLUMNS.filter((name) => positions[name] === undefined);
  if (missing.length > 0) throw missingColumns(missing, found, where, delimiter);
  const twice = found.filter((name, i) => Object.hasOwn(positions, name) && found.indexOf(name) !== i);
  if (twice.length > 0) {
    throw new DqsError('input-unreadable', `expected each column once in ${where}, found "${twice[0]}" twice`, {
      details: { path: where, columns: twice },
    });
  }
  return { width: names.length, positions };
}

function indexOrUndefined(names: readonly string[], name: string): number | undefined {
  const index = names.indexOf(name);
  return index < 0 ? undefined : index;
}

function missingColumns(
  missing: readonly string[],
  found: readonly string[],
  where: string,
  delimiter?: string,
): DqsError {
  const details = { path: where, missing, found: found.slice(0, 50), delimiter };
  const likely = delimiter === undefined ? undefined : likelyDelimiter(found.join(delimiter), delimiter);
  if (likely !== undefined && found.length <= 2) {
    const message =
      `expected columns separated by ${nameOfDelimiter(delimiter!)} in ${where}, but the header looks separated by ` +
      `${nameOfDelimiter(likely)}; set the option delimiter to ${JSON.stringify(likely)}`;
    return new DqsError('input-column-missing', message, { details: { ...details, likelyDelimiter: likely } });
  }
  const wanted = missing.map((name) => describeMissing(name, found)).join('; ');
  const shown = found.slice(0, 20).join(', ') + (found.length > 20 ? ', …' : '');
  return new DqsError('input-column-missing', `${where} lacks ${wanted}. Its columns are: ${shown}`, { details });
}

function describeMissing(name: string, found: readonly string[]): string {
  const unused = found.filter((other) => !(REQUIRED_COLUMNS as readonly string[]).includes(other));
  const near = nearestName(name, unused);
  return near === undefined ? `the column "${name}"` : `the column "${name}" (did you mean "${near}"? rename it)`;
}

const CANDIDATES = [',', ';', '\t', '|'];

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({ ',': 'a comma', ';': 'a semicolon', '\t': 'a tab', '|': 'a bar (|)' }),
);

/** A delimiter in words, for messages. */
function nameOfDelimiter(delimiter: string): string {
  return NAMES.get(delimiter) ?? JSON.stringify(delimiter);
}

/** The delimiter a header line was probably written with, if that is not the one in use; otherwise undefined. */
function likelyDelimiter(headerLine: string, inUse: string): string | undefined {
  const count = (delimiter: string) => headerLine.split(delimiter).length - 1;
  const best = CANDIDATES.filter((candidate) => candidate !== inUse).sort((a, b) => count(b) - count(a))[0]!;
  return count(best) > count(inUse) ? best : undefined;
}
