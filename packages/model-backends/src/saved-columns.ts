import { DqsError } from '@dqs/core';
import { z } from 'zod/mini';

import type { ModelColumn } from './backend.js';

const COLUMNS_FILE = 'columns.json';

/** Columns as a model saves them. */
export const COLUMNS_SCHEMA = z.array(z.object({ name: z.string(), kind: z.enum(['numeric', 'categorical']) }));

/** The columns of a model as one of its files, for engines whose own format does not keep their names and kinds. */
export function writeColumns(columns: readonly ModelColumn[]): [name: string, bytes: Uint8Array] {
  return [COLUMNS_FILE, Buffer.from(JSON.stringify(columns), 'utf8')];
}

/**
 * The columns that {@link writeColumns} wrote next to a model.
 *
 * @throws DqsError `bundle-corrupt` if the file is missing or holds something else.
 */
export function readColumns(files: ReadonlyMap<string, Uint8Array>): readonly ModelColumn[] {
  return readDocument(files, COLUMNS_FILE, COLUMNS_SCHEMA);
}

/**
 * The content of a JSON file of a model, checked.
 *
 * @returns the document as it is, so that it is saved with the same bytes again.
 * @throws DqsError `bundle-corrupt` if the file is missing, not JSON or not of the schema; the message says which part.
 */
export function readDocument<T>(files: ReadonlyMap<string, Uint8Array>, name: string, schema: z.ZodMiniType<T>): T {
  const document = readJsonFile(files, name);
  const { error } = schema.safeParse(document);
  if (error === undefined) return document as T;
  const [issue] = error.issues;
  const place = issue!.path.length > 0 ? `${issue!.path.join('.')}: ` : '';
  throw new DqsError('bundle-corrupt', `expected what a model was saved as in ${name}, got ${place}${issue!.message}`, {
    cause: error,
  });
}

/**
 * The content of a JSON file of a model.
 *
 * @throws DqsError `bundle-corrupt` if the file is missing or not JSON.
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
