import { decodeColumns, encodeColumns, type NumericColumn } from '../columns-codec.js';
import { DqsError } from '../errors/dqs-error.js';
import { panelDayRange, type DailyPanel, type KeyTextCounts, type SummaryKey } from './daily-panel.js';

const FORMAT = 'dqs-daily-panel/1';

interface PanelMeta {
  readonly format: string;
  readonly firstDay: number;
  readonly cells: number;
  readonly keys: readonly (readonly string[])[];
  readonly levels: readonly string[];
  readonly failedAttributes: readonly string[];
}

/**
 * A panel as bytes: the columns of its cells in the narrowest integers that hold them, its texts in the header.
 * Equal panels give equal bytes.
 */
export function encodePanel(panel: DailyPanel): Uint8Array {
  const { cells, keys } = panel;
  const firstDay = panelDayRange(panel)?.first ?? 0;
  const meta: PanelMeta = {
    format: FORMAT,
    firstDay,
    cells: cells.key.length,
    keys: keys.map((k) => [k.source, k.tenantId, k.datasetUuid, k.datasetName, k.ruleCode]),
    levels: panel.levels.text,
    failedAttributes: panel.failedAttributes.text,
  };
  return encodeColumns({
    meta,
    columns: {
      cellsOfKey: narrow(countPerKey(cells.key, keys.length)),
      day: narrow(cells.day.map((day) => day - firstDay)),
      passes: narrow(cells.passes),
      fails: narrow(cells.fails),
      errors: narrow(cells.errors),
      recordCount: emptyWhereMissing(cells.recordCount),
      filteredCount: emptyWhereMissing(cells.filteredCount),
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
 * @throws DqsError `panel-invalid` if the bytes are not a panel of this version.
 */
export function decodePanel(bytes: Uint8Array): DailyPanel {
  const { meta, columns } = decodeColumns(bytes);
  const { firstDay, cells: size, keys, levels, failedAttributes } = checkMeta(meta);
  const int = (name: string, length?: number) => Int32Array.from(column(columns, name, length));
  // First a column as long as the panel, so that a wrong number of cells cannot allocate memory.
  const day = int('day', size).map((value) => value + firstDay);
  return {
    keys: keys.map(toKey),
    cells: {
      key: spread(column(columns, 'cellsOfKey', keys.length), size),
      day,
      passes: int('passes', size),
      fails: int('fails', size),
      errors: int('errors', size),
      recordCount: doubles(columns, 'recordCount', size),
      filteredCount: doubles(columns, 'filteredCount', size),
    },
    levels: texts(int('levelKey'), levels, int('levelCount'), keys.length),
    failedAttributes: texts(int('attributeKey'), failedAttributes, int('attributeCount'), keys.length),
  };
}

function checkMeta(meta: unknown): PanelMeta {
  const { format, firstDay, cells, keys, levels, failedAttributes } = (meta ?? {}) as Partial<PanelMeta>;
  if (format !== FORMAT) {
    throw new DqsError('panel-invalid', `expected a panel of format ${FORMAT}, got ${String(format)}`);
  }
  const isWhole =
    Number.isSafeInteger(firstDay) &&
    Number.isSafeInteger(cells) &&
    cells! >= 0 &&
    Array.isArray(keys) &&
    keys.every(isTexts) &&
    [levels, failedAttributes].every(isTexts);
  if (isWhole) return meta as PanelMeta;
  throw new DqsError('panel-invalid', 'expected days, keys and texts in the header of the panel, got something else');
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function countPerKey(keyOfCell: Int32Array, keys: number): Int32Array {
  const counts = new Int32Array(keys);
  for (const key of keyOfCell) counts[key]! += 1;
  return counts;
}

function spread(cellsOfKey: NumericColumn, size: number): Int32Array {
  let total = 0;
  for (const count of cellsOfKey) {
    if (!(Number.isInteger(count) && count > 0)) {
      throw new DqsError('panel-invalid', `expected cells of every key of the panel, one has ${count}`);
    }
    total += count;
  }
  if (total !== size) {
    throw new DqsError('panel-invalid', `expected ${size} cells in the panel, its keys hold ${total}`);
  }
  const keyOfCell = new Int32Array(size);
  let cell = 0;
  cellsOfKey.forEach((count, key) => {
    keyOfCell.fill(key, cell, cell + count);
    cell += count;
  });
  return keyOfCell;
}

/** The values in the narrowest of 8, 16 and 32 bits; none of them is negative. */
function narrow(values: Int32Array): NumericColumn {
  let greatest = 0;
  for (const value of values) if (value > greatest) greatest = value;
  if (greatest < 0x100) return Uint8Array.from(values);
  return greatest < 0x10000 ? Uint16Array.from(values) : values;
}

function emptyWhereMissing(values: Float64Array): Float64Array {
  return values.every(Number.isNaN) ? new Float64Array(0) : values;
}

function doubles(columns: Readonly<Record<string, NumericColumn>>, name: string, size: number): Float64Array {
  const values = column(columns, name);
  return values.length === 0 ? new Float64Array(size).fill(Number.NaN) : Float64Array.from(column(columns, name, size));
}

function texts(key: Int32Array, text: readonly string[], count: Int32Array, keys: number): KeyTextCounts {
  const stray = key.find((index) => index < 0 || index >= keys);
  if (stray !== undefined) {
    throw new DqsError('panel-invalid', `expected texts of the ${keys} keys of the panel, got one of key ${stray}`);
  }
  if (key.length === text.length && count.length === text.length) return { key, text, count };
  throw new DqsError(
    'panel-invalid',
    `expected ${text.length} texts in the panel, got ${key.length} and ${count.length}`,
  );
}

function toKey(parts: readonly string[]): SummaryKey {
  const [source = '', tenantId = '', datasetUuid = '', datasetName = '', ruleCode = ''] = parts;
  return { source, tenantId, datasetUuid, datasetName, ruleCode };
}

function column(columns: Readonly<Record<string, NumericColumn>>, name: string, length?: number): NumericColumn {
  const values = columns[name];
  if (values && (length === undefined || values.length === length)) return values;
  const found = values ? `one of length ${values.length}` : 'none';
  throw new DqsError('panel-invalid', `expected a column "${name}" of length ${length} in the panel, found ${found}`);
}
