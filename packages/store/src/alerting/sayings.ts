import type { KeptMark, KeptSilence, TakenBack } from '@dqs/alerting';
import type { PoolClient } from 'pg';

import { lockToTheEnd } from '../database/lock.js';
import { storedKey } from '../text/stored-key.js';
import { storedText, textOfStored } from '../text/stored-text.js';
import { documentOf, jsonOf, keyOf } from './documents.js';

/** What people say, without its end. */
export interface Sayings {
  readonly silence: Omit<KeptSilence, 'ended'>;
  readonly mark: Omit<KeptMark, 'withdrawn'>;
}

/** What was said, and who took it back. */
export interface KeptSaying<T> {
  readonly said: T;
  readonly end: TakenBack | null;
}

interface Row {
  readonly content: string;
  readonly ended_at: number | null;
  readonly ended_by: string | null;
}

const TABLES = { silence: 'dqs.alerting_silence', mark: 'dqs.alerting_mark' } as const;
const COLUMNS = 'content, ended_at, ended_by';

/** Keeps what was said, as the last of its kind; what is there already is left as it is. */
export async function addSaying<K extends keyof Sayings>(
  client: PoolClient,
  kind: K,
  name: string,
  said: Sayings[K],
): Promise<KeptSaying<Sayings[K]>> {
  const table = TABLES[kind];
  await lockToTheEnd(client, table);
  const series = 'series' in said ? { column: ', series', value: ', $4', key: [storedKey([said.series])] } : undefined;
  await client.query(
    `INSERT INTO ${table} (alerting, id, content, number${series?.column ?? ''})
     SELECT $1, $2, $3, (SELECT coalesce(max(number), 0) + 1 FROM ${table})${series?.value ?? ''}
     ON CONFLICT (alerting, id) DO NOTHING`,
    [keyOf(name), said.id, jsonOf(said), ...(series?.key ?? [])],
  );
  const { rows } = await client.query<Row>(`SELECT ${COLUMNS} FROM ${table} WHERE alerting = $1 AND id = $2`, [
    keyOf(name),
    said.id,
  ]);
  return sayingOf(rows[0]!);
}

/** Takes back what was said; the first time counts. */
export async function endSaying<K extends keyof Sayings>(
  client: PoolClient,
  kind: K,
  name: string,
  id: string,
  { at, by }: TakenBack,
): Promise<KeptSaying<Sayings[K]> | undefined> {
  const { rows } = await client.query<Row>(
    `UPDATE ${TABLES[kind]} SET ended_at = coalesce(ended_at, $3), ended_by = coalesce(ended_by, $4)
     WHERE alerting = $1 AND id = $2 RETURNING ${COLUMNS}`,
    [keyOf(name), storedText(id), at, storedText(by)],
  );
  return rows[0] && sayingOf(rows[0]);
}

/** All that was said, in its order; of some series, if it is said of series. */
export async function readSayings<K extends keyof Sayings>(
  client: PoolClient,
  kind: K,
  name: string,
  series?: readonly string[],
): Promise<readonly KeptSaying<Sayings[K]>[]> {
  const { rows } = await client.query<Row>(
    `SELECT ${COLUMNS} FROM ${TABLES[kind]} WHERE alerting = $1 ${series ? 'AND series = ANY($2)' : ''} ORDER BY number`,
    [keyOf(name), ...(series ? [series.map((one) => storedKey([one]))] : [])],
  );
  return rows.map((row) => sayingOf<Sayings[K]>(row));
}

function sayingOf<T>({ content, ended_at: at, ended_by: by }: Row): KeptSaying<T> {
  return { said: documentOf<T>(content), end: at === null ? null : { at, by: textOfStored(by!) } };
}
