import { DqsError, type DailyPanel, type SummaryKey } from '@dqs/core';
import { writeAtomically } from '@dqs/core/io';

import { DuckDbSession, sqlText } from '../duckdb/session.js';
import { PANEL_METADATA_KEY, encodeMetadata, type PanelExtras, type PanelSource } from './panel-metadata.js';

const MEMORY_LIMIT_MB = 400;

/**
 * Saves a panel as a Parquet file that any tool can read: one row per key and day with the columns `source`,
 * `tenant_id`, `dataset_uuid`, `dataset_name`, `rule_code`, `business_date`, `passes`, `fails`, `errors`,
 * `dataset_record_count` and `filtered_record_count` (null if none). Levels, failed attributes and sources are in the
 * file's metadata. The file appears whole or not at all.
 *
 * @param sources the logs it was built from, so that {@link updatePanel} recognises them.
 * @param extras what tools told, and the executions that are in.
 * @throws DqsError `output-not-writable`; `panel-invalid` if a text of a key contains a lone surrogate, which cannot be
 * written.
 */
export async function savePanel(
  path: string,
  panel: DailyPanel,
  sources: readonly PanelSource[] = [],
  extras: PanelExtras = {},
): Promise<void> {
  checkTexts(panel);
  const session = await DuckDbSession.open({ memoryLimitMb: MEMORY_LIMIT_MB });
  try {
    await fillTables(session, panel);
    const metadata = `${PANEL_METADATA_KEY}: ${sqlText(encodeMetadata(panel, sources, extras))}`;
    await writeAtomically(path, (temporary) =>
      session.run(
        `COPY (${CELLS_WITH_KEYS}) TO ${sqlText(temporary)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${metadata}})`,
      ),
    );
  } finally {
    await session.close();
  }
}

const HALF_CHARACTER = /\p{Surrogate}/u;

/** Lone surrogates would all be written as the same character, so that two keys could become one. */
function checkTexts({ keys }: DailyPanel): void {
  const key = keys.find((texts) => Object.values(texts).some((text) => HALF_CHARACTER.test(text as string)));
  if (key === undefined) return;
  throw new DqsError(
    'panel-invalid',
    `expected texts without lone surrogates in the panel, got ${JSON.stringify(key)}`,
    {
      details: { key },
    },
  );
}

const CELLS_WITH_KEYS = `
SELECT source, tenant_id, dataset_uuid, dataset_name, rule_code, DATE '1970-01-01' + day AS business_date, passes, fails,
  errors, dataset_record_count, filtered_record_count
FROM cells JOIN keys USING (key) ORDER BY key, day`;

async function fillTables(session: DuckDbSession, panel: DailyPanel): Promise<void> {
  await session.run(
    `CREATE TABLE keys (key INTEGER, source VARCHAR, tenant_id VARCHAR, dataset_uuid VARCHAR, dataset_name VARCHAR,
      rule_code VARCHAR)`,
  );
  await session.run(
    `CREATE TABLE cells (key INTEGER, day INTEGER, passes INTEGER, fails INTEGER, errors INTEGER,
      dataset_record_count DOUBLE, filtered_record_count DOUBLE)`,
  );
  const text = (part: keyof SummaryKey) => (row: number) => panel.keys[row]![part];
  await session.append('keys', panel.keys.length, [
    { type: 'INTEGER', at: (row) => row },
    ...(['source', 'tenantId', 'datasetUuid', 'datasetName', 'ruleCode'] as const).map((part) => ({
      type: 'VARCHAR' as const,
      at: text(part),
    })),
  ]);
  const { key, day, passes, fails, errors, recordCount, filteredCount } = panel.cells;
  const whole = (values: Int32Array) => ({ type: 'INTEGER' as const, at: (row: number) => values[row]! });
  const optional = (values: Float64Array) => ({
    type: 'DOUBLE' as const,
    at: (row: number) => (Number.isNaN(values[row]!) ? null : values[row]!),
  });
  const columns = [...[key, day, passes, fails, errors].map(whole), ...[recordCount, filteredCount].map(optional)];
  await session.append('cells', key.length, columns);
}
