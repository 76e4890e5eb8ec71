import { stat } from 'node:fs/promises';

import { DqsError, type DailyPanel, type SeriesFact } from '@dqs/core';

import { DuckDbSession } from '../duckdb/session.js';
import type { EventRecord } from '../importers/tool/event-ledger.js';
import { damagedPanel, readPanelMetadata, readPanelRows } from '../importers/parquet/saved-panel.js';
import { resolveInputs } from '../inputs/resolve-inputs.js';
import type { PanelSource } from './panel-metadata.js';

/** A saved panel. */
export interface SavedPanel {
  readonly panel: DailyPanel;
  /** The logs it was built from. */
  readonly sources: readonly PanelSource[];
  /** What tools told of its series. */
  readonly facts: readonly SeriesFact[];
  /** The executions by tools that it contains; absent if none. */
  readonly events?: EventRecord | undefined;
}

const MEMORY_LIMIT_MB = 400;

/**
 * Loads a panel written by `savePanel`.
 *
 * @throws DqsError `input-not-found` if there is no such file; `panel-invalid` if it is not a panel, or damaged.
 */
export async function loadPanel(path: string): Promise<SavedPanel> {
  await resolveInputs([path]);
  // DuckDB would wait forever at a pipe, since it reads the end of a file first.
  if (!(await stat(path)).isFile()) throw damagedPanel(path, undefined);
  const session = await DuckDbSession.open({ memoryLimitMb: MEMORY_LIMIT_MB });
  try {
    const metadata = await readPanelMetadata(session, path);
    if (metadata === undefined) throw notAPanel(path);
    const { sources, facts = [], events } = metadata;
    return { panel: await readPanelRows(session, path, metadata), sources, facts, events };
  } catch (cause) {
    throw DqsError.is(cause) ? cause : damagedPanel(path, cause);
  } finally {
    await session.close();
  }
}

function notAPanel(path: string): DqsError {
  const message = `expected a saved panel in ${path}, got another Parquet file; read it as a log with readPanel`;
  return new DqsError('panel-invalid', message, { details: { path } });
}
