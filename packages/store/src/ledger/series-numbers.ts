import { SeriesTable, type LedgerSeries, type NumberedSeries } from '@dqs/ledger';
import type { PoolClient } from 'pg';

import { lockToTheEnd } from '../database/lock.js';
import type { StoreDatabase } from '../database/store-database.js';
import { storedKey } from '../text/stored-key.js';
import { storedText, textOfStored } from '../text/stored-text.js';

/** A row of `dqs.series`. */
interface SeriesRow {
  readonly series: number;
  readonly tenant_id: string;
  readonly dataset_uuid: string;
  readonly rule_code: string;
  readonly dataset_name: string;
  readonly level: string;
  readonly source: string;
}

/** The series of a database, kept once read: numbers are given and never taken back. */
export class SeriesNumbers {
  readonly #numbers = new Map<string, number>();
  #table = new SeriesTable([]);
  #read = 0;

  constructor(private readonly database: StoreDatabase) {}

  /** The series that were read so far. */
  get known(): SeriesTable {
    return this.#table;
  }

  /** All series there are, with those that other processes have registered since. */
  async table(): Promise<SeriesTable> {
    const rows = await this.database.withClient((client) => this.#newRows(client));
    return this.#add(rows);
  }

  /** As {@link table}, in a transaction of the caller. */
  async tableIn(client: PoolClient): Promise<SeriesTable> {
    return this.#add(await this.#newRows(client));
  }

  /** The numbers of series, which are given to those that have none. */
  async register(series: readonly LedgerSeries[]): Promise<Int32Array> {
    const unknown = new Map<string, LedgerSeries>();
    const keys = series.map((one) => {
      const key = keyOf(one).toString('base64');
      if (!this.#numbers.has(key) && !unknown.has(key)) unknown.set(key, one);
      return key;
    });
    if (unknown.size > 0) await this.#registerNew([...unknown.values()]);
    return Int32Array.from(keys, (key) => this.#numbers.get(key)!);
  }

  async #registerNew(series: readonly LedgerSeries[]): Promise<void> {
    const rows = await this.database.transaction(async (client) => {
      await lockToTheEnd(client, 'dqs.series');
      const columns = [
        series.map(keyOf),
        series.map(({ tenantId }) => storedText(tenantId)),
        series.map(({ datasetUuid }) => storedText(datasetUuid)),
        series.map(({ ruleCode }) => storedText(ruleCode)),
        series.map(({ datasetName }) => storedText(datasetName)),
        series.map(({ level }) => storedText(level)),
        series.map(({ source }) => storedText(source)),
      ];
      await client.query(INSERT, columns);
      return this.#newRows(client);
    });
    this.#add(rows);
  }

  /** Numbers ascend in the order in which they are given, and nobody gives them at the same time. */
  async #newRows(client: PoolClient): Promise<readonly SeriesRow[]> {
    const { rows } = await client.query<SeriesRow>(
      'SELECT series, tenant_id, dataset_uuid, rule_code, dataset_name, level, source FROM dqs.series WHERE series > $1 ORDER BY series',
      [this.#read],
    );
    return rows;
  }

  #add(rows: readonly SeriesRow[]): SeriesTable {
    const added = rows.filter(({ series }) => series > this.#read).map(numberedSeries);
    if (added.length === 0) return this.#table;
    for (const one of added) this.#numbers.set(keyOf(one).toString('base64'), one.number);
    this.#table = new SeriesTable([...this.#table.all, ...added]);
    this.#read = added.at(-1)!.number;
    return this.#table;
  }
}

const INSERT = `
  INSERT INTO dqs.series (series, key, tenant_id, dataset_uuid, rule_code, dataset_name, level, source)
  SELECT (SELECT coalesce(max(series), 0) FROM dqs.series) + row_number() OVER (ORDER BY place),
    key, tenant_id, dataset_uuid, rule_code, dataset_name, level, source
  FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    WITH ORDINALITY AS given (key, tenant_id, dataset_uuid, rule_code, dataset_name, level, source, place)
  WHERE NOT EXISTS (SELECT FROM dqs.series AS known WHERE known.key = given.key)`;

function keyOf({ tenantId, datasetUuid, ruleCode }: LedgerSeries): Buffer {
  return storedKey([tenantId, datasetUuid, ruleCode]);
}

function numberedSeries(row: SeriesRow): NumberedSeries {
  return {
    tenantId: textOfStored(row.tenant_id),
    datasetUuid: textOfStored(row.dataset_uuid),
    ruleCode: textOfStored(row.rule_code),
    datasetName: textOfStored(row.dataset_name),
    level: textOfStored(row.level),
    source: textOfStored(row.source),
    number: row.series,
  };
}
