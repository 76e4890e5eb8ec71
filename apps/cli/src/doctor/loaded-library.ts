import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A native library that this process has loaded. */
export interface LoadedLibrary {
  readonly path: string;
  /** Version of its package; undefined if it is in none. */
  readonly version: string | undefined;
}

interface Report {
  readonly sharedObjects?: readonly string[];
}

/** The loaded native library whose path matches: the one in use, not the one that should have been found. */
export function loadedLibrary(pattern: RegExp): LoadedLibrary | undefined {
  const report = process.report.getReport() as unknown as Report;
  const path = report.sharedObjects?.find((file) => pattern.test(file) && file.endsWith('.node'));
  return path === undefined ? undefined : { path, version: versionOf(path) };
}

function versionOf(path: string): string | undefined {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    return (JSON.parse(readFileSync(file, 'utf8')) as { version?: string }).version;
  }
  return undefined;
}
