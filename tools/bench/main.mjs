// `npm run bench [-- name …]`: runs the benchmark scripts of the packages and of the workspace, one after another, each
// in a process of its own; prints their figures as tables and keeps them as JSON lines in tmp/bench/.
//
// A benchmark is a file `packages/*/bench/*.bench.mjs` or `bench/*.bench.mjs`. It prints one JSON object a line on
// standard output (its figures, with units in the names) and anything else on standard error.
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inRoot, projectFolders } from '../workspace/paths.mjs';
import { setUpOrExit } from '../workspace/setup.mjs';
import { runBenchmark } from './run-benchmark.mjs';
import { formatTable } from './table.mjs';

const SUFFIX = '.bench.mjs';
const RESULTS = inRoot('tmp', 'bench');

/** Files of all benchmarks, relative to the root. */
function benchmarks() {
  return [...projectFolders().map((folder) => join(folder, 'bench')), 'bench']
    .filter((folder) => existsSync(inRoot(folder)))
    .flatMap((folder) => readdirSync(inRoot(folder)).map((name) => join(folder, name)))
    .filter((file) => file.endsWith(SUFFIX));
}

function chosen(files, names) {
  if (names.length === 0) return files;
  return files.filter((file) => names.some((name) => file.includes(name)));
}

async function measure(file) {
  console.log(`\n── ${file}`);
  const { code, records } = await runBenchmark(inRoot(file));
  const result = join(RESULTS, `${basename(file, SUFFIX)}.jsonl`);
  rmSync(result, { force: true });
  for (const record of records) appendFileSync(result, `${JSON.stringify(record)}\n`);
  console.log(formatTable(records));
  if (code !== 0) console.log(`── ${file} ended with code ${code}`);
  return code;
}

await setUpOrExit();
const files = chosen(benchmarks(), process.argv.slice(2));
if (files.length === 0) {
  console.error(
    `no benchmark has that name; there are:\n${benchmarks()
      .map((file) => `  ${basename(file, SUFFIX)}`)
      .join('\n')}`,
  );
  process.exit(2);
}
mkdirSync(RESULTS, { recursive: true });
let failures = 0;
for (const file of files) if ((await measure(file)) !== 0) failures += 1;
console.log(`\nJSON lines: ${join('tmp', 'bench')}`);
process.exitCode = failures === 0 ? 0 : 1;
