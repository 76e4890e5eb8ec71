import { stat } from 'node:fs/promises';

import { DqsError, EMPTY_PANEL, SILENT_LOGGER, type DailyPanel, type SeriesFact } from '@dqs/core';
import { assertDistinctPlaces, withFileLock } from '@dqs/core/io';

import { EventLedger, type EventRecord } from '../importers/tool/event-ledger.js';
import { FactTable } from '../importers/tool/fact-table.js';
import type { ReadResult } from '../ingest-run.js';
import { unreadable } from '../inputs/faults.js';
import { STDIN } from '../inputs/resolve-inputs.js';
import type { ReadHooks, ReadOptions } from '../options.js';
import { PanelAccumulator } from '../panel/panel-accumulator.js';
import { readPanel, resolveAll } from '../read-panel.js';
import { loadPanel, type SavedPanel } from './load-panel.js';
import { strayDates, warnOfStrayDates } from '../stray-dates.js';
import type { PanelSource } from './panel-metadata.js';
import { savePanel } from './save-panel.js';

/** Options of updating a saved panel. */
export interface UpdateOptions extends ReadOptions {
  /** Accept an input whose content the panel already contains; its rows then count twice. @default false */
  readonly allowDuplicate?: boolean;
}

/** A saved panel after an update. */
export interface UpdateResult extends ReadResult {
  /** Every log in the panel, new ones last. */
  readonly sources: readonly PanelSource[];
}

/**
 * Adds logs to a saved panel, which is made if there is none. The order in which logs are added does not matter. Old
 * rows are not read again. The file is replaced whole or not at all; a concurrent update is refused.
 *
 * @param store the panel's Parquet file.
 * @returns the panel of all logs, and the report on the new ones.
 * @throws DqsError `invalid-argument` if the panel is one of the inputs or the rejects file; `input-duplicate` if an
 * input has the same content as one that is in already, `panel-busy` if another update of the file is under way; else
 * as `readPanel`, `loadPanel` and `savePanel`.
 *
 * @example
 * await updatePanel('panel.parquet', ['results/2026-11-23.csv']);
 */
export async function updatePanel(
  store: string,
  inputs: readonly string[],
  options: UpdateOptions = {},
  hooks: ReadHooks = {},
): Promise<UpdateResult> {
  await assertApart(store, inputs, options);
  // Two programs that read the old panel and write a new one each would lose the rows of the first.
  const lock = { target: store, purpose: 'update', busyCode: 'panel-busy' } as const;
  return withFileLock(`${store}.lock`, lock, () => update(store, inputs, options, hooks));
}

/** The panel is overwritten, so it can be neither an input nor the rejects file. */
async function assertApart(
  store: string,
  inputs: readonly string[],
  { rejectsFile, ...options }: UpdateOptions,
): Promise<void> {
  const files = (await resolveAll(inputs, options)).filter((path) => path !== STDIN);
  const rejects = rejectsFile === undefined ? [] : [{ name: 'the rejects file', path: rejectsFile }];
  await assertDistinctPlaces({
    inputs: files.map((path) => ({ name: `the input ${path}`, path })),
    outputs: [{ name: 'the panel', path: store }, ...rejects],
  });
}

async function update(
  store: string,
  inputs: readonly string[],
  { allowDuplicate, ...options }: UpdateOptions,
  hooks: ReadHooks,
): Promise<UpdateResult> {
  const saved = await loadIfPresent(store);
  const known = { fingerprint: true, knownEvents: saved.events };
  const { panel: added, report, facts, ...read } = await readPanel(inputs, { ...options, ...known }, hooks);
  const named = report.files.map(({ path, sha256, rowsUsed, tool }) => ({
    path,
    sha256: sha256!,
    rows: rowsUsed,
    tool,
  }));
  const logs = named.filter(({ tool }) => tool === undefined);
  if (allowDuplicate !== true) refuseDuplicates(saved.sources, logs, store);
  // What tools executed is known by itself, whatever file tells it.
  if (logs.length === 0 && report.rowsUsed === 0) return { ...saved, report };
  const isNew = ({ rows, sha256, tool }: (typeof named)[number]) =>
    tool === undefined || (rows > 0 && saved.sources.every((source) => source.sha256 !== sha256));
  const fresh = named.filter(isNew).map(({ path, sha256, rows }) => ({ path, sha256, rows }));
  const panel = saved.panel.keys.length === 0 ? added : sumOf(saved.panel, added);
  // A stray date may be visible only next to the existing dates.
  if (report.strayDates === undefined) warnOfStrayDates(strayDates(panel), hooks.logger ?? SILENT_LOGGER);
  const sources = [...saved.sources, ...fresh];
  const extras = { facts: mergedFacts(saved.facts, facts), events: mergedEvents(saved.events, read.events) };
  await savePanel(store, panel, sources, extras);
  return { panel, report, sources, ...extras };
}

function sumOf(saved: DailyPanel, added: DailyPanel): DailyPanel {
  const whole = new PanelAccumulator();
  whole.appendPanel(saved);
  whole.addPanel(added);
  return whole.build();
}

/** What is told later takes the place of what was. */
function mergedFacts(saved: readonly SeriesFact[], added: readonly SeriesFact[]): SeriesFact[] {
  const table = FactTable.of(saved);
  for (const fact of added) table.add(fact, 'later');
  return table.list();
}

function mergedEvents(saved: EventRecord | undefined, added: EventRecord | undefined): EventRecord | undefined {
  if (added === undefined) return saved;
  const ledger = EventLedger.of(saved);
  ledger.absorb(EventLedger.of(added));
  return ledger.record();
}

async function loadIfPresent(store: string): Promise<SavedPanel> {
  try {
    await stat(store);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { panel: EMPTY_PANEL, sources: [], facts: [] };
    throw unreadable(store, cause);
  }
  return loadPanel(store);
}

function refuseDuplicates(known: readonly PanelSource[], fresh: readonly PanelSource[], store: string): void {
  const seen = new Map(known.map((source) => [source.sha256, source.path]));
  for (const { sha256, path } of fresh) {
    const earlier = seen.get(sha256);
    if (earlier !== undefined) {
      const message =
        `expected inputs that ${store} does not contain yet, but ${path} has the same content as ${earlier}; ` +
        `leave it out, or allow duplicates to count its rows twice`;
      throw new DqsError('input-duplicate', message, { details: { path, earlier, sha256, store } });
    }
    seen.set(sha256, path);
  }
}
