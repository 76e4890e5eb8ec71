import { DqsError } from '@dqs/core';
import { readPanel, type IngestReport, type ReadOptions, type ReadResult } from '@dqs/ingestion';

import type { AppHooks } from '../app-hooks.js';
import type { COLUMN_SETTINGS } from '../settings/columns.js';
import type { INPUT } from '../settings/input.js';
import type { Settings } from '../settings/settings.js';
import { mappingOptions } from './mapping-options.js';

/** The settings that tell what to read; the same in every command that reads a history. */
export type InputSettings = Settings<(typeof INPUT)[number] | keyof typeof COLUMN_SETTINGS | 'threads'>;

/** A history and, for `--json`, what was read. */
export interface InputsRead extends ReadResult {
  readonly summary: Omit<IngestReport, 'files'> & { readonly files: number };
}

/**
 * Reads the history that was given, from logs or from a saved panel.
 *
 * @throws DqsError `config-invalid` if neither or both are given, and as `readPanel`.
 */
export async function readInputs(settings: InputSettings, hooks: AppHooks): Promise<InputsRead> {
  const { input, panel: saved } = settings;
  if ((input === undefined) === (saved === undefined)) {
    throw new DqsError(
      'config-invalid',
      `expected either --input or --panel, got ${input === undefined ? 'neither' : 'both'}; ` +
        'dqs ingest adds files to a saved panel',
    );
  }
  hooks.onProgress?.({ stage: 'read', done: 0, unit: 'bytes' });
  const { panel, report } = await readPanel(input ?? [saved!], readOptions(settings), hooks);
  warnOfRejects(report, settings, hooks);
  return { panel, report, summary: { ...report, files: report.files.length } };
}

/** The options of reading that follow from settings. */
export function readOptions(settings: InputSettings): ReadOptions {
  const { rejects, maxRejectRatio, maxUnreadableRatio, maxDate, threads } = settings;
  // Only a saved panel compares contents, and asks for that itself.
  return {
    fingerprint: false,
    rejectsFile: rejects,
    maxRejectRatio,
    maxUnreadableRatio,
    maxDay: maxDate,
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
