import { DqsError, type DailyPanel, type KeyTextCounts } from '@dqs/core';

import { sqlPath, wholeText, type DuckDbSession } from '../../duckdb/session.js';
import { PanelAccumulator } from '../../panel/panel-accumulator.js';
import { PANEL_METADATA_KEY, decodeMetadata, type PanelMetadata } from '../../store/panel-metadata.js';

/** The panel metadata of a Parquet file; undefined for any other Parquet file. */
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
 * @throws DqsError `panel-invalid` if rows and metadata do not match.
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
    throw damagedPanel(path, undefined);
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
      if (keys.has(id)) throw new DqsError('internal', `two keys of ${path} have the same hash; merge it in two parts`);
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
      accumulator.appendCounts({
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

/** The error for a saved panel that cannot be made sense of. */
export function damagedPanel(path: string, cause: unknown): DqsError {
  return new DqsError(
    'panel-invalid',
    `expected a saved panel in ${path}, but the file is damaged or of another kind`,
    {
      cause,
      details: { path },
    },
  );
}
