import { spawnSync } from 'node:child_process';
import { inRoot } from '../workspace/paths.mjs';

/** How Node runs the sources. */
export const PROGRAM = [
  '--conditions=@dqs/source',
  '--import',
  inRoot('node_modules', 'tsx', 'dist', 'esm', 'index.mjs'),
];

/** What `dqs <command> --json` prints, run from the sources; throws where it prints no JSON. */
export function dqs(...args) {
  return JSON.parse(runScript(inRoot('apps', 'cli', 'src', 'main.ts'), ...args, '--json'));
}

/** What a script prints that uses the sources; throws where it prints nothing. */
export function runScript(script, ...args) {
  const all = [...PROGRAM, script, ...args];
  const { stdout, stderr, status } = spawnSync(process.execPath, all, { encoding: 'utf8', maxBuffer: 1e9 });
  if (stdout === '') throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Counts of an import, in the words of the comparisons. */
export function importCounts(...paths) {
  const { report } = dqs('import', ...paths);
  const skipped = report.files.reduce((sum, { tool }) => sum + (tool.skipped.skipped ?? 0), 0);
  return { passed: report.passed, failed: report.failed, errors: report.neither, skipped };
}

/** How often each value occurs in a list, under the given names, which a value is looked up in. */
export function countBy(values, meanings) {
  const counts = { passed: 0, failed: 0, errors: 0, skipped: 0 };
  for (const value of values) counts[meanings[value] ?? 'errors'] += 1;
  return counts;
}
