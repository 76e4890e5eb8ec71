import type { PoolClient } from 'pg';

/** The name of the first day of which a ledger keeps forecasts, among its cursors. */
const NAME = 'kept_from';
/** Days are 32 bits. */
const BEFORE_ALL = -(2 ** 31);

/** The days of which a ledger no longer keeps forecasts, as a condition on a column: nothing of them is ever graded again. */
export function isGone(day: string): string {
  return `${day} < coalesce((SELECT position FROM dqs.cursor WHERE name = '${NAME}'), ${BEFORE_ALL})`;
}

/** Gives up the forecasts of the days before one. */
export async function keepFrom(client: PoolClient, day: number): Promise<void> {
  await client.query(
    `INSERT INTO dqs.cursor (name, position) VALUES ('${NAME}', $1)
     ON CONFLICT (name) DO UPDATE SET position = greatest(dqs.cursor.position, excluded.position)`,
    [day],
  );
}
