import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path of a file of `tests/fixtures`. */
export const fixturePath = (name: string): string => join(__dirname, '..', 'fixtures', name);

/** Bytes of a file of `tests/fixtures`. */
export const fixture = (name: string): Buffer => readFileSync(fixturePath(name));
