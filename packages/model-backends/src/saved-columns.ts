import { DqsError } from '@dqs/core';

import type { ModelColumn } from './backend.js';

const COLUMNS_FILE = 'columns.json';

/** The columns of a model as one of its files, for engines whose own format does not keep their names and kinds. */
export function writeColumns(columns: readonly ModelColumn[]): [name: string, bytes: Uint8Array] {
  return [COLUMNS_FILE, Buffer.from(JSON.stringify(columns), 'utf8')];
}

/**
 * The columns that {@link writeColumns} wrote beside a model.
 *
 * @throws DqsError `bundle-corrupt` where the file is missing or holds something else.
 */
export function readColumns(files: ReadonlyMap<string, Uint8Array>): ModelColumn[] {
  const columns = readJsonFile(files, COLUMNS_FILE);
  if (Array.isArray(columns) && columns.every(isColumn)) return columns;
  throw new DqsError('bundle-corrupt', `expected a list of columns with name and kind in ${COLUMNS_FILE}`);
}

/**
 * The content of a JSON file of a model.
 *
 * @throws DqsError `bundle-corrupt` where the file is missing or not JSON.
 */
export function readJsonFile(files: ReadonlyMap<string, Uint8Array>, name: string): unknown {
  const bytes = files.get(name);
  if (!bytes) throw new DqsError('bundle-corrupt', `expected the file ${name} of a model, found none`);
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new DqsError('bundle-corrupt', `expected JSON in the file ${name} of a model`, { cause });
  }
}

function isColumn(value: unknown): value is ModelColumn {
  const { name, kind } = (value ?? {}) as Partial<ModelColumn>;
  return typeof name === 'string' && (kind === 'numeric' || kind === 'categorical');
}
