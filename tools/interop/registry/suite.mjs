// Publishes every package to a registry of others and installs the program from it in empty projects, on each version of Node, with no
// compiler; runs the main job with it. DQS_INTEROP_TABLE=file also installs every package alone and writes the table of sizes.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packAll } from '../../release/pack.mjs';
import { inRoot, projectFolders } from '../../workspace/paths.mjs';
import { output } from '../not-here.mjs';
import { bytesIn, emptyProject, npmProgram, runBeside } from './project.mjs';
import { plainEnvironment, startVerdaccio } from './registry.mjs';
import { sizeTable } from './table.mjs';

/** No Python: npm's own packages. */
export const requirements = undefined;
const NODES = ['20', '22', '24'];
const MOST_MEGABYTES = 150;
/** How many programs of npm publish at once. */
const AT_ONCE = 4;
const JOB = [
  'generate --datasets 3 --rules 4 --days 120 --seed 7 --out history.csv',
  'train --input history.csv --spec classic --rounds 20 --no-gates --out model',
  'predict --model model --all --json',
  'summarize --input history.csv --out summary',
];
/** What the job leaves that has the same bytes wherever it is done. */
const LEFT = ['history.csv', 'model/model.txt', 'summary/full_summary.csv', 'summary/nl_all_rows.txt'];
const THROWS =
  "import { assertLocalPath } from '@dqs/core/io'; try { assertLocalPath('s3://x'); } catch (e) { console.log(e.stack); }";

export async function run({ folder }) {
  const archives = await packAll(join(folder, 'archives'), projectFolders());
  const registry = await startVerdaccio(folder);
  try {
    const published = await publishAll(archives, registry);
    const results = [{ what: 'published', tool: published, dqs: archives.length }];
    const here = join(folder, 'repository');
    mkdirSync(here);
    const program = inRoot('apps', 'cli', 'bin', 'dqs.js');
    const expected = await theJob((...args) => runBeside(process.execPath, [program, ...args], { cwd: here }), here);
    for (const major of NODES) results.push(...(await onNode(major, { folder, registry, expected })));
    const table = process.env.DQS_INTEROP_TABLE;
    if (table !== undefined) writeFileSync(table, await sizeTable(archives, { folder, registry }));
    return results;
  } finally {
    registry.stop();
  }
}

async function publishAll(archives, { npmrc }) {
  const waiting = [...archives];
  const options = { env: { ...plainEnvironment(), npm_config_userconfig: npmrc } };
  let published = 0;
  const publish = async () => {
    for (let archive = waiting.pop(); archive !== undefined; archive = waiting.pop()) {
      await runBeside(process.execPath, [npmProgram(), 'publish', archive], options);
      published += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, publish));
  return published;
}

/** Installs the program on a Node and lets it work. */
async function onNode(major, { folder, registry, expected }) {
  const project = await emptyProject(folder, `node${major}`, major, registry.npmrc);
  const start = performance.now();
  await project.npm('install', '@dqs/cli');
  const seconds = (performance.now() - start) / 1000;
  const modules = join(project.folder, 'node_modules');
  const megabytes = bytesIn(modules) / 1e6;
  const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'));
  console.log(
    `Node ${major}: ${Object.keys(packages).length} packages, ${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s; ` +
      `most of it: ${heaviest(modules, Object.keys(packages)).join(', ')}`,
  );
  const job = await theJob((...args) => project.run('dqs', ...args), project.folder);
  const on = (text) => `Node ${major}: ${text}`;
  return [
    // The seconds are those of the machine and whatever else it does, so they are told and decide nothing.
    { what: on(`installed in ${MOST_MEGABYTES} MB`), tool: true, dqs: megabytes <= MOST_MEGABYTES },
    { what: on('packages that run a script'), tool: [], dqs: withScripts(packages) },
    { what: on('generate, train, predict, summarize as from the repository'), tool: expected, dqs: job },
    {
      what: on('source of an error, with the source maps unpacked'),
      tool: 'a file of core/src/io',
      dqs: await sourceOfAnError(project, folder),
    },
  ];
}

/** Does the main job and gives a digest of what it left, with the number of forecasts. */
async function theJob(dqs, folder) {
  let forecasts;
  for (const line of JOB) {
    const printed = await dqs(...line.split(' '));
    if (line.startsWith('predict')) forecasts = JSON.parse(printed).forecasts.map(withoutVersion);
  }
  const hash = createHash('sha256').update(JSON.stringify(forecasts));
  for (const file of LEFT) hash.update(readFileSync(join(folder, file)));
  return { forecasts: forecasts.length, digest: hash.digest('hex').slice(0, 16) };
}

/** A version of a model is that of its training, with the moment. */
const withoutVersion = ({ model_version: _version, ...forecast }) => forecast;

const withScripts = (packages) =>
  Object.entries(packages).flatMap(([path, { hasInstallScript }]) => (hasInstallScript ? [path] : []));

/** Where the stack of an error leads when the source maps are unpacked over the packages. */
async function sourceOfAnError({ folder, node }, base) {
  output('tar', ['-xzf', join(base, 'archives', 'source-maps.tgz'), '-C', join(folder, 'node_modules', '@dqs')]);
  const stack = await node('--enable-source-maps', '--input-type=module', '-e', THROWS);
  return /core\/src\/io\/[\w-]+\.ts/.test(stack) ? 'a file of core/src/io' : stack;
}

/** The five that take most, of all installed packages. */
function heaviest(modules, paths) {
  const inPackage = (path) => join(modules, '..', path);
  const sizes = paths.map((path) => [path.replace('node_modules/', ''), bytesIn(inPackage(path)) / 1e6]);
  const most = sizes.sort(([, a], [, b]) => b - a).slice(0, 5);
  return most.map(([name, megabytes]) => `${name} ${megabytes.toFixed(0)} MB`);
}
