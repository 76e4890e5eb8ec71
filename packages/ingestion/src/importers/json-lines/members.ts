import { DqsError } from '@dqs/core';

import { COLUMNS, DEFAULT_TEXT, REPLACED_COLUMNS, type ColumnName } from '../../rows/columns.js';
import { locateColumns } from '../../rows/locate-columns.js';
import { forgivenName } from '../../rows/plain-name.js';
import type { NamedInput } from '../importer.js';

/** A column that a member of an object may be. */
interface Target {
  readonly at: number;
  /** Whether the name is exactly the expected one; such a member wins over others. */
  readonly isExact: boolean;
}

/** Names kept to distinguish a missing member from a misspelt one; objects may have any number. */
const MAX_NAMES = 1000;

/** Which columns the members of objects are. */
export class Members {
  readonly #input: NamedInput;
  readonly #names = new Set<string>();
  readonly #targets = new Map<string, readonly Target[]>();
  /** Replaced columns that are taken to be missing from the whole input. */
  #replaced: ReadonlySet<ColumnName> = new Set();

  constructor(input: NamedInput) {
    this.#input = input;
  }

  /** Columns that take the same text in every row, as far as is known. */
  get constants(): ReadonlyMap<ColumnName, string> {
    const { constants } = this.#input.settings.mapping;
    const defaults = [...this.#replaced].filter((name) => name !== 'dataset_uuid');
    return new Map([...constants, ...defaults.map((name) => [name, DEFAULT_TEXT] as const)]);
  }

  /** Whether `dataset_uuid` is derived, as far as is known. */
  get isUuidDerived(): boolean {
    return this.#replaced.has('dataset_uuid');
  }

  /**
   * The values of an object by column, in the order of {@link COLUMNS}; undefined where it has no such member.
   *
   * @throws DqsError `input-unreadable` for a member whose absence was settled.
   */
  valuesOf(members: Readonly<Record<string, unknown>>, record: number): unknown[] {
    const values: unknown[] = new Array(COLUMNS.length).fill(undefined);
    for (const name in members) {
      for (const { at, isExact } of this.#targetsOf(name)) {
        if (!isExact && values[at] !== undefined) continue;
        values[at] = members[name];
        if (this.#replaced.has(COLUMNS[at]!)) throw this.#lateMember(name, COLUMNS[at]!, record);
      }
    }
    return values;
  }

  /** Settles which columns are missing, by the objects that were seen. */
  settle(): void {
    const { names, constants } = this.#input.settings.mapping;
    const seen = new Set([...this.#names].flatMap((name) => this.#targetsOf(name).map(({ at }) => COLUMNS[at]!)));
    const isGiven = (name: ColumnName) => seen.has(name) || constants.has(name) || names.has(name);
    this.#replaced = new Set(REPLACED_COLUMNS.filter((name) => !isGiven(name)));
  }

  /** Checks that every column was seen. @throws DqsError as {@link locateColumns}. */
  finish(): void {
    if (this.#names.size === 0) return;
    const { name, settings, note } = this.#input;
    for (const one of locateColumns([...this.#names], name, settings.mapping).notes) note(one);
  }

  #targetsOf(name: string): readonly Target[] {
    const known = this.#targets.get(name);
    if (known !== undefined) return known;
    const targets = this.#find(name);
    if (targets.length > 0 || this.#names.size < MAX_NAMES) {
      this.#names.add(name);
      this.#targets.set(name, targets);
    }
    return targets;
  }

  #find(name: string): Target[] {
    const { names, constants } = this.#input.settings.mapping;
    const plain = forgivenName(name.trim());
    const claimed = [...names.values()].some((mapped) => forgivenName(mapped) === plain);
    return COLUMNS.flatMap((column, at) => {
      const mapped = names.get(column);
      if (constants.has(column) || forgivenName(mapped ?? column) !== plain || (claimed && mapped === undefined))
        return [];
      return [{ at, isExact: name === (mapped ?? column) }];
    });
  }

  #lateMember(member: string, column: ColumnName, record: number): DqsError {
    const { name } = this.#input;
    const message =
      `expected "${member}" in none of the records of ${name}, since the first ones lack it, but record ${record} has ` +
      `it; say --map ${column}=${member} to take it for empty where it is missing`;
    return new DqsError('input-unreadable', message, { details: { path: name, record, member } });
  }
}
