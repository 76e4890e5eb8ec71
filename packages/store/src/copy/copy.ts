import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { PoolClient } from 'pg';
import { from, to } from 'pg-copy-streams';

import { RowReader } from './row-reader.js';
import { binaryRows, type RowWriter } from './row-writer.js';

/**
 * Copies rows into a table.
 *
 * @param target the table with its columns: `dqs.actual (series, day)`.
 */
export async function copyIn(
  client: PoolClient,
  target: string,
  rows: number,
  write: (writer: RowWriter, row: number) => void,
): Promise<void> {
  const stream = client.query(from(`COPY ${target} FROM STDIN (FORMAT binary)`));
  await pipeline(Readable.from(binaryRows(rows, write), { objectMode: false }), stream);
}

/** The rows that a query gives; a COPY has no parameters, so only numbers are written into its text. */
export async function copyOut(client: PoolClient, query: string): Promise<RowReader> {
  const pieces: Buffer[] = [];
  const stream = client.query(to(`COPY (${query}) TO STDOUT (FORMAT binary)`));
  for await (const piece of stream) pieces.push(piece as Buffer);
  return new RowReader(Buffer.concat(pieces));
}
