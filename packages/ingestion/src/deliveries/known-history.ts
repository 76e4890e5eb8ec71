import { DqsError, type ArtifactStore, type SeriesFact } from '@dqs/core';

import { FactTable } from '../importers/tool/fact-table.js';
import type { ReadResult } from '../ingest-run.js';
import { summarizeFiles } from '../report.js';
import { CommonTexts } from '../rows/common-texts.js';
import { Deliveries, type KnownAt } from './deliveries.js';
import { isDelivered, type Delivered, type DeliveryEntry } from './entries.js';
import { inBatches } from './in-batches.js';
import { newestVersions, sumOfNewest } from './known-panel.js';
import { getFacts } from './panels.js';

/**
 * The history known at a time, in the form in which any other input is read.
 *
 * @param name what to call the store in the report and in messages.
 * @throws DqsError `input-empty` if nothing had arrived by then, `deliveries-corrupt`.
 */
export async function knownHistory(store: ArtifactStore, name: string, at: KnownAt = {}): Promise<ReadResult> {
  const startedAt = performance.now();
  const entries = await new Deliveries(store).entries(at);
  const newest = [...newestVersions(entries.filter(isDelivered)).values()];
  if (newest.length === 0) throw nothingKnown(name, at);
  const panel = await sumOfNewest(store, entries);
  const total = (pick: (body: (typeof newest)[number]['body']) => number) =>
    newest.reduce((sum, { body }) => sum + pick(body), 0);
  const [rows, failed, neither] = [
    total((body) => body.executions),
    total((body) => body.fails),
    total((b) => b.errors),
  ];
  const file = { path: name, format: 'panel' as const, rows, rowsUsed: rows, rejected: {}, unparsableCounts: 0 };
  const files = [{ ...file, passed: rows - failed - neither, failed, neither }];
  const durationMs = Math.round(performance.now() - startedAt);
  return {
    panel,
    report: summarizeFiles(files, panel, new CommonTexts(), durationMs),
    facts: await factsTold(store, entries.filter(isDelivered)),
  };
}

/**
 * What tools told of the series of deliveries, of each the latest.
 *
 * @throws DqsError `deliveries-corrupt`.
 */
export async function factsTold(
  store: ArtifactStore,
  entries: readonly DeliveryEntry<Delivered>[],
): Promise<readonly SeriesFact[]> {
  const newest = [...newestVersions(entries).values()];
  const told = newest.flatMap(({ at, body: { facts } }) => (facts ? [{ at, facts }] : []));
  const table = new FactTable();
  const read = await inBatches(told, async ({ at, facts }) => ({ at, facts: await getFacts(store, facts) }));
  for (const { at, facts } of read) for (const fact of facts) table.add(fact, at);
  return table.list();
}

function nothingKnown(name: string, { knownAt }: KnownAt): DqsError {
  const when = knownAt === undefined ? '' : ` up to ${new Date(knownAt).toISOString()}`;
  const message = `expected deliveries in ${name}${when}, found none; dqs collect adds files to it`;
  return new DqsError('input-empty', message, { details: { store: name, knownAt } });
}
