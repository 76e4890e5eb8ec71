import { DqsError } from '@dqs/core';

/** Size of a synthetic history; omitted values follow from the rest. */
export interface ShapeRequest {
  /** Exact total number of rule results. */
  readonly rows?: number;
  readonly datasets?: number;
  readonly rules?: number;
  readonly days?: number;
  /** Mean executions a day of a rule on attributes; a rule on a whole dataset runs once. */
  readonly executions?: number;
}

/** Dimensions of a synthetic history. */
export interface Shape {
  readonly datasets: number;
  /** Rules of each dataset. */
  readonly rules: number;
  readonly days: number;
  /** Exact number of rows; undefined if it follows from `executions`. */
  readonly rows: number | undefined;
  readonly executions: number;
}

const RULES = 20;
const DAYS = 365;
const EXECUTIONS = 4;
/** Rows of a series in a full year: 1,000,000 rows are 50 datasets × 20 rules × 365 days. */
const ROWS_PER_SERIES = 1000;

/**
 * The dimensions of a history: as given, the rest such that a series has about a thousand rows a year.
 *
 * @throws DqsError `invalid-argument` if neither rows nor a dimension is given, or the rows do not fill the dimensions.
 */
export function shapeOf(request: ShapeRequest): Shape {
  const { rows, datasets, rules, days, executions } = request;
  if (rows === undefined && datasets === undefined && rules === undefined && days === undefined) {
    throw new DqsError(
      'invalid-argument',
      'expected the size of the history: --rows, or --datasets, --rules and --days',
    );
  }
  const series = Math.max(1, Math.round((rows ?? ROWS_PER_SERIES * RULES) / ROWS_PER_SERIES));
  const ruleCount = rules ?? Math.min(RULES, Math.max(1, Math.ceil(series / (datasets ?? 1))));
  const datasetCount = datasets ?? Math.max(1, Math.round(series / ruleCount));
  const shape = {
    datasets: datasetCount,
    rules: ruleCount,
    days: days ?? DAYS,
    rows,
    executions: executions ?? EXECUTIONS,
  };
  if (rows !== undefined && executions !== undefined) {
    throw new DqsError('invalid-argument', 'expected --rows or --executions, got both; each follows from the other');
  }
  return shape;
}
