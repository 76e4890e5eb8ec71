import { DqsError } from '@dqs/core';
import type { IngestReport, ReadOptions, ReadResult } from '@dqs/ingestion';

import type { Settings } from './config.js';
import type { CommandContext } from './run.js';

/** The settings that tell what to read; the same in every command that reads a history. */
export type InputSettings = Pick<
  Settings<'train'>,
  'input' | 'panel' | 'rejects' | 'maxRejectRatio' | 'maxUnreadableRatio' | 'maxDate' | 'threads'
>;

/** A history and, for `--json`, what was read. */
export interface InputsRead extends ReadResult {
  readonly summary: Omit<IngestReport, 'files'> & { readonly files: number };
}

/**
 * Reads the history that a command was given, from logs or from a saved panel.
 *
 * @throws DqsError `config-invalid` where neither or both are given, and as `readPanel`.
 */
export async function readInputs(
  settings: InputSettings,
  hooks: CommandContext<'train'>['hooks'],
): Promise<InputsRead> {
  const { input, panel: saved } = settings;
  if ((input === undefined) === (saved === undefined)) {
    throw new DqsError(
      'config-invalid',
      `expected either --input or --panel, got ${input === undefined ? 'neither' : 'both'}; ` +
        'dqs ingest adds files to a saved panel',
    );
  }
  hooks.onProgress?.({ stage: 'read', done: 0, unit: 'bytes' });
  const { readPanel } = await import('@dqs/ingestion');
  const { panel, report } = await readPanel(input ?? [saved!], readOptions(settings, hooks));
  warnOfRejects(report, settings, hooks);
  return { panel, report, summary: { ...report, files: report.files.length } };
}

/** The options of reading that follow from settings. */
export function readOptions(settings: InputSettings, hooks: CommandContext<'train'>['hooks']): ReadOptions {
  const { rejects, maxRejectRatio, maxUnreadableRatio, maxDate, threads } = settings;
  // Only a saved panel compares contents, and asks for that itself.
  return {
    ...hooks,
    fingerprint: false,
    rejectsFile: rejects,
    maxRejectRatio,
    maxUnreadableRatio,
    maxDay: maxDate,
    threads: threads === 0 ? undefined : threads,
  };
}

/** Rejected rows are never passed over in silence. */
export function warnOfRejects(
  { rows, rowsRejected, rejected }: IngestReport,
  { rejects }: InputSettings,
  { logger }: CommandContext<'train'>['hooks'],
): void {
  if (rowsRejected === 0) return;
  const where = rejects === undefined ? 'give --rejects <file> to see them' : `see ${rejects}`;
  logger.warn({ rows, rowsRejected, rejected }, `${rowsRejected} of ${rows} rows were rejected; ${where}`);
}
