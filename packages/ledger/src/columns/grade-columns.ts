import { ID_BYTES } from '../forecast-id.js';
import { GRADE_NUMBERS, type GradeColumns, type GradeNumber } from '../records/grades.js';

/** Grades of so many rows, of which nothing is known yet: counts are 0, numbers missing. */
export function emptyGrades(rows: number): GradeColumns {
  return {
    ids: new Uint8Array(rows * ID_BYTES),
    revision: new Int32Array(rows),
    knownFrom: new Float64Array(rows).fill(Number.NaN),
    executions: new Int32Array(rows),
    numbers: gradeNumbers(() => new Float64Array(rows).fill(Number.NaN)),
    covered80: new Uint8Array(rows),
    covered95: new Uint8Array(rows),
    below: new Uint8Array(rows),
    live: new Uint8Array(rows),
  };
}

/** A value for each of {@link GRADE_NUMBERS}. */
export function gradeNumbers<T>(of: (key: GradeNumber) => T): Record<GradeNumber, T> {
  return Object.fromEntries(GRADE_NUMBERS.map((key) => [key, of(key)])) as Record<GradeNumber, T>;
}

/** Some rows of parts, in this order; −1 as a part is a row of which nothing is known. */
export function gatherGrades(
  parts: readonly GradeColumns[],
  part: ArrayLike<number>,
  row: ArrayLike<number>,
): GradeColumns {
  const gathered = emptyGrades(row.length);
  for (let i = 0; i < row.length; i += 1) {
    if (part[i]! < 0) continue;
    const [from, at] = [parts[part[i]!]!, row[i]!];
    for (let byte = 0; byte < ID_BYTES; byte += 1) gathered.ids[i * ID_BYTES + byte] = from.ids[at * ID_BYTES + byte]!;
    gathered.revision[i] = from.revision[at]!;
    gathered.knownFrom[i] = from.knownFrom[at]!;
    gathered.executions[i] = from.executions[at]!;
    gathered.covered80[i] = from.covered80[at]!;
    gathered.covered95[i] = from.covered95[at]!;
    gathered.below[i] = from.below[at]!;
    gathered.live[i] = from.live[at]!;
    for (const key of GRADE_NUMBERS) gathered.numbers[key][i] = from.numbers[key][at]!;
  }
  return gathered;
}

/** Some rows, in this order. */
export function pickGrades(grades: GradeColumns, rows: ArrayLike<number>): GradeColumns {
  return gatherGrades([grades], new Uint8Array(rows.length), rows);
}
