import {
  markOf,
  silenceOf,
  type AlertingStep,
  type AlertingStore,
  type Incident,
  type IncidentQuery,
  type KeptMark,
  type KeptSilence,
  type KeptState,
  type MarkRequest,
  type SaveRequest,
  type SilenceRequest,
  type StepQuery,
  type TakenBack,
} from '@dqs/alerting';
import type { PoolClient } from 'pg';

import type { WorkDatabase } from '../database/ending-with.js';
import { readIncident, readIncidents } from './incidents.js';
import { readPast } from './past.js';
import { PostgresOutbox } from './postgres-outbox.js';
import { addSaying, endSaying, readSayings } from './sayings.js';
import { alertingNames, alertingVersion, loadState, readSteps, saveStep } from './steps.js';

/** What alerting remembers, in PostgreSQL: documents as JSON beside the columns by which they are found. */
export class PostgresAlertingStore implements AlertingStore<PoolClient> {
  readonly #database: WorkDatabase;

  /** @param database has the schema of this version; {@link close} closes it. */
  constructor(database: WorkDatabase) {
    this.#database = database;
  }

  transact<T>(work: (tx: PoolClient) => Promise<T>): Promise<T> {
    return this.#database.transaction(work);
  }

  outboxOf(name: string): PostgresOutbox {
    return new PostgresOutbox(this.#database, name);
  }

  names(): Promise<readonly string[]> {
    return this.#database.withClient(alertingNames);
  }

  version(name: string): Promise<number> {
    return this.#database.withClient((client) => alertingVersion(client, name));
  }

  load(name: string): Promise<KeptState> {
    return this.#database.withClient((client) => loadState(client, name));
  }

  stateAt(name: string, at: number): Promise<KeptState> {
    return this.#database.transaction((client) => readPast(client, name, at), 'repeatable read read only');
  }

  save(tx: PoolClient, request: SaveRequest): Promise<number> {
    return saveStep(tx, request);
  }

  steps(name: string, query: StepQuery = {}): Promise<readonly AlertingStep[]> {
    return this.#database.withClient((client) => readSteps(client, name, query));
  }

  incidents(name: string, query: IncidentQuery = {}): Promise<readonly Incident[]> {
    return this.#database.withClient((client) => readIncidents(client, name, query));
  }

  incident(name: string, id: string): Promise<Incident | undefined> {
    return this.#database.withClient((client) => readIncident(client, name, id));
  }

  async addSilence(name: string, request: SilenceRequest): Promise<KeptSilence> {
    const { ended: _, ...silence } = silenceOf(request);
    const { said, end } = await this.#database.transaction((client) => addSaying(client, 'silence', name, silence));
    return { ...said, ended: end };
  }

  async endSilence(name: string, id: string, end: TakenBack): Promise<KeptSilence | undefined> {
    const found = await this.#database.transaction((client) => endSaying(client, 'silence', name, id, end));
    return found && { ...found.said, ended: found.end };
  }

  async silences(name: string): Promise<readonly KeptSilence[]> {
    const found = await this.#database.withClient((client) => readSayings(client, 'silence', name));
    return found.map(({ said, end }) => ({ ...said, ended: end }));
  }

  async addMark(name: string, request: MarkRequest): Promise<KeptMark> {
    const { withdrawn: _, ...mark } = markOf(request);
    const { said, end } = await this.#database.transaction((client) => addSaying(client, 'mark', name, mark));
    return { ...said, withdrawn: end };
  }

  async withdrawMark(name: string, id: string, end: TakenBack): Promise<KeptMark | undefined> {
    const found = await this.#database.transaction((client) => endSaying(client, 'mark', name, id, end));
    return found && { ...found.said, withdrawn: found.end };
  }

  async marks(name: string, series?: readonly string[]): Promise<readonly KeptMark[]> {
    const found = await this.#database.withClient((client) => readSayings(client, 'mark', name, series));
    return found.map(({ said, end }) => ({ ...said, withdrawn: end }));
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
