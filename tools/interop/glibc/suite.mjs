import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFolder } from '../../workspace/node-versions.mjs';
import { inRoot } from '../../workspace/paths.mjs';
import { missingPeers } from '../../workspace/peers.mjs';
import { elsewhere, testElsewhere } from '../native-tests.mjs';
import { NotHere, output } from '../not-here.mjs';

/** No Python: Debian's own packages. */
export const requirements = undefined;
/** The oldest Debian that its servers still have, and what of it a Node with engines needs. */
const DEBIAN = { name: 'bullseye', glibc: '2.31', packages: ['libc6', 'libstdc++6', 'libgomp1'] };
const BINARIES = { lightgbm: 'dqs_lightgbm', xgboost: 'dqs_xgboost', ingestion: 'dqs_scan' };
const NODE = '22';

/** Loads the binaries of this machine by the libraries of an older Debian, and runs the suite of the engine there. */
export async function run() {
  if (process.arch !== 'x64') throw new NotHere('the Node of another processor is not fetched here');
  const [missing] = (await missingPeers()).filter(({ program }) => program === 'mmdebstrap');
  if (missing !== undefined) throw new NotHere(`apt-get install --no-install-recommends ${missing.debian}`);
  const launch = launcher(olderSystem(), join(await nodeFolder(NODE), 'node'));
  const version = launch(['-p', 'process.report.getReport().header.glibcVersionRuntime']).trim();
  const results = [{ what: 'glibc that runs', tool: version, dqs: DEBIAN.glibc }];
  for (const [name, product] of Object.entries(BINARIES)) {
    const binary = inRoot('packages', name, 'build', `${product}.node`);
    const load = `process.dlopen(module, ${JSON.stringify(binary)}); console.log(Object.keys(module.exports).length > 0)`;
    results.push({ what: `${name}: is loaded`, tool: launch(['-e', load]).trim(), dqs: 'true' });
  }
  const engine = inRoot('packages', 'lightgbm', 'build', 'dqs_lightgbm.node');
  return [...results, ...(await testElsewhere('lightgbm', engine, launch))];
}

/** The folder of the older system, fetched once and kept. */
function olderSystem() {
  const folder = inRoot('node_modules', '.cache', 'interop', 'glibc', DEBIAN.name);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(join(folder, '..'), { recursive: true });
  try {
    output('mmdebstrap', ['--variant=extract', `--include=${DEBIAN.packages.join(',')}`, DEBIAN.name, draft]);
  } catch (error) {
    throw new NotHere(`Debian ${DEBIAN.name} cannot be had: ${error.message}`);
  }
  output('mv', [draft, folder]);
  return folder;
}

/** Runs Node by the loader and the libraries of that system. */
function launcher(system, node) {
  const folders = ['lib', 'usr/lib'].map((part) => join(system, part, 'x86_64-linux-gnu'));
  const [loader, libraries] = [join(folders[0], `ld-${DEBIAN.glibc}.so`), folders.join(':')];
  return (args, env = {}) =>
    output(loader, ['--library-path', libraries, node, ...args], { env: { ...elsewhere(), ...env } });
}
