// Adding up the test counts that tools/jest/totals-reporter.cjs leaves in each project.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runJest, withSecondTry } from './jest-runs.mjs';
import { inRoot, projectFolders } from './paths.mjs';

const totalsFile = (folder) => inRoot(folder, 'coverage', 'test-totals.json');
const testedFolders = () => [...projectFolders(), 'tests'];

/** Removes old counts, so that a project whose tests never ran cannot show yesterday's. */
export function clearTotals() {
  for (const folder of testedFolders()) rmSync(totalsFile(folder), { force: true });
}

/**
 * Runs what failed once more, and keeps the counts that are right then.
 *
 * @returns whether something passed that had failed.
 */
export async function tryAgain() {
  let hasPassed = false;
  for (const folder of testedFolders().filter((one) => existsSync(totalsFile(one)))) {
    const counts = await withSecondTry(countsOf(folder), (tests) => runJest(folder, { tests, suffix: '-again' }));
    writeFileSync(totalsFile(folder), `${JSON.stringify(counts)}\n`);
    hasPassed ||= counts.unstable !== undefined && counts.unstable.length > 0;
  }
  return hasPassed;
}

/** Counts of every project and their sum; a project without counts is one failure. */
export function readTotals() {
  const rows = testedFolders().map((folder) => ({ folder, ...countsOf(folder) }));
  const sum = (name) => rows.reduce((total, row) => total + row[name], 0);
  const all = (name) => rows.flatMap(({ folder, [name]: some = [] }) => some.map((one) => ({ folder, ...one })));
  return {
    rows,
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: all('failures'),
    unstable: all('unstable'),
  };
}

function countsOf(folder) {
  const file = totalsFile(folder);
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, note: 'its tests did not run to the end' };
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The table of counts for a person. */
export function describeTotals({ rows, skipped }) {
  const width = Math.max(...rows.map((row) => join(row.folder).length));
  const lines = rows.map((row) => {
    const parts = [`${row.passed} passed`, `${row.failed} failed`];
    if (row.skipped > 0) parts.push(`${row.skipped} skipped`);
    if (row.note) parts.push(row.note);
    return `  ${row.folder.padEnd(width)}  ${parts.join(', ')}`;
  });
  if (skipped > 0)
    lines.push(`  ${skipped} skipped: they need data that is not on this machine (see the warnings above)`);
  return lines.join('\n');
}

/** What failed and why, to be read at the end of a run: each `{ folder, file, name, message }`. */
export function describeFailures({ failures, unstable }) {
  const line = (what) => (one) =>
    `\n${what} ${join(one.folder, one.file)}: ${one.name}\n${one.message.replace(/^/gm, '  ')}`;
  return [
    ...unstable.map(line('UNSTABLE, it failed once and passed when it was run again alone:')),
    ...failures.map(line('FAILED')),
  ].join('\n');
}
