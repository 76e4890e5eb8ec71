import { decodeColumns, encodeColumns } from '../columns-codec.js';
import { DqsError } from '../errors/dqs-error.js';
import type { DailyPanel, SummaryKey } from './daily-panel.js';

const FORMAT = 'dqs-daily-panel/1';

interface PanelMeta {
  readonly format: string;
  readonly keys: readonly (readonly string[])[];
  readonly levels: readonly string[];
  readonly failedAttributes: readonly string[];
}

/** A panel as bytes: the columns of its cells as typed arrays, its texts in the header. Equal panels, equal bytes. */
export function encodePanel(panel: DailyPanel): Uint8Array {
  const meta: PanelMeta = {
    format: FORMAT,
    keys: panel.keys.map((k) => [k.source, k.tenantId, k.datasetUuid, k.datasetName, k.ruleCode]),
    levels: panel.levels.text,
    failedAttributes: panel.failedAttributes.text,
  };
  return encodeColumns({
    meta,
    columns: {
      ...panel.cells,
      levelKey: panel.levels.key,
      levelCount: panel.levels.count,
      attributeKey: panel.failedAttributes.key,
      attributeCount: panel.failedAttributes.count,
    },
  });
}

/**
 * Reads what {@link encodePanel} wrote.
 *
 * @throws DqsError `panel-invalid` where the bytes are not a panel of this version.
 */
export function decodePanel(bytes: Uint8Array): DailyPanel {
  const { meta, columns } = decodeColumns(bytes);
  const { format, keys, levels, failedAttributes } = meta as PanelMeta;
  if (format !== FORMAT) {
    throw new DqsError('panel-invalid', `expected a panel of format ${FORMAT}, got ${String(format)}`);
  }
  const int = (name: string) => column(columns, name, Int32Array);
  const double = (name: string) => column(columns, name, Float64Array);
  return {
    keys: keys.map(toKey),
    cells: {
      key: int('key'),
      day: int('day'),
      passes: int('passes'),
      fails: int('fails'),
      errors: int('errors'),
      recordCount: double('recordCount'),
      filteredCount: double('filteredCount'),
    },
    levels: { key: int('levelKey'), text: levels, count: int('levelCount') },
    failedAttributes: { key: int('attributeKey'), text: failedAttributes, count: int('attributeCount') },
  };
}

function toKey(parts: readonly string[]): SummaryKey {
  const [source = '', tenantId = '', datasetUuid = '', datasetName = '', ruleCode = ''] = parts;
  return { source, tenantId, datasetUuid, datasetName, ruleCode };
}

function column<T extends Int32Array | Float64Array>(
  columns: Readonly<Record<string, unknown>>,
  name: string,
  type: new () => T,
): T {
  const values = columns[name];
  if (values instanceof type) return values;
  throw new DqsError('panel-invalid', `expected a column "${name}" in the panel, found none of its type`);
}
