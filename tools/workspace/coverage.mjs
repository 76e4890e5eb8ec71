// `npm run coverage`: how much of each package its own tests reach, and those of apps that are made of it (tools/jest/covering.cjs), as
// `npm test -- --coverage` has measured it, which `npm run check` does. Fails below what is required. `npm run coverage -- core ledger`
// names every line that is not reached.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot, projectFolders } from './paths.mjs';

/** Percent of the lines and branches of each package that its own tests reach at least. */
export const REQUIRED = { lines: 92, branches: 85 };

/** What is held to less, and why. */
export const LOWER = {
  'packages/cloud': {
    lines: 65,
    branches: 50,
    because: 'its drivers run against servers, in npm run interop -- stores',
  },
};

/**
 * Projects that are not measured: no transform reaches the code that other processes or a browser run.
 */
export const ELSEWHERE = {
  'apps/cli': 'its tests start the bundled program as a process',
  'apps/dashboard': 'its tests look at the built pages in a browser',
};

const WORST_FILES = 15;

const coverageFile = (folder) => inRoot(folder, 'coverage', 'coverage.json');

/** Removes old figures, so that a project whose tests never ran cannot show yesterday's. */
export function clearCoverage() {
  for (const folder of projectFolders()) rmSync(coverageFile(folder), { force: true });
}

/** The figures of every project: `{ folder, files }`, without `files` where its tests did not run to the end. */
function readCoverage() {
  const folders = projectFolders().map((folder) => folder.split(sep).join('/'));
  const measured = new Map();
  for (const folder of folders) {
    const path = coverageFile(folder);
    if (existsSync(path)) measured.set(folder, JSON.parse(readFileSync(path, 'utf8')));
  }
  return folders
    .filter((folder) => !Object.hasOwn(ELSEWHERE, folder))
    .map((folder) => {
      const own = measured.get(folder);
      return own === undefined ? { folder } : { folder, files: filesOf(folder, own, [...measured]) };
    });
}

/**
 * The files of a project, each with what its own tests reach and those of others.
 *
 * @param own what its own tests have reached, by the names of files in the project.
 * @param measured pairs of the folder of a project and what its tests have reached; of files of others by `../` and so on.
 */
export function filesOf(folder, own, measured) {
  const inProject = Object.entries(own).filter(([name]) => !name.startsWith('../'));
  return Object.fromEntries(
    inProject.map(([name, reached]) => {
      const others = measured.flatMap(([other, files]) => {
        const there = other === folder ? undefined : files[posix.relative(other, `${folder}/${name}`)];
        return there ? [there] : [];
      });
      return [name, figuresOf(joined(reached, others))];
    }),
  );
}

/**
 * What any of several runs has reached of a file.
 *
 * @param reached `{ lines, branches }`, each a list of a line's number and whether it was reached.
 */
function joined(reached, others) {
  const both = (kind) =>
    reached[kind].map(([line, hit], place) => [line, hit || others.some((one) => one[kind][place]?.[1]) ? 1 : 0]);
  return { lines: both('lines'), branches: both('branches') };
}

/** What is judged of a file: counts, the lines that no test reaches, and those where one way is never taken. */
function figuresOf({ lines, branches }) {
  const count = (all) => ({ covered: all.filter(([, hit]) => hit).length, total: all.length });
  const halfTaken = new Set(branches.filter(([, hit]) => !hit).map(([line]) => line));
  return {
    lines: count(lines),
    branches: count(branches),
    missed: ranges(lines),
    halfTaken: [...halfTaken].sort((a, b) => a - b),
  };
}

/** `[[3, 7], [12, 12]]`: lines that no test reaches, joined over lines that hold no code. */
function ranges(lines) {
  const found = [];
  let isOpen = false;
  for (const [line, hit] of lines) {
    if (!hit && isOpen) found.at(-1)[1] = line;
    else if (!hit) found.push([line, line]);
    isOpen = !hit;
  }
  return found;
}

/**
 * What is covered and what is wrong with it.
 *
 * @param projects `{ folder, files }` of each; files by their name in the project, each with `{ covered, total }` of lines
 *   and branches.
 * @returns rows of the table, all files with the lines that each misses, and sentences that say what must be done.
 */
export function judge(projects, { required = REQUIRED, lower = LOWER } = {}) {
  const rows = [];
  const files = [];
  const faults = [];
  for (const { folder, files: own } of projects) {
    if (own === undefined) {
      faults.push(
        `${folder}: expected figures of coverage, found none: its tests did not run to the end with --coverage`,
      );
      continue;
    }
    const counted = Object.entries(own).map(([name, figures]) => ({ file: `${folder}/${name}`, ...figures }));
    files.push(...counted);
    const row = { folder, lines: sumOf(counted, 'lines'), branches: sumOf(counted, 'branches') };
    rows.push(row);
    faults.push(...faultsOf(row, required, lower[folder]));
  }
  return { rows, files, faults };
}

function sumOf(files, kind) {
  const sum = (part) => files.reduce((total, file) => total + file[kind][part], 0);
  return { covered: sum('covered'), total: sum('total') };
}

/** Nothing to cover is all covered. */
const percentOf = ({ covered, total }) => (total === 0 ? 100 : (100 * covered) / total);

/** Rounded down, so that no figure looks like the limit that it misses. */
const shown = (counts) => `${(Math.floor(percentOf(counts) * 10) / 10).toFixed(1)} %`;

function faultsOf(row, required, lower) {
  const limits = { ...required, ...lower };
  return Object.keys(required)
    .filter((kind) => percentOf(row[kind]) < limits[kind])
    .map((kind) => `${row.folder}: expected at least ${limits[kind]} % of ${kind}, got ${shown(row[kind])}`);
}

/** What the table says of a project that is held to less. */
function noteOf(row, required, lower) {
  if (lower === undefined) return '';
  const isReached = Object.keys(required).every((kind) => percentOf(row[kind]) >= required[kind]);
  return isReached ? '  reaches what is required: take it out of LOWER' : `  ${lower.because}`;
}

/** The table of all projects, and below it the files with the most lines that no test reaches. */
export function describeCoverage({ rows, files }, { required = REQUIRED, lower = LOWER } = {}) {
  const missed = (file) => file.lines.total - file.lines.covered;
  const worst = files.filter((file) => missed(file) > 0).sort((a, b) => missed(b) - missed(a));
  const width = Math.max(0, ...rows.map(({ folder }) => folder.length), 'package'.length);
  const table = rows.map((row) => {
    const { folder, lines, branches } = row;
    const note = noteOf(row, required, lower[folder]);
    return `  ${folder.padEnd(width)}  ${shown(lines).padStart(7)}  ${shown(branches).padStart(8)}${note}`;
  });
  return [
    `  ${'package'.padEnd(width)}    lines  branches`,
    ...table,
    ...(worst.length === 0 ? [] : ['\nMost lines that no test of their package reaches:']),
    ...worst.slice(0, WORST_FILES).map(describeFile),
  ].join('\n');
}

/** One file with its lines that are not reached, and those where one way is never taken. */
export function describeFile({ file, lines, branches, missed, halfTaken }) {
  const never = missed.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(', ');
  const places = [never && `lines ${never}`, halfTaken.length > 0 && `a way out of ${halfTaken.join(', ')}`];
  const what = places.filter(Boolean).join('; ');
  return `  ${file}  ${shown(lines)} of lines, ${shown(branches)} of branches: ${what}`;
}

/** What was measured, for a person; returns the exit code. */
function report(names) {
  const known = projectFolders().map((folder) => folder.split(sep).at(-1));
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`expected names of packages, got "${unknown.join(', ')}"; there are ${known.join(', ')}`);
    return 2;
  }
  if (names.length > 0) {
    const { files } = judge(readCoverage().filter(({ folder }) => names.includes(folder.split('/').at(-1))));
    const open = files.filter(({ missed, halfTaken }) => missed.length + halfTaken.length > 0);
    console.log(open.map(describeFile).join('\n'));
    return 0;
  }
  const judged = judge(readCoverage());
  console.log(describeCoverage(judged));
  for (const [folder, reason] of Object.entries(ELSEWHERE)) console.log(`  ${folder} is not measured: ${reason}`);
  if (judged.faults.length > 0) console.error(`\n${judged.faults.join('\n')}`);
  return judged.faults.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = report(process.argv.slice(2));
