// Adding up the test counts that tools/jest/totals-reporter.cjs leaves in each project.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, projectFolders } from './paths.mjs';

const totalsFile = (folder) => inRoot(folder, 'coverage', 'test-totals.json');
const testedFolders = () => [...projectFolders(), 'tests'];

/** Removes old counts, so that a project whose tests never ran cannot show yesterday's. */
export function clearTotals() {
  for (const folder of testedFolders()) rmSync(totalsFile(folder), { force: true });
}

/** Counts of every project and their sum; a project without counts is one failure. */
export function readTotals() {
  const rows = testedFolders().map((folder) => ({ folder, ...countsOf(folder) }));
  const sum = (name) => rows.reduce((total, row) => total + row[name], 0);
  const failures = rows.flatMap(({ folder, failures = [] }) => failures.map((failure) => ({ folder, ...failure })));
  return { rows, passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), failures };
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
export function describeFailures(failures) {
  return failures
    .map(
      ({ folder, file, name, message }) => `\nFAILED ${join(folder, file)}: ${name}\n${message.replace(/^/gm, '  ')}`,
    )
    .join('\n');
}
