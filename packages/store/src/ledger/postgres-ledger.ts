import {
  assertInterventions,
  assertIssue,
  assertRevisions,
  compareSeries,
  type AggregateQuery,
  type ChangedDay,
  type Checkpoint,
  type DailyAggregates,
  type GradedDay,
  type Intervention,
  type IssueBatch,
  type LedgerDay,
  type LedgerDays,
  type LedgerForecasts,
  type LedgerGrades,
  type LedgerQuery,
  type LedgerSeries,
  type LedgerStore,
  type NumberedSeries,
  type RevisionBatch,
  type RevisionColumns,
  type SeriesTable,
} from '@dqs/ledger';
import type { PoolClient } from 'pg';

import type { StoreDatabase } from '../database/store-database.js';
import { Partitions } from '../schema/partitions.js';
import { collectedUpTo, readInterventions, readRevisions, writeInterventions, writeRevisions } from './actuals.js';
import { readAggregates, writeAggregates } from './aggregates.js';
import { changedDays, changesOf, lockDay, spanOf, versionsOf } from './changes.js';
import { readCheckpoint, writeCheckpoint } from './checkpoints.js';
import { gradedRevisions, readGrades, writeGrades } from './grades.js';
import { issueNumber } from './issues.js';
import { readForecasts } from './read-forecasts.js';
import { SeriesNumbers } from './series-numbers.js';
import { writeForecasts } from './write-forecasts.js';

/** A ledger in PostgreSQL. Rows go in and out by COPY; forecasts, actuals and grades are divided into quarters by day. */
export class PostgresLedger implements LedgerStore {
  readonly #database: StoreDatabase;
  readonly #numbers: SeriesNumbers;
  readonly #partitions: Partitions;

  /** @param database has the schema of this version; {@link close} closes it. */
  constructor(database: StoreDatabase) {
    this.#database = database;
    this.#numbers = new SeriesNumbers(database);
    this.#partitions = new Partitions(database);
  }

  register(series: readonly LedgerSeries[]): Promise<Int32Array> {
    return this.#numbers.register(series);
  }

  async series(tenants?: readonly string[]): Promise<readonly NumberedSeries[]> {
    const { all } = await this.#numbers.table();
    const found = tenants === undefined ? all : all.filter(({ tenantId }) => tenants.includes(tenantId));
    return found.map((one) => ({ ...one })).sort(compareSeries);
  }

  async issue(batch: IssueBatch): Promise<number> {
    const table = await this.#tableWith(batch.forecasts.series);
    assertIssue(batch, (number) => table.has(number));
    if (batch.forecasts.series.length === 0) return 0;
    await this.#partitions.ensure('forecast', batch.forecasts.targetDay);
    // What forecasts have in common is nothing by itself, and others need not wait for it until all are written.
    const issue = await this.#database.transaction((client) => issueNumber(client, batch.issue));
    return this.#database.transaction((client) => writeForecasts(client, batch, issue, table));
  }

  collectedUpTo(): Promise<number> {
    return this.#database.withClient(collectedUpTo);
  }

  async revise(batch: RevisionBatch): Promise<number> {
    const table = await this.#tableWith(batch.revisions.series);
    assertRevisions(batch, (number) => table.has(number));
    await this.#partitions.ensure('actual', batch.revisions.day);
    return this.#database.transaction((client) => writeRevisions(client, batch));
  }

  async intervene(interventions: readonly Intervention[], within?: unknown): Promise<number> {
    const table = await this.#tableWith(interventions.map(({ series }) => series));
    assertInterventions(interventions, (number) => table.has(number));
    const write = (client: PoolClient) => writeInterventions(client, interventions);
    return within === undefined ? this.#database.transaction(write) : write(within as PoolClient);
  }

  span(): Promise<LedgerDays | undefined> {
    return this.#database.withClient(spanOf);
  }

  changedDays(days?: LedgerDays): Promise<readonly ChangedDay[]> {
    return this.#database.withClient((client) => changedDays(client, days));
  }

  versions(days: Int32Array): Promise<readonly (string | undefined)[]> {
    return this.#database.withClient((client) => versionsOf(client, days));
  }

  day(day: number): Promise<LedgerDay> {
    const query = { from: day, to: day };
    return this.#read(async (client, table) => {
      const changes = await changesOf(client, day);
      const forecasts = await readForecasts(client, query, table);
      const revisions = await readRevisions(client, query, table);
      const interventions = await readInterventions(client, query, table);
      const graded = await gradedRevisions(client, day, forecasts.ids);
      return { day, changes, forecasts, revisions, interventions, graded };
    });
  }

  async settle({ day, changes, grades, aggregates }: GradedDay): Promise<number> {
    await this.#partitions.ensure('grade', [day]);
    return this.#database.transaction(async (client) => {
      const settled = await lockDay(client, day);
      if (settled === undefined || changes < settled) return 0;
      const added = await writeGrades(client, day, grades);
      await writeAggregates(client, day, aggregates);
      await client.query('UPDATE dqs.day SET settled = $2 WHERE day = $1', [day, changes]);
      return added;
    });
  }

  forecasts(query: LedgerQuery): Promise<LedgerForecasts> {
    return this.#read((client, table) => readForecasts(client, query, table));
  }

  grades(query: LedgerQuery): Promise<LedgerGrades> {
    return this.#read((client, table) => readGrades(client, query, table));
  }

  revisions(query: LedgerQuery): Promise<RevisionColumns> {
    return this.#read((client, table) => readRevisions(client, query, table));
  }

  interventions(query: LedgerQuery): Promise<readonly Intervention[]> {
    return this.#read((client, table) => readInterventions(client, query, table));
  }

  aggregates(query: AggregateQuery): Promise<DailyAggregates> {
    return this.#read((client) => readAggregates(client, query));
  }

  checkpoint(name: string, knownAt?: number): Promise<Checkpoint | undefined> {
    return this.#database.withClient((client) => readCheckpoint(client, name, knownAt));
  }

  keepCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    return this.#database.withClient((client) => writeCheckpoint(client, name, checkpoint));
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /** All that one answer is made from is read as it was at one moment. */
  #read<T>(work: (client: PoolClient, table: SeriesTable) => Promise<T>): Promise<T> {
    return this.#database.transaction(
      async (client) => work(client, await this.#numbers.tableIn(client)),
      'repeatable read read only',
    );
  }

  /** The series known here; asks the database only if one is not among them. */
  async #tableWith(series: ArrayLike<number>): Promise<SeriesTable> {
    const known = this.#numbers.known;
    return Array.from(series).every((number) => known.has(number)) ? known : this.#numbers.table();
  }
}
