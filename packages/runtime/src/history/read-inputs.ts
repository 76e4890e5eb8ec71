import { DqsError } from '@dqs/core';
import {
  knownHistory,
  readPanel,
  readPanelSet,
  type IngestReport,
  type ReadOptions,
  type ReadResult,
} from '@dqs/ingestion';

import type { AppHooks } from '../app-hooks.js';
import type { COLUMN_SETTINGS } from '../settings/columns.js';
import type { INPUT } from '../settings/input.js';
import type { Settings } from '../settings/settings.js';
import { openStore, openStorePlace } from '../stores/open-store.js';
import { mappingOptions } from './mapping-options.js';

/** The settings that tell what to read; the same in every command that reads a history. */
export type InputSettings = Settings<(typeof INPUT)[number] | keyof typeof COLUMN_SETTINGS | 'threads'>;

/** A history and, for `--json`, what was read. */
export interface InputsRead extends ReadResult {
  readonly summary: Omit<IngestReport, 'files'> & { readonly files: number };
}

/**
 * Reads the history that was given, from logs, from a saved panel, from a panel set or from a store of deliveries.
 *
 * @throws DqsError `config-invalid` unless one of them is given, and as `readPanel`, `readPanelSet` and `knownHistory`.
 */
export async function readInputs(settings: InputSettings, hooks: AppHooks): Promise<InputsRead> {
  assertOneHistory(settings);
  hooks.onProgress?.({ stage: 'read', done: 0, unit: 'bytes' });
  const read = await readGiven(settings, hooks);
  const { report } = read;
  warnOfRejects(report, settings, hooks);
  return { ...read, summary: { ...report, files: report.files.length } };
}

function readGiven(settings: InputSettings, hooks: AppHooks): Promise<ReadResult> {
  const { input, panel, panelSet, store, knownAt } = settings;
  if (panelSet !== undefined) return readPanelSet(openStorePlace(panelSet), panelSet, hooks);
  if (store !== undefined) return knownHistory(openStore(store), store, { knownAt });
  return readPanel(input ?? [panel!], readOptions(settings), hooks);
}

function assertOneHistory({ input, panel, panelSet, store, knownAt }: InputSettings): void {
  const given = Object.entries({ '--input': input, '--panel': panel, '--panel-set': panelSet, '--store': store });
  const names = given.filter(([, value]) => value !== undefined).map(([name]) => name);
  if (names.length !== 1) {
    const got = names.length === 0 ? 'none' : names.join(' and ');
    throw new DqsError(
      'config-invalid',
      `expected one of --input, --panel, --panel-set and --store, got ${got}; ` +
        'dqs ingest adds files to a saved panel, dqs collect to a store of deliveries',
    );
  }
  if (knownAt === undefined || store !== undefined) return;
  throw new DqsError('config-invalid', `expected --store with --known-at, got ${names[0]}: it has no arrival times`);
}

/** The options of reading that follow from settings. */
export function readOptions(settings: InputSettings): ReadOptions {
  const { rejects, maxRejectRatio, maxUnreadableRatio, maxDate, countRows, runDate, threads } = settings;
  // Only a saved panel compares contents, and asks for that itself.
  return {
    fingerprint: false,
    rejectsFile: rejects,
    maxRejectRatio,
    maxUnreadableRatio,
    maxDay: maxDate,
    countRows,
    runDate,
    threads: threads === 0 ? undefined : threads,
    ...mappingOptions(settings),
  };
}

/** Rejected rows are never passed over in silence. */
export function warnOfRejects(
  { rows, rowsRejected, rejected }: IngestReport,
  { rejects }: InputSettings,
  { logger }: AppHooks,
): void {
  if (rowsRejected === 0) return;
  const where = rejects === undefined ? 'give --rejects <file> to see them' : `see ${rejects}`;
  logger.warn({ rows, rowsRejected, rejected }, `${rowsRejected} of ${rows} rows were rejected; ${where}`);
}
