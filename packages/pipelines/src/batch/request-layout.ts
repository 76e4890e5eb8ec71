import { DqsError, FORECAST_COLUMNS, nearestName } from '@dqs/core';

/** Columns that every request must have. */
export const REQUEST_COLUMNS = ['dataset_uuid', 'rule_code', 'business_date'] as const;

/** The column that names the tenant of a request; needed only if several have the dataset and rule. */
export const TENANT_COLUMN = 'tenant_id';

/** The column that names the percentage that a request's day should reach; empty where it names none. */
export const TARGET_COLUMN = 'target_percentage';

const READ_COLUMNS: readonly string[] = [...REQUEST_COLUMNS, TENANT_COLUMN, TARGET_COLUMN];

/** Names of forecast columns, which a request cannot use. */
export const RESERVED_COLUMNS: readonly string[] = FORECAST_COLUMNS.map(({ name }) => name as string).filter(
  (name) => !READ_COLUMNS.includes(name),
);

/** Whether a column of a request says what to forecast; others are passed through. */
export function isRead(name: string): boolean {
  return READ_COLUMNS.includes(name);
}

/** Positions of the columns of a request file. Survives a structured clone. */
export interface RequestLayout {
  /** Names of all columns, in the order of the file. */
  readonly names: readonly string[];
  /** Positions of {@link REQUEST_COLUMNS}. */
  readonly dataset: number;
  readonly rule: number;
  readonly date: number;
  /** Position of {@link TENANT_COLUMN}, −1 if there is none. */
  readonly tenant: number;
  /** Position of {@link TARGET_COLUMN}, −1 if there is none. */
  readonly target: number;
  /** Positions of the passed-through columns. */
  readonly carried: readonly number[];
}

/** Names of the output columns: those of a forecast, then the passed-through ones. */
export function outputColumns({ names, carried }: RequestLayout): string[] {
  return [...FORECAST_COLUMNS.map(({ name }) => name), ...carried.map((column) => names[column]!)];
}

/**
 * Finds the columns of a request file by name, in any order. Other columns are passed through.
 *
 * @param names the fields of the header.
 * @param where name of the input in messages.
 * @throws DqsError `input-column-missing` with the nearest name there is; `input-unreadable` for a column that is there
 * twice or has the name of one that a forecast adds.
 */
export function requestLayout(names: readonly string[], where: string): RequestLayout {
  const missing = REQUEST_COLUMNS.filter((name) => !names.includes(name));
  if (missing.length > 0) throw missingColumns(missing, names, where);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new DqsError('input-unreadable', `expected each column once in ${where}, found "${twice}" twice`, {
      details: { path: where, column: twice },
    });
  }
  const taken = RESERVED_COLUMNS.find((name) => names.includes(name));
  if (taken !== undefined) {
    throw new DqsError(
      'input-unreadable',
      `the column "${taken}" of ${where} has the name of a forecast column; rename or remove it`,
      { details: { path: where, column: taken } },
    );
  }
  const [dataset, rule, date] = REQUEST_COLUMNS.map((name) => names.indexOf(name)) as [number, number, number];
  const carried = names.flatMap((name, column) => (isRead(name) ? [] : [column]));
  const [tenant, target] = [names.indexOf(TENANT_COLUMN), names.indexOf(TARGET_COLUMN)];
  return { names, dataset, rule, date, tenant, target, carried };
}

function missingColumns(missing: readonly string[], names: readonly string[], where: string): DqsError {
  const wanted = missing.map((name) => {
    const near = nearestName(name, names);
    return near === undefined ? `the column "${name}"` : `the column "${name}" (did you mean "${near}"? rename it)`;
  });
  const shown = names.slice(0, 20).join(', ') + (names.length > 20 ? ', …' : '');
  return new DqsError('input-column-missing', `${where} lacks ${wanted.join('; ')}. Its columns are: ${shown}`, {
    details: { path: where, missing, found: names.slice(0, 50) },
  });
}
