import { compareText, decodeColumns, DqsError, encodeColumns, type DailyPanel, type NumericColumn } from '@dqs/core';

const FORMAT = 'dqs-panel-pools/1';

/** Executions of a group of series on a day, by outcome: whole numbers up to 2^53, so that no order of adding changes them. */
export interface PoolCounts {
  readonly passes: number;
  readonly fails: number;
  readonly errors: number;
}

/** Series of a tenant that are counted together: those of a rule on all datasets, or all of them (`ruleCode` null). */
export interface PoolGroup {
  readonly tenantId: string;
  readonly ruleCode: string | null;
  /** By day, ascending; days without results are left out. */
  readonly days: ReadonlyMap<number, PoolCounts>;
}

/**
 * Counts of each rule, and of everything, of each tenant by day. They do not depend on how the results were divided or in which
 * order they were added.
 */
export class PoolSums {
  readonly #groups = new Map<string, { tenantId: string; ruleCode: string | null; days: Map<number, PoolCounts> }>();

  /** Adds what a panel holds. */
  add({ keys, cells }: DailyPanel): void {
    const groups = keys.map(({ tenantId, ruleCode }) => [this.#group(tenantId, ruleCode), this.#group(tenantId, null)]);
    for (let i = 0; i < cells.key.length; i += 1) {
      const [passes, fails, errors] = [cells.passes[i]!, cells.fails[i]!, cells.errors[i]!];
      for (const days of groups[cells.key[i]!]!) addTo(days, cells.day[i]!, { passes, fails, errors });
    }
  }

  /** The groups: of each tenant all series first, then the rules, by code point. */
  groups(): PoolGroup[] {
    return [...this.#groups.values()]
      .sort(
        (a, b) =>
          compareText(a.tenantId, b.tenantId) ||
          Number(a.ruleCode !== null) - Number(b.ruleCode !== null) ||
          compareText(a.ruleCode ?? '', b.ruleCode ?? ''),
      )
      .map(({ days, ...group }) => ({ ...group, days: new Map([...days].sort(([a], [b]) => a - b)) }));
  }

  #group(tenantId: string, ruleCode: string | null): Map<number, PoolCounts> {
    const id = JSON.stringify([tenantId, ruleCode]);
    let group = this.#groups.get(id);
    if (group === undefined) this.#groups.set(id, (group = { tenantId, ruleCode, days: new Map() }));
    return group.days;
  }
}

function addTo(days: Map<number, PoolCounts>, day: number, { passes, fails, errors }: PoolCounts): void {
  const known = days.get(day) ?? { passes: 0, fails: 0, errors: 0 };
  const sum = { passes: known.passes + passes, fails: known.fails + fails, errors: known.errors + errors };
  if (!Object.values(sum).every(Number.isSafeInteger)) {
    throw new DqsError('panel-invalid', 'expected at most 2^53 executions of a rule a day, got more');
  }
  days.set(day, sum);
}

/** Pools as bytes. Equal pools give equal bytes. */
export function encodePools(groups: readonly PoolGroup[]): Uint8Array {
  const rows = groups.flatMap(({ days }, group) => [...days].map(([day, counts]) => ({ group, day, ...counts })));
  const counts = (of: keyof PoolCounts) => Float64Array.from(rows, (row) => row[of]);
  return encodeColumns({
    meta: { format: FORMAT, groups: groups.map(({ tenantId, ruleCode }) => [tenantId, ruleCode]) },
    columns: {
      group: Int32Array.from(rows, ({ group }) => group),
      day: Int32Array.from(rows, ({ day }) => day),
      passes: counts('passes'),
      fails: counts('fails'),
      errors: counts('errors'),
    },
  });
}

/**
 * Reads what {@link encodePools} wrote.
 *
 * @throws DqsError `panel-invalid` for anything else.
 */
export function decodePools(bytes: Uint8Array): PoolGroup[] {
  const { meta, columns } = decodeColumns(bytes);
  const { format, groups: names } = (meta ?? {}) as { readonly format?: unknown; readonly groups?: unknown };
  const isNamed = Array.isArray(names) && names.every(isGroupName);
  if (format !== FORMAT || !isNamed) throw notPools(`a header of format ${FORMAT} with groups`);
  const groups = names.map(([tenantId, ruleCode]) => ({ tenantId, ruleCode, days: new Map<number, PoolCounts>() }));
  const [group, day, ...counts] = ['group', 'day', 'passes', 'fails', 'errors'].map((name) => columnOf(columns, name));
  const [passes, fails, errors] = counts as [NumericColumn, NumericColumn, NumericColumn];
  if (![day!, ...counts].every(({ length }) => length === group!.length)) throw notPools('columns of equal length');
  for (let i = 0; i < group!.length; i += 1) {
    const days = groups[group![i]!]?.days;
    const row = { passes: passes[i]!, fails: fails[i]!, errors: errors[i]! };
    const isWhole = Object.values(row).every((value) => Number.isSafeInteger(value) && value >= 0);
    if (days === undefined || days.has(day![i]!) || !isWhole) throw notPools('one row of whole counts a group and day');
    days.set(day![i]!, row);
  }
  return groups;
}

function isGroupName(value: unknown): value is [string, string | null] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  return typeof value[0] === 'string' && (value[1] === null || typeof value[1] === 'string');
}

function columnOf(columns: Readonly<Record<string, NumericColumn>>, name: string): NumericColumn {
  if (Object.hasOwn(columns, name)) return columns[name]!;
  throw notPools(`a column "${name}"`);
}

function notPools(expected: string): DqsError {
  return new DqsError('panel-invalid', `expected ${expected} in the pools of a panel set, found something else`);
}
