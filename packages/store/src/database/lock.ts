import type { PoolClient } from 'pg';

/**
 * Waits until no other transaction holds the lock of a name, and holds it to the end of this one. A statement of its own: the next
 * one sees what those have committed for whom it has waited.
 *
 * @param name what is locked, such as `dqs.event`.
 */
export async function lockToTheEnd(client: PoolClient, name: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [name]);
}
