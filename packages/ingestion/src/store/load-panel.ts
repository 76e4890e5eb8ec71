import { stat } from 'node:fs/promises';

import { type DailyPanel, DqsError, type KeyTextCounts } from '@dqs/core';

import { DuckDbSession, sqlPath, wholeText } from '../duckdb/session.js';
import { resolveInputs } from '../inputs/resolve-inputs.js';
import { PanelAccumulator } from '../panel/panel-accumulator.js';
import { PANEL_METADATA_KEY, decodeMetadata, type PanelMetadata, type PanelSource } from './panel-metadata.js';

/** A panel as it was saved. */
export interface SavedPanel {
  readonly panel: DailyPanel;
  /** The logs it was made of. */
  readonly sources: readonly PanelSource[];
}

const MEMORY_LIMIT_MB = 400;

/**
 * Loads what `savePanel` wrote.
 *
 * @throws DqsError `input-not-found` where there is no such file; `panel-invalid` where it is no panel, or damaged.
 */
export async function loadPanel(path: string): Promise<SavedPanel> {
  await resolveInputs([path]);
  // DuckDB would wait at a pipe for ever: it looks at the end of a file first.
  if (!(await stat(path)).isFile()) throw damaged(path, undefined);
  const session = await DuckDbSession.open({ memoryLimitMb: MEMORY_LIMIT_MB });
  try {
    const metadata = await readPanelMetadata(session, path);
    if (metadata === undefined) throw notAPanel(path);
    return { panel: await readPanelRows(session, path, metadata), sources: metadata.sources };
  } catch (cause) {
    throw DqsError.is(cause) ? cause : damaged(path, cause);
  } finally {
    await session.close();
  }
}

/** What a Parquet file says of itself as a saved panel; undefined where it is another Parquet file. */
export async function readPanelMetadata(session: DuckDbSession, path: string): Promise<PanelMetadata | undefined> {
  const sql = `SELECT decode(value) FROM parquet_kv_metadata(${sqlPath(path)}) WHERE decode(key) = '${PANEL_METADATA_KEY}'`;
  for await (const chunk of session.chunks(sql)) {
    return decodeMetadata(chunk.getColumnVector(0).getItem(0) as string, path);
  }
  return undefined;
}

const KEY_NAMES = ['source', 'tenant_id', 'dataset_uuid', 'dataset_name', 'rule_code'];
const KEY_COLUMNS = KEY_NAMES.join(', ');

/**
 * Reads the rows of a saved panel.
 *
 * @throws DqsError `panel-invalid` where rows and metadata do not belong together.
 */
export async function readPanelRows(
  session: DuckDbSession,
  path: string,
  metadata: PanelMetadata,
): Promise<DailyPanel> {
  const accumulator = new PanelAccumulator();
  const table = `read_parquet(${sqlPath(path)})`;
  const keys = await readKeys(session, table, accumulator, path);
  await readCells(session, table, keys, accumulator);
  const { keys: sorted, cells } = accumulator.build();
  const { levels, failedAttributes } = metadata;
  if (![levels, failedAttributes].every((counts) => belongs(counts, sorted.length))) {
    throw damaged(path, undefined);
  }
  return { keys: sorted, cells, levels, failedAttributes };
}

async function readKeys(
  session: DuckDbSession,
  table: string,
  accumulator: PanelAccumulator,
  path: string,
): Promise<ReadonlyMap<number, number>> {
  const keys = new Map<number, number>();
  const sql = `SELECT DISTINCT (hash(${KEY_COLUMNS}) >> 11)::DOUBLE, ${KEY_NAMES.map(wholeText).join(', ')} FROM ${table}`;
  for await (const chunk of session.chunks(sql)) {
    const [hash, ...texts] = Array.from({ length: 6 }, (_, i) => chunk.getColumnVector(i));
    for (let row = 0; row < chunk.rowCount; row += 1) {
      const [source, tenantId, datasetUuid, datasetName, ruleCode] = texts.map((text) => text.getItem(row) as string);
      const key = accumulator.keyIndex({
        source: source!,
        tenantId: tenantId!,
        datasetUuid: datasetUuid!,
        datasetName: datasetName!,
        ruleCode: ruleCode!,
      });
      const id = hash!.getItem(row) as number;
      if (keys.has(id)) throw new DqsError('internal', `two keys of ${path} have one hash; merge it in two parts`);
      keys.set(id, key);
    }
  }
  return keys;
}

async function readCells(
  session: DuckDbSession,
  table: string,
  keys: ReadonlyMap<number, number>,
  accumulator: PanelAccumulator,
): Promise<void> {
  const sql = `SELECT (hash(${KEY_COLUMNS}) >> 11)::DOUBLE, (business_date - DATE '1970-01-01')::INTEGER,
    passes::INTEGER, fails::INTEGER, errors::INTEGER, dataset_record_count::DOUBLE, filtered_record_count::DOUBLE
    FROM ${table}`;
  for await (const chunk of session.chunks(sql)) {
    const vectors = Array.from({ length: 7 }, (_, i) => chunk.getColumnVector(i));
    const [hash, day, passes, fails, errors, record, filtered] = vectors.map(
      (vector) => (row: number) => vector.getItem(row) as number | null,
    );
    for (let row = 0; row < chunk.rowCount; row += 1) {
      accumulator.addCounts({
        key: keys.get(hash!(row)!)!,
        day: day!(row)!,
        passes: passes!(row)!,
        fails: fails!(row)!,
        errors: errors!(row)!,
        recordCount: record!(row) ?? Number.NaN,
        filteredCount: filtered!(row) ?? Number.NaN,
      });
    }
  }
}

function belongs({ key, text, count }: KeyTextCounts, keys: number): boolean {
  return key.length === text.length && key.length === count.length && key.every((index) => index < keys);
}

function notAPanel(path: string): DqsError {
  const message = `expected a saved panel in ${path}, got another Parquet file; read it as a log with readPanel`;
  return new DqsError('panel-invalid', message, { details: { path } });
}

function damaged(path: string, cause: unknown): DqsError {
  return new DqsError(
    'panel-invalid',
    `expected a saved panel in ${path}, but the file is damaged or of another kind`,
    {
      cause,
      details: { path },
    },
  );
}
