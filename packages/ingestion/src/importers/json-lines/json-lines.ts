import type { Importer } from '../importer.js';
import { readJsonRecords } from './json-records.js';

/** One JSON object a line, its members by the names of the columns. */
export const JSON_LINES: Importer<'jsonl'> = {
  name: 'jsonl',
  extensions: ['jsonl', 'ndjson'],
  detect: (start) => (/^\uFEFF?\s*\{/.test(start.toString('utf8')) ? 'likely' : undefined),
  readRecords: (chunks, { name }, onRecord) => readJsonRecords(chunks, name, onRecord),
};
