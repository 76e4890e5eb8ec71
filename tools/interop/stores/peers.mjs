// Servers of others that speak the protocols of the clouds, each on a port of 127.0.0.1 that is free; what cannot be had
// here is left out with its reason.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureNpmEnvironment } from '../../workspace/npm-environment.mjs';
import { inRoot } from '../../workspace/paths.mjs';
import { freePort } from '../free-port.mjs';

const CACHE = inRoot('node_modules', '.cache', 'interop', 'stores');
const NPM = ['azurite@3.35.0', 's3rver@3.7.1'];
const GCS = 'github.com/fsouza/fake-gcs-server@v1.56.1';
const CEPH = ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common'];
const RGW_SCRIPT = fileURLToPath(new URL('rgw-up.sh', import.meta.url));
/** The account of every emulator of Azure, from its documentation. */
const AZURE_KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Every peer: `start(folder)` gives its port and how it is stopped, or throws with what is missing; `environment(port)` is how
 * DQS is told of it, as users would.
 */
export const PEERS = {
  s3: { name: 'Ceph RGW', start: startCeph, environment: s3Environment },
  az: {
    name: 'Azurite',
    start: startAzurite,
    environment: (port) => ({
      AZURE_STORAGE_CONNECTION_STRING:
        `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${AZURE_KEY};` +
        `BlobEndpoint=http://127.0.0.1:${port}/devstoreaccount1;`,
    }),
  },
  gs: {
    name: 'fake-gcs-server',
    start: startGcs,
    environment: (port) => ({ STORAGE_EMULATOR_HOST: `http://127.0.0.1:${port}`, GOOGLE_CLOUD_PROJECT: 'dqs' }),
  },
};

/** A server of S3 that ignores conditions. */
export const CARELESS = { name: 's3rver', start: startS3rver, environment: s3Environment };

function s3Environment(port) {
  return {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
  };
}

async function startCeph(folder) {
  if (!isOnPath('radosgw') || !isOnPath('ceph-osd')) installCeph();
  const port = await freePort();
  const place = join(folder, 'ceph');
  const { status, stderr } = spawnSync('bash', [RGW_SCRIPT, place, String(port), 'S3RVER', 'S3RVER'], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 180_000,
  });
  const pids = () =>
    readFileSync(join(place, 'run', 'pids'), 'utf8')
      .trim()
      .split('\n')
      .map(Number);
  const stop = () => pids().forEach((pid) => process.kill(pid, 'SIGKILL'));
  if (status === 0) return { port, stop };
  if (existsSync(join(place, 'run', 'pids'))) stop();
  throw new Error(`a Ceph in memory does not start: ${lastLine(stderr)}`);
}

function installCeph() {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const steps = [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', ...CEPH],
  ].map((step) => [...asRoot, ...step]);
  for (const [program, ...args] of steps) {
    if (spawnSync(program, args, { stdio: 'ignore', timeout: 15 * 60_000 }).status !== 0) break;
  }
  if (!isOnPath('radosgw')) throw new Error(`Ceph cannot be installed; by hand: apt-get install ${CEPH.join(' ')}`);
}

async function startAzurite(folder) {
  const port = await freePort();
  const options = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--silent'];
  const program = join(npmPackages(), 'azurite-blob');
  return started(spawn(program, [...options, '--blobPort', String(port)], { cwd: folder, stdio: 'ignore' }), port);
}

async function startS3rver(folder) {
  const port = await freePort();
  const options = ['--directory', join(folder, 's3rver'), '--address', '127.0.0.1', '--port', String(port), '--silent'];
  mkdirSync(join(folder, 's3rver'));
  return started(spawn(join(npmPackages(), 's3rver'), options, { stdio: 'ignore' }), port);
}

async function startGcs(folder) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const options = ['-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-backend', 'memory'];
  const args = [...options, '-external-url', url, '-public-host', url.slice(7), '-log-level', 'error'];
  return started(spawn(goProgram(), args, { cwd: folder, stdio: 'ignore' }), port);
}

/** The folder of the programs of npm's packages. */
const npmPackages = () => join(ensureNpmEnvironment(join(CACHE, 'npm'), NPM), '.bin');

function goProgram() {
  const program = join(CACHE, 'go', 'fake-gcs-server');
  if (existsSync(program)) return program;
  const go = [process.env['GO'], 'go', '/usr/local/go/bin/go'].find((one) => one !== undefined && isOnPath(one));
  if (go === undefined) throw new Error(`${GCS} needs Go, which is not installed`);
  run(go, ['install', GCS], GCS, { ...process.env, GOBIN: join(CACHE, 'go') });
  return program;
}

function run(program, args, what, env = process.env) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', env, timeout: 20 * 60_000 });
  if (status !== 0) throw new Error(`${what} cannot be installed: ${error?.message ?? lastLine(stderr)}`);
}

async function started(child, port) {
  const stop = () => child.kill('SIGKILL');
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) break;
    const isUp = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (isUp) return { port, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  throw new Error(`${child.spawnfile} does not start`);
}

const isOnPath = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const lastLine = (text) => (text ?? '').trim().split('\n').at(-1).slice(0, 300);
