import {
  emptyGrades,
  gatherGrades,
  GRADE_NUMBERS,
  GRADE_STATUS,
  ID_BYTES,
  idText,
  type GradeColumns,
  type LedgerForecasts,
  type LedgerGrades,
  type LedgerQuery,
  type SeriesTable,
} from '@dqs/ledger';
import type { PoolClient } from 'pg';

import { copyIn, copyOut } from '../copy/copy.js';
import type { RowReader } from '../copy/row-reader.js';
import type { RowWriter } from '../copy/row-writer.js';
import { readInterventions } from './actuals.js';
import { wholeTime } from './issues.js';
import { UNIQUE_VIOLATION } from './pg-codes.js';
import { all, dayTerm, rowsOfIds } from './query-terms.js';
import { readForecasts } from './read-forecasts.js';

const NUMBER_COLUMNS = GRADE_NUMBERS.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
const COLUMNS = ['target_day', 'id', 'revision', 'known_from', 'executions', ...NUMBER_COLUMNS, 'marks'];
/** What `marks` is the sum of. */
const MARKS = { covered80: 1, covered95: 2, below: 4, live: 8 } as const;
/** So many forecasts are looked up one by one; of more, whole days are read. */
const FEW = 5000;

/** Keeps the grades of a day that are not there yet. @returns how many were new. */
export async function writeGrades(client: PoolClient, day: number, grades: GradeColumns): Promise<number> {
  const rows = grades.revision.length;
  if (rows === 0) return 0;
  const write = (writer: RowWriter, row: number) => writeRow(writer, day, grades, row);
  await client.query('SAVEPOINT direct');
  try {
    await copyIn(client, `dqs.grade (${COLUMNS.join(', ')})`, rows, write);
    return rows;
  } catch (cause) {
    if ((cause as { code?: string }).code !== UNIQUE_VIOLATION) throw cause;
  }
  await client.query('ROLLBACK TO SAVEPOINT direct');
  await client.query('CREATE TEMPORARY TABLE staged_grade (LIKE dqs.grade) ON COMMIT DROP');
  await copyIn(client, `staged_grade (${COLUMNS.join(', ')})`, rows, write);
  const added = await client.query('INSERT INTO dqs.grade SELECT * FROM staged_grade ON CONFLICT DO NOTHING');
  return added.rowCount ?? 0;
}

function writeRow(writer: RowWriter, day: number, grades: GradeColumns, row: number): void {
  writer.row(COLUMNS.length);
  writer.int4(day);
  writer.bytes(grades.ids, row * ID_BYTES, (row + 1) * ID_BYTES);
  writer.int4(grades.revision[row]!);
  writer.int8(grades.knownFrom[row]!);
  writer.int4(grades.executions[row]!);
  for (const key of GRADE_NUMBERS) writer.float8(grades.numbers[key][row]!);
  const { covered80, covered95, below, live } = MARKS;
  writer.int4(
    grades.covered80[row]! * covered80 +
      grades.covered95[row]! * covered95 +
      grades.below[row]! * below +
      grades.live[row]! * live,
  );
}

/** By forecast of a day, the last revision for which its grade is kept; 0 if none is. */
export async function gradedRevisions(client: PoolClient, day: number, ids: Uint8Array): Promise<Int32Array> {
  const reader = await copyOut(
    client,
    `SELECT id, max(revision) FROM dqs.grade WHERE ${dayTerm('target_day', { from: day, to: day })} GROUP BY id`,
  );
  const last = new Map<string, number>();
  while (reader.next()) last.set(reader.bytes().toString('hex'), reader.int4());
  return Int32Array.from({ length: ids.length / ID_BYTES }, (_, row) => last.get(idText(ids, row)) ?? 0);
}

/** What became of the forecasts of a query. */
export async function readGrades(client: PoolClient, query: LedgerQuery, table: SeriesTable): Promise<LedgerGrades> {
  const forecasts = await readForecasts(client, query, table);
  const known = await readLast(client, query, forecasts);
  const interventions = await readInterventions(client, query, table);
  const intervened = new Set(interventions.map(({ series, day }) => `${series} ${day}`));
  const rows = forecasts.series.length;
  const [part, from, status] = [new Int32Array(rows).fill(-1), new Int32Array(rows), new Uint8Array(rows)];
  for (let row = 0; row < rows; row += 1) {
    const found = known.rowOf.get(idText(forecasts.ids, row));
    if (found !== undefined) {
      [part[row], from[row]] = [0, found];
      if (known.grades.executions[found]! > 0) status[row] = GRADE_STATUS.graded;
    }
    if (intervened.has(`${forecasts.series[row]} ${forecasts.targetDay[row]}`)) status[row] = GRADE_STATUS.intervened;
  }
  const grades = gatherGrades([known.grades], part, from);
  // Before the first result arrives, every forecast is live.
  for (let row = 0; row < rows; row += 1) if (part[row]! < 0) grades.live[row] = 1;
  return { ...grades, ids: forecasts.ids, status };
}

/** The grades known, and the row of the last one of each forecast. */
async function readLast(client: PoolClient, query: LedgerQuery, forecasts: LedgerForecasts) {
  const known = wholeTime(query.knownAt);
  const where = all(dayTerm('target_day', query), known === null ? undefined : `known_from <= ${known}`);
  const reader = await copyOut(client, `SELECT ${COLUMNS.join(', ')} FROM ${sourceOf(forecasts)} WHERE ${where}`);
  const grades = gradesIn(reader);
  const rowOf = new Map<string, number>();
  for (let row = 0; row < grades.revision.length; row += 1) {
    const id = idText(grades.ids, row);
    const other = rowOf.get(id);
    if (other === undefined || grades.revision[other]! < grades.revision[row]!) rowOf.set(id, row);
  }
  return { grades, rowOf };
}

/** The grades of few forecasts by their keys, otherwise the whole table. */
function sourceOf({ targetDay, ids }: LedgerForecasts): string {
  if (targetDay.length > FEW) return 'dqs.grade';
  return rowsOfIds('dqs.grade', ids);
}

function gradesIn(reader: RowReader): GradeColumns {
  const grades = emptyGrades(reader.count());
  for (let row = 0; reader.next(); row += 1) {
    reader.int4();
    grades.ids.set(reader.bytes(), row * ID_BYTES);
    grades.revision[row] = reader.int4();
    grades.knownFrom[row] = reader.int8();
    grades.executions[row] = reader.int4();
    for (const key of GRADE_NUMBERS) grades.numbers[key][row] = reader.float8();
    const marks = reader.int4();
    grades.covered80[row] = marks & MARKS.covered80;
    grades.covered95[row] = (marks & MARKS.covered95) / MARKS.covered95;
    grades.below[row] = (marks & MARKS.below) / MARKS.below;
    grades.live[row] = (marks & MARKS.live) / MARKS.live;
  }
  return grades;
}
