import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { textFileSource, type BatchEvent, type Shard, type TextSourceOptions } from '../../src/index.js';

/** A folder for the tests of a file, removed afterwards. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-batch-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A program of `tests/programs`, as bundled by the global setup. */
export function programPath(name: string): string {
  return resolve(__dirname, '../../coverage/programs', `${name}.mjs`);
}

/** The worker of the tests. */
export const WORKER = pathToFileURL(programPath('worker'));

/** Writes a file and returns its path. */
export function file(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** All shards of a text, written to a file first. */
export async function shardsOf(
  path: string,
  options: TextSourceOptions = { format: 'csv' },
  limits = { rows: 1000, bytes: 1 << 20 },
): Promise<Shard[]> {
  const shards: Shard[] = [];
  for await (const shard of textFileSource(path, options).shards(limits)) shards.push(shard);
  return shards;
}

/** The texts of all records, including faulty ones. */
export function recordTexts(shards: readonly Shard[]): string[] {
  return shards.flatMap(({ bytes, bounds }) =>
    Array.from({ length: bounds.length / 2 }, (_, at) =>
      Buffer.from(bytes.subarray(bounds[2 * at], bounds[2 * at + 1])).toString('utf8'),
    ),
  );
}

/** Numbers of the faulty records with their reasons. */
export function faultyRecords(shards: readonly Shard[]): [number, string][] {
  return shards.flatMap(({ faults, firstRecord }) =>
    faults.map(({ at, reason }): [number, string] => [firstRecord + at, reason]),
  );
}

/** Rows `id,text` with a header. */
export function csvOf(rows: number, textOf: (i: number) => string = (i) => `row ${i}`): string {
  return `id,text\n${Array.from({ length: rows }, (_, i) => `${i},${textOf(i)}\n`).join('')}`;
}

/** Collects the events of a run. */
export function eventLog(): { readonly events: BatchEvent[]; readonly onEvent: (event: BatchEvent) => void } {
  const events: BatchEvent[] = [];
  return { events, onEvent: (event) => void events.push(event) };
}
