import { groupRows } from '@dqs/core';

import { assertInterventions, assertRevisions, collectedMeanwhile } from '../checks/check-actuals.js';
import { assertIssue } from '../checks/check-issue.js';
import { daysOfIds, forecastIds } from '../forecast-id.js';
import type { Intervention, RevisionBatch, RevisionColumns } from '../records/actuals.js';
import type { DailyAggregates } from '../records/aggregates.js';
import type { IssueBatch, LedgerForecasts } from '../records/forecasts.js';
import type { GradedDay, LedgerDay, LedgerGrades } from '../records/grades.js';
import type { LedgerSeries, NumberedSeries } from '../records/series.js';
import { seriesId, SeriesTable } from '../series-table.js';
import type { AggregateQuery, ChangedDay, Checkpoint, LedgerDays, LedgerQuery, LedgerStore } from '../store.js';
import { DayShelf } from './day-shelf.js';
import { readAggregates, readForecasts, readGrades, readInterventions, readRevisions } from './reads.js';

/** A ledger in memory, for tests and trials: it is gone when the process ends. */
export class MemoryLedger implements LedgerStore {
  readonly #numbers = new Map<string, number>();
  readonly #days = new Map<number, DayShelf>();
  readonly #checkpoints = new Map<string, Checkpoint[]>();
  #table = new SeriesTable([]);
  #collectedUpTo = 0;

  register(series: readonly LedgerSeries[]): Promise<Int32Array> {
    const added: NumberedSeries[] = [];
    const numbers = Int32Array.from(series, (one) => {
      const id = seriesId(one);
      const number = this.#numbers.get(id) ?? this.#numbers.size + 1;
      if (!this.#numbers.has(id)) added.push({ ...one, number });
      this.#numbers.set(id, number);
      return number;
    });
    if (added.length > 0) this.#table = new SeriesTable([...this.#table.all, ...added]);
    return Promise.resolve(numbers);
  }

  series(tenants?: readonly string[]): Promise<readonly NumberedSeries[]> {
    const all = this.#table.all.map((one) => ({ ...one }));
    return Promise.resolve(tenants ? all.filter(({ tenantId }) => tenants.includes(tenantId)) : all);
  }

  async issue(batch: IssueBatch): Promise<number> {
    await this.#check(() => assertIssue(batch, this.#isKnown));
    const { forecasts } = batch;
    const issue = { ...batch.issue, flagNames: [...batch.issue.flagNames] };
    const ids = forecastIds(issue, forecasts, (number) => this.#table.of(number));
    const all: LedgerForecasts = { ...forecasts, ids, issue: new Int32Array(forecasts.series.length), issues: [issue] };
    let added = 0;
    for (const [day, rows] of groupRows(forecasts.targetDay)) {
      const fresh = this.#shelf(day).newForecasts(all, rows);
      if (fresh.length > 0) this.#shelf(day).addForecasts(all, fresh);
      added += fresh.length;
    }
    return added;
  }

  collectedUpTo(): Promise<number> {
    return Promise.resolve(this.#collectedUpTo);
  }

  async revise(batch: RevisionBatch): Promise<number> {
    await this.#check(() => assertRevisions(batch, this.#isKnown));
    if (batch.upTo <= this.#collectedUpTo) return 0;
    if (batch.after !== this.#collectedUpTo) throw collectedMeanwhile(batch, this.#collectedUpTo);
    const { revisions } = batch;
    for (const [day, rows] of groupRows(revisions.day)) this.#shelf(day).addRevisions(revisions, rows);
    this.#collectedUpTo = batch.upTo;
    return revisions.day.length;
  }

  async intervene(interventions: readonly Intervention[]): Promise<number> {
    await this.#check(() => assertInterventions(interventions, this.#isKnown));
    const changed = new Set<DayShelf>();
    let added = 0;
    for (const one of interventions) {
      const shelf = this.#shelf(one.day);
      if (shelf.interventions.has(one.series)) continue;
      shelf.interventions.set(one.series, { ...one });
      changed.add(shelf);
      added += 1;
    }
    for (const shelf of changed) shelf.changes += 1;
    return added;
  }

  span(): Promise<LedgerDays | undefined> {
    const days = this.#shelves().filter(({ forecasts }) => forecasts.series.length > 0);
    return Promise.resolve(days.length === 0 ? undefined : { from: days[0]!.day, to: days.at(-1)!.day });
  }

  changedDays(days?: LedgerDays): Promise<readonly ChangedDay[]> {
    const changed = this.#shelves(days).filter((shelf) => shelf.changes > shelf.settledChanges);
    return Promise.resolve(changed.map(({ day, changes }) => ({ day, changes })));
  }

  versions(days: Int32Array): Promise<readonly (string | undefined)[]> {
    const shelves = Array.from(days, (day) => this.#days.get(day));
    return Promise.resolve(shelves.map((shelf) => shelf && `${shelf.changes} ${shelf.settledChanges}`));
  }

  day(day: number): Promise<LedgerDay> {
    return Promise.resolve((this.#days.get(day) ?? new DayShelf(day)).read(this.#table));
  }

  settle(graded: GradedDay): Promise<number> {
    return Promise.resolve(this.#shelf(graded.day).settle(graded));
  }

  forecasts(query: LedgerQuery): Promise<LedgerForecasts> {
    return Promise.resolve(readForecasts(this.#shelves(query), query, this.#table));
  }

  grades(query: LedgerQuery): Promise<LedgerGrades> {
    return Promise.resolve(readGrades(this.#shelves(query), query, this.#table));
  }

  revisions(query: LedgerQuery): Promise<RevisionColumns> {
    return Promise.resolve(readRevisions(this.#shelves(query), query, this.#table));
  }

  interventions(query: LedgerQuery): Promise<readonly Intervention[]> {
    return Promise.resolve(readInterventions(this.#shelves(query), query, this.#table));
  }

  aggregates(query: AggregateQuery): Promise<DailyAggregates> {
    return Promise.resolve(readAggregates(this.#shelves(query), query));
  }

  checkpoint(name: string, knownAt = Number.POSITIVE_INFINITY): Promise<Checkpoint | undefined> {
    const found = (this.#checkpoints.get(name) ?? []).findLast((one) => one.knownAt <= knownAt);
    return Promise.resolve(found && { ...found, content: found.content.slice() });
  }

  keepCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    const others = (this.#checkpoints.get(name) ?? []).filter(({ knownAt }) => knownAt !== checkpoint.knownAt);
    const all = [...others, { ...checkpoint, content: checkpoint.content.slice() }];
    this.#checkpoints.set(name, all.sort((a, b) => a.knownAt - b.knownAt)); // prettier-ignore
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  readonly #isKnown = (series: number) => this.#table.has(series);

  /** What a check throws is the rejection of a promise, as of stores that must wait for something. */
  #check(check: () => void): Promise<void> {
    return Promise.resolve().then(check);
  }

  #shelf(day: number): DayShelf {
    const shelf = this.#days.get(day) ?? new DayShelf(day);
    this.#days.set(day, shelf);
    return shelf;
  }

  #shelves(query?: LedgerDays & Pick<LedgerQuery, 'ids'>): DayShelf[] {
    const named = query?.ids && new Set(daysOfIds(query.ids));
    const isWanted = (day: number) => !query || (day >= query.from && day <= query.to && (named?.has(day) ?? true));
    const all = [...this.#days.values()].filter(({ day }) => isWanted(day));
    return all.sort((a, b) => a.day - b.day);
  }
}
