import { COLUMNS, OPTIONAL_COLUMNS, type ColumnName } from '../rows/columns.js';
import { likelyColumn } from '../rows/likely-columns.js';
import type { ColumnMapping } from '../rows/mapping.js';
import { forgivenName } from '../rows/plain-name.js';

/** What became of a column. */
export interface ExplainedColumn {
  readonly column: ColumnName;
  /** The name in the input, null where it has none. */
  readonly from: string | null;
  /**
   * How it was found: under its own `name`, that name `forgiven` case, blanks or dashes, as the mapping says (`mapped`), or
   * `guessed`; else that it is a `constant`, a `default` or `derived`, is `absent` and empty, or `missing`, which is an error.
   */
  readonly how: 'name' | 'forgiven' | 'mapped' | 'guessed' | 'constant' | 'default' | 'derived' | 'absent' | 'missing';
}

/**
 * What each column of an input is: as the mapping says, by its name, or as columns are usually called.
 *
 * @returns the columns, and the mapping with the guessed ones.
 */
export function proposeMapping(
  found: readonly string[],
  mapping: ColumnMapping,
): { columns: readonly ExplainedColumn[]; mapping: ColumnMapping } {
  const names = new Map(mapping.names);
  const taken = [...names.values()];
  const columns = COLUMNS.map((column): ExplainedColumn => {
    if (mapping.constants.has(column)) return { column, from: null, how: 'constant' };
    const mapped = mapping.names.get(column);
    if (mapped !== undefined) return { column, from: mapped, how: nameIn(found, mapped) ? 'mapped' : 'missing' };
    const own = nameIn(found, column);
    if (own !== undefined) {
      taken.push(own);
      return { column, from: own, how: own === column ? 'name' : 'forgiven' };
    }
    return { column, from: null, how: 'missing' };
  });
  return { columns: columns.map((one) => guessed(one, found, names, taken)), mapping: { ...mapping, names } };
}

function guessed(
  one: ExplainedColumn,
  found: readonly string[],
  names: Map<ColumnName, string>,
  taken: string[],
): ExplainedColumn {
  const { column, how } = one;
  if (how !== 'missing' || names.has(column)) return one;
  const likely = likelyColumn(column, found, taken);
  if (likely !== undefined) {
    taken.push(likely);
    names.set(column, likely);
    return { column, from: likely, how: 'guessed' };
  }
  if (column === 'source' || column === 'tenant_id') return { column, from: null, how: 'default' };
  if (column === 'dataset_uuid') return { column, from: null, how: 'derived' };
  return OPTIONAL_COLUMNS.some((optional) => optional === column) ? { column, from: null, how: 'absent' } : one;
}

function nameIn(found: readonly string[], name: string): string | undefined {
  if (found.includes(name)) return name;
  return found.find((other) => forgivenName(other) === forgivenName(name));
}
