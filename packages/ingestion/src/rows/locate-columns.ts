import { DqsError } from '@dqs/core';

import { COLUMNS, DEFAULT_TEXT, REPLACED_COLUMNS, REQUIRED_COLUMNS, type ColumnName } from './columns.js';
import { NO_MAPPING, type ColumnMapping } from './mapping.js';
import { missingColumns } from './missing-columns.js';
import { forgivenName, plainName } from './plain-name.js';

/** Position of each known column in a record: index by name, undefined for a column that the input lacks. */
export type ColumnPositions = Readonly<Record<ColumnName, number | undefined>>;

/** A header as it appears in the file, and what stands for the columns that it lacks. */
export interface HeaderLayout {
  /** Number of fields of the header, which every record must have. */
  readonly width: number;
  readonly positions: ColumnPositions;
  /** Columns that hold the same text in every row, whatever the input says. */
  readonly constants: ReadonlyMap<ColumnName, string>;
  /** Whether `dataset_uuid` is derived from source and dataset name. */
  readonly isUuidDerived: boolean;
  /** How columns were found where their names are not exactly the expected ones, and what stands for absent ones. */
  readonly notes: readonly string[];
}

/**
 * Finds the columns of an input by name, in any order: by the name that a mapping says, else by their own; case, blanks
 * and dashes are forgiven where no name fits exactly. A byte order mark is dropped.
 *
 * @param names the fields of the header.
 * @param where name of the input in errors.
 * @param delimiter the field delimiter in use, undefined if the format has none.
 * @throws DqsError `input-column-missing` with the option to use for each column, or the delimiter that was probably
 * meant; `input-unreadable` where two columns could be meant.
 */
export function locateColumns(
  names: readonly string[],
  where: string,
  mapping: ColumnMapping = NO_MAPPING,
  delimiter?: string,
): HeaderLayout {
  const header = new HeaderNames(names, where, mapping);
  const positions = Object.fromEntries(COLUMNS.map((name) => [name, header.positionOf(name)])) as ColumnPositions;
  const isMissing = (name: ColumnName) => positions[name] === undefined && !mapping.constants.has(name);
  const missing = COLUMNS.filter((name) => isMissing(name) && mustExist(name, header, mapping));
  if (missing.length > 0) throw missingColumns({ missing, found: header.names, where, delimiter, mapping });
  const replaced = REPLACED_COLUMNS.filter(isMissing);
  const defaults = replaced.filter((name) => name !== 'dataset_uuid').map((name) => [name, DEFAULT_TEXT] as const);
  const notes = [...header.notes, ...constantNotes(mapping, header), ...replaced.map(noteOfReplaced)];
  return {
    width: names.length,
    positions,
    constants: new Map([...mapping.constants, ...defaults]),
    isUuidDerived: replaced.includes('dataset_uuid'),
    notes,
  };
}

/** A column that is named by a mapping must exist; so must one whose name is probably only misspelt. */
function mustExist(name: ColumnName, header: HeaderNames, { names }: ColumnMapping): boolean {
  if (names.has(name) || REQUIRED_COLUMNS.some((required) => required === name)) return true;
  return REPLACED_COLUMNS.some((replaced) => replaced === name) && header.hasMisspelt(name);
}

function noteOfReplaced(name: (typeof REPLACED_COLUMNS)[number]): string {
  return name === 'dataset_uuid'
    ? 'there is no column dataset_uuid: it is derived from source and dataset_name (uuid v5)'
    : `there is no column ${name}: it is "${DEFAULT_TEXT}" in every row`;
}

function constantNotes({ constants }: ColumnMapping, header: HeaderNames): string[] {
  const hidden = [...constants.keys()].filter((name) => header.names.includes(name));
  return hidden.map(
    (name) => `the column ${name} is not read: it is ${JSON.stringify(constants.get(name))} in every row`,
  );
}

/** The names of a header, and what each was taken for. */
class HeaderNames {
  readonly names: readonly string[];
  readonly notes: string[] = [];
  readonly #forgiven: readonly string[];
  readonly #where: string;
  readonly #mapping: ColumnMapping;
  /** Positions that a mapping names. */
  readonly #claimed: ReadonlySet<number>;

  constructor(names: readonly string[], where: string, mapping: ColumnMapping) {
    this.names = names.map((name) => name.replace(/^\uFEFF/, '').trim());
    this.#forgiven = this.names.map(forgivenName);
    this.#where = where;
    this.#mapping = mapping;
    this.#claimed = new Set(
      [...mapping.names.values()].map((name) => this.#find(name)).filter((at) => at !== undefined),
    );
  }

  /** Where a column stands; undefined where there is none, or where a constant takes its place. */
  positionOf(column: ColumnName): number | undefined {
    if (this.#mapping.constants.has(column)) return undefined;
    const mapped = this.#mapping.names.get(column);
    const at = this.#find(mapped ?? column);
    if (at === undefined || (mapped === undefined && this.#claimed.has(at))) return undefined;
    if (this.names[at] !== (mapped ?? column)) this.notes.push(`the column "${this.names[at]}" is read as ${column}`);
    return at;
  }

  /** Whether a column that is not there has a name like one that is. */
  hasMisspelt(column: ColumnName): boolean {
    const free = this.names.filter((name, at) => !this.#claimed.has(at) && !COLUMNS.some((known) => known === name));
    return free.some((name) => isMisspelt(name, column));
  }

  #find(name: string): number | undefined {
    const exact = allOf(this.names, name);
    const found = exact.length > 0 ? exact : allOf(this.#forgiven, forgivenName(name));
    if (found.length > 1) throw this.#twice(name, found);
    return found[0];
  }

  #twice(name: string, found: readonly number[]): DqsError {
    const columns = found.map((at) => this.names[at]!);
    const message =
      new Set(columns).size === 1
        ? `expected each column once in ${this.#where}, found "${columns[0]}" twice`
        : `expected one column for ${name} in ${this.#where}, found ${columns.map((one) => `"${one}"`).join(' and ')}`;
    return new DqsError('input-unreadable', message, { details: { path: this.#where, columns } });
  }
}

function allOf(names: readonly string[], wanted: string): number[] {
  return names.flatMap((name, at) => (name === wanted ? [at] : []));
}

/** One letter more, less or other: further than that, another column is meant. */
function isMisspelt(name: string, column: string): boolean {
  const [a, b] = [plainName(name), plainName(column)];
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return Math.max(a.length, b.length) - start - end <= 1;
}
