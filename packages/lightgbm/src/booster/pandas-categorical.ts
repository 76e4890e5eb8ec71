import { LightGBMError } from '../errors.js';

const KEY = 'pandas_categorical:';

/**
 * The line that Python LightGBM appends to a model, with the categories of a data frame's columns: everything from its
 * line feed to the end of the text, byte for byte. Empty when there is none. LightGBM's own reader skips it.
 */
export function pandasLine(text: string): string {
  const at = text.lastIndexOf(`\n${KEY}`);
  if (at < 0) return '';
  const line = text.slice(at);
  return line.trimEnd().includes('\n', 1) ? '' : line;
}

/**
 * Parses {@link pandasLine}: one list per categorical column, in the order of the columns.
 * @throws LightGBMError `invalid-model` when it is not such a list
 */
export function parsePandasLine(line: string): unknown[][] | null {
  if (line === '') return null;
  const json = line.trim().slice(KEY.length);
  try {
    const parsed: unknown = JSON.parse(json);
    if (parsed === null || (Array.isArray(parsed) && parsed.every(Array.isArray))) return parsed as unknown[][] | null;
  } catch (cause) {
    throw new LightGBMError('invalid-model', `pandas_categorical: ${(cause as Error).message}`, { cause });
  }
  throw new LightGBMError('invalid-model', `pandas_categorical: expected a list of lists or null, got ${json}`);
}
