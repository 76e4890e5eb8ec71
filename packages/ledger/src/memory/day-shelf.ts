import { gatherForecasts, NO_FORECASTS, pickForecasts } from '../columns/forecast-columns.js';
import { emptyGrades, gatherGrades } from '../columns/grade-columns.js';
import { gatherRevisions, NO_REVISIONS, pickRevisions } from '../columns/revision-columns.js';
import { idText } from '../forecast-id.js';
import { forecastOrder, revisionOrder } from '../order/sorted-rows.js';
import type { Intervention, RevisionColumns } from '../records/actuals.js';
import type { DailyAggregates } from '../records/aggregates.js';
import type { LedgerForecasts } from '../records/forecasts.js';
import type { GradeColumns, GradedDay, LedgerDay } from '../records/grades.js';
import type { SeriesTable } from '../series-table.js';

/** What a memory ledger holds of a day. */
export class DayShelf {
  readonly day: number;
  changes = 0;
  settledChanges = 0;
  forecasts: LedgerForecasts = NO_FORECASTS;
  revisions: RevisionColumns = NO_REVISIONS;
  readonly interventions = new Map<number, Intervention>();
  aggregates: DailyAggregates | undefined;
  grades: GradeColumns = emptyGrades(0);
  /** Rows of {@link grades} by forecast, in the order of revisions. */
  readonly #gradeRows = new Map<string, number[]>();
  readonly #ids = new Set<string>();

  constructor(day: number) {
    this.day = day;
  }

  /** Rows of the forecasts that are not there yet, each id once. */
  newForecasts(forecasts: LedgerForecasts, rows: readonly number[]): number[] {
    const fresh = new Map<string, number>();
    for (const row of rows) {
      const id = idText(forecasts.ids, row);
      if (!this.#ids.has(id) && !fresh.has(id)) fresh.set(id, row);
    }
    return [...fresh.values()];
  }

  addForecasts(forecasts: LedgerForecasts, rows: readonly number[]): void {
    for (const row of rows) this.#ids.add(idText(forecasts.ids, row));
    const own = this.forecasts.series.length;
    const part = Uint8Array.from({ length: own + rows.length }, (_, i) => (i < own ? 0 : 1));
    const row = Int32Array.from(part, (from, i) => (from === 0 ? i : rows[i - own]!));
    this.forecasts = gatherForecasts([this.forecasts, forecasts], part, row);
    this.changes += 1;
  }

  addRevisions(revisions: RevisionColumns, rows: readonly number[]): void {
    const own = this.revisions.series.length;
    const part = Uint8Array.from({ length: own + rows.length }, (_, i) => (i < own ? 0 : 1));
    const row = Int32Array.from(part, (from, i) => (from === 0 ? i : rows[i - own]!));
    this.revisions = gatherRevisions([this.revisions, revisions], part, row);
    this.changes += 1;
  }

  /** Keeps what is new of grades; gives how many. */
  settle({ grades, aggregates, changes }: GradedDay): number {
    if (changes < this.settledChanges) return 0;
    const fresh = Array.from(grades.revision.keys()).filter((row) => {
      const rows = this.#gradeRows.get(idText(grades.ids, row)) ?? [];
      return !rows.some((known) => this.grades.revision[known] === grades.revision[row]);
    });
    const own = this.grades.revision.length;
    const part = Int32Array.from({ length: own + fresh.length }, (_, i) => (i < own ? 0 : 1));
    this.grades = gatherGrades([this.grades, grades], part, Int32Array.from(part, (from, i) => (from === 0 ? i : fresh[i - own]!))); // prettier-ignore
    for (const [i, row] of fresh.entries()) {
      const id = idText(grades.ids, row);
      const rows = [...(this.#gradeRows.get(id) ?? []), own + i];
      this.#gradeRows.set(id, rows.sort((a, b) => this.grades.revision[a]! - this.grades.revision[b]!)); // prettier-ignore
    }
    this.aggregates = aggregates;
    this.settledChanges = changes;
    return fresh.length;
  }

  /** The row of the last grade of a forecast that is known at a time; undefined if there is none. */
  gradeRow(id: string, knownAt: number): number | undefined {
    return this.#gradeRows.get(id)?.findLast((row) => this.grades.knownFrom[row]! <= knownAt);
  }

  read(series: SeriesTable): LedgerDay {
    const forecasts = pickForecasts(this.forecasts, forecastOrder(this.forecasts, series));
    const revisions = pickRevisions(this.revisions, revisionOrder(this.revisions, series));
    const graded = Int32Array.from(forecasts.series, (_, row) => {
      const last = this.gradeRow(idText(forecasts.ids, row), Number.POSITIVE_INFINITY);
      return last === undefined ? 0 : this.grades.revision[last]!;
    });
    const interventions = [...this.interventions.values()].sort(
      (a, b) => series.rank(a.series) - series.rank(b.series),
    );
    return { day: this.day, changes: this.changes, forecasts, revisions, interventions, graded };
  }
}
