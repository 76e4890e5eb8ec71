import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join(__dirname, '../golden');

/**
 * Expects a text to be that of a file in `tests/golden`, which people read. After a change that is meant,
 * `DQS_GOLDEN=write` writes the files anew; the diff is the review.
 */
export function expectGolden(name: string, text: string): void {
  const path = join(FOLDER, name);
  if (process.env['DQS_GOLDEN'] === 'write') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const kept = readFileSync(path, 'utf8');
  // How JSON is laid out is the formatter's business.
  if (path.endsWith('.json')) expect(JSON.parse(text)).toEqual(JSON.parse(kept));
  else expect(text).toBe(kept);
}

/** A value as the JSON of a golden file. */
export function goldenJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
