import type { JsonValue } from '@dqs/core/audit';

import type { StoreDatabase } from '../database/store-database.js';
import { storedKey } from '../text/stored-key.js';
import { storedText, textOfStored } from '../text/stored-text.js';

/** Something that stands until somebody changes it. Survives JSON. */
export interface Notice {
  readonly name: string;
  /** When it was put up, milliseconds since 1970. */
  readonly at: number;
  readonly by: string;
  readonly data: JsonValue;
}

interface Row {
  readonly name: string;
  readonly at: number;
  readonly by: string;
  readonly data: string;
}

/** What all processes of an operation see until somebody changes it, such as that a kind of job is paused. */
export class PostgresNotices {
  readonly #database: StoreDatabase;

  /** @param database has the schema of this version. */
  constructor(database: StoreDatabase) {
    this.#database = database;
  }

  /** All of them, in the order of their names. */
  async all(): Promise<readonly Notice[]> {
    return this.#read('SELECT name, at, by, data FROM dqs.notice ORDER BY name COLLATE "C"', []);
  }

  /** The one of a name. */
  async get(name: string): Promise<Notice | undefined> {
    return (await this.#read('SELECT name, at, by, data FROM dqs.notice WHERE key = $1', [storedKey([name])]))[0];
  }

  /** Puts one up, in place of another of its name. */
  async put({ name, at, by, data }: Notice): Promise<void> {
    const values = [storedKey([name]), storedText(name), at, storedText(by), JSON.stringify(data)];
    await this.#database.withClient((client) =>
      client.query(
        `INSERT INTO dqs.notice (key, name, at, by, data) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (key) DO UPDATE SET at = excluded.at, by = excluded.by, data = excluded.data`,
        values,
      ),
    );
  }

  /**
   * Takes one down.
   *
   * @returns whether there was one.
   */
  async remove(name: string): Promise<boolean> {
    const query = 'DELETE FROM dqs.notice WHERE key = $1';
    const { rowCount } = await this.#database.withClient((client) => client.query(query, [storedKey([name])]));
    return rowCount === 1;
  }

  async #read(query: string, values: readonly unknown[]): Promise<Notice[]> {
    const { rows } = await this.#database.withClient((client) => client.query<Row>(query, [...values]));
    return rows.map(({ name, at, by, data }) => ({
      name: textOfStored(name),
      at,
      by: textOfStored(by),
      data: JSON.parse(data) as JsonValue,
    }));
  }
}
