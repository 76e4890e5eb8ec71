// `npm run interop -- stores`: the suites of both contracts over servers of others, directly and through a proxy that
// makes requests go wrong; `dqs store check` on each, and on one that ignores conditions; the storm of a registry.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { PROGRAM } from '../dqs.mjs';
import { inRoot } from '../../workspace/paths.mjs';
import { FAULTS, startProxy } from './fault-proxy.mjs';
import { CARELESS, PEERS } from './peers.mjs';
import { story } from './story.mjs';

/** No environment of Python; each peer is fetched when it is started, or left out by itself. */
export const requirements = undefined;

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CLI = inRoot('apps', 'cli', 'src', 'main.ts');
/** Of the process alone: a Node that its SDK will not support for ever is told so by each of many processes otherwise. */
const QUIET = { NODE_NO_WARNINGS: '1' };

export async function run({ folder }) {
  const comparisons = [];
  for (const [cloud, peer] of Object.entries(PEERS)) {
    comparisons.push(...(await withPeer(peer, folder, (port) => comparisonsOf(cloud, peer, port, folder))));
  }
  comparisons.push(...(await withPeer(CARELESS, folder, refusesCareless)));
  return comparisons;
}

async function withPeer(peer, folder, work) {
  let running;
  try {
    running = await peer.start(folder);
  } catch (error) {
    console.log(`NOT RUN: ${peer.name}: ${error.message}`);
    return [];
  }
  try {
    return await work(running.port);
  } finally {
    running.stop();
  }
}

async function comparisonsOf(cloud, peer, port, folder) {
  const direct = peer.environment(port);
  const comparisons = [await contract(`${peer.name}, directly`, cloud, direct, direct)];
  for (const faults of [...FAULTS.map((fault) => [fault]), FAULTS]) {
    const proxy = await startProxy(port, faults);
    const what = `${peer.name}, ${faults.join(' and ')} each fifth time`;
    comparisons.push(await contract(what, cloud, peer.environment(proxy.port), direct));
    const isMet = Object.values(proxy.met).every((count) => count > 0);
    comparisons.push({ what: `${what}: every fault was met`, tool: true, dqs: isMet });
    await proxy.close();
  }
  comparisons.push(await check(peer, cloud, direct));
  if (cloud === 's3') {
    comparisons.push(...(await storm(peer, cloud, port)));
    const bucket = await bucketAt(cloud, direct);
    comparisons.push(...(await story({ name: peer.name, bucket, environment: direct }, folder)));
  }
  return comparisons;
}

async function contract(what, cloud, environment, direct) {
  const { stdout, stderr } = await program([`${HERE}contract.mts`, cloud], environment, direct);
  if (stdout === '') throw new Error(`${what}: ${stderr.slice(-2000)}`);
  const { passed, failed } = JSON.parse(stdout);
  return { what: `${what}: facts that do not hold of ${passed + failed.length}`, tool: [], dqs: failed };
}

async function check(peer, cloud, environment) {
  const bucket = await bucketAt(cloud, environment);
  const { code, stdout } = await program([CLI, 'store', 'check', `${bucket}/registry`, '--json'], environment);
  const facts = code === 0 ? JSON.parse(stdout).facts.length : 0;
  return { what: `${peer.name}, dqs store check`, tool: [0, 5], dqs: [code, facts] };
}

async function refusesCareless(port) {
  const environment = CARELESS.environment(port);
  const bucket = await bucketAt('s3', environment);
  const { code, stderr } = await program([CLI, 'store', 'check', bucket], environment);
  const isSaid = /this store must not be used: .*created again, but the second creation was accepted/.test(stderr);
  return [{ what: `${CARELESS.name}, which ignores conditions, is refused`, tool: [1, true], dqs: [code, isSaid] }];
}

/** Directly, and through the proxy with all faults. */
async function storm(peer, cloud, port) {
  const direct = peer.environment(port);
  const proxy = await startProxy(port, FAULTS);
  const worker = await bundled('storm-worker');
  const comparisons = [];
  for (const [how, environment] of [
    ['directly', direct],
    ['with all faults', peer.environment(proxy.port)],
  ]) {
    const bucket = await bucketAt(cloud, direct);
    const { stdout, stderr } = await program([`${HERE}storm.mts`, `${bucket}/registry`, worker], environment, direct);
    if (stdout === '') throw new Error(`storm at ${peer.name}, ${how}: ${stderr.slice(-2000)}`);
    const { processes, killed, problems, versions, lost } = JSON.parse(stdout);
    const what = `${peer.name}, ${how}: registry after ${processes} processes, ${killed} of them killed, ${versions} versions`;
    comparisons.push({ what, tool: { problems: [], lost: [] }, dqs: { problems, lost } });
  }
  await proxy.close();
  return comparisons;
}

/** One file of a program and our sources, which starts in a tenth of the time; the SDKs stay outside. */
async function bundled(name) {
  const outfile = inRoot('node_modules', '.cache', 'interop', 'stores', `${name}.mjs`);
  await build({
    entryPoints: [`${HERE}${name}.mts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@dqs/source'],
    external: ['@aws-sdk/*', '@azure/*', '@google-cloud/*'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return outfile;
}

async function bucketAt(cloud, direct) {
  const { stdout, stderr } = await program([`${HERE}make-bucket.mts`, cloud], direct, direct);
  if (stdout === '') throw new Error(stderr.slice(-2000));
  return stdout.trim();
}

function program(args, environment, direct = environment) {
  const env = { ...process.env, ...QUIET, ...environment, DQS_INTEROP_DIRECT: JSON.stringify(direct) };
  const child = spawn(process.execPath, [...PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = [[], []];
  child.stdout.on('data', (piece) => stdout.push(piece));
  child.stderr.on('data', (piece) => stderr.push(piece));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
}
