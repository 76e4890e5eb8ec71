// Verdaccio, a registry of others, on a free port of 127.0.0.1: it has what is published here, and asks for everything else where npm
// gets its packages, which it keeps for the next run.
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFolder } from '../../workspace/node-versions.mjs';
import { ensureNpmEnvironment } from '../../workspace/npm-environment.mjs';
import { inRoot } from '../../workspace/paths.mjs';
import { freePort } from '../free-port.mjs';
import { NotHere, output } from '../not-here.mjs';

const VERDACCIO = 'verdaccio@6.10.4';
/** It asks for 22 or newer. */
const ITS_NODE = '22';
const CACHE = inRoot('node_modules', '.cache', 'interop', 'registry');
const STORAGE = join(CACHE, 'storage');

/**
 * Starts it, empty but for packages of others.
 *
 * @returns its address, and how it is stopped.
 * @throws NotHere where npm cannot bring it.
 */
export async function startVerdaccio(folder) {
  const modules = installed();
  const node = join(await nodeOrNotHere(ITS_NODE), 'node');
  rmSync(join(STORAGE, '@dqs'), { recursive: true, force: true });
  const port = await freePort();
  const config = join(folder, 'verdaccio.yaml');
  writeFileSync(config, configuration());
  const program = join(modules, 'verdaccio', 'bin', 'verdaccio');
  const child = spawn(node, [program, '--config', config, '--listen', `http://127.0.0.1:${port}`], {
    cwd: folder,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await untilItListens(child);
  const url = `http://127.0.0.1:${port}/`;
  // npm asks for a token before it publishes; anybody may here.
  const npmrc = join(folder, 'npmrc');
  writeFileSync(
    npmrc,
    `registry=${url}\n//127.0.0.1:${port}/:_authToken=nobody\naudit=false\nfund=false\nupdate-notifier=false\n`,
  );
  return { url, npmrc, stop: () => child.kill('SIGTERM') };
}

/** The environment of a user, without what npm and Jest have put into that of this process. */
export const plainEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_OPTIONS|INIT_CWD|NX_)/.test(name)));

/** The folder of a Node of npm. */
export async function nodeOrNotHere(major) {
  try {
    return await nodeFolder(major);
  } catch (error) {
    throw new NotHere(error.message);
  }
}

/** The folder of its packages. */
function installed() {
  try {
    // It asks for node-fetch by a tag, and mirrors of npm have versions alone.
    return ensureNpmEnvironment(join(CACHE, 'npm'), [VERDACCIO], { 'node-fetch': '2.7.0' });
  } catch (error) {
    throw new NotHere(error.message);
  }
}

/** YAML holds JSON. Nothing of ours is ever looked for elsewhere. */
function configuration() {
  const upstream = output('npm', ['config', 'get', 'registry'], { cwd: CACHE, env: plainEnvironment() }).trim();
  const open = { access: '$all', publish: '$all', unpublish: '$all' };
  return JSON.stringify({
    storage: STORAGE,
    max_body_size: '100mb',
    web: { enable: false },
    uplinks: { upstream: { url: upstream, maxage: '1d', timeout: '60s' } },
    packages: { '@dqs/*': open, '@*/*': { ...open, proxy: 'upstream' }, '**': { ...open, proxy: 'upstream' } },
    log: { type: 'stdout', format: 'json', level: 'http' },
  });
}

function untilItListens(child) {
  return new Promise((resolve, reject) => {
    let seen = '';
    const listen = (chunk) => {
      seen = (seen + chunk).slice(-20_000);
      if (seen.includes('http address')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', (code) => reject(new Error(`${VERDACCIO} ended with ${code}: ${seen.slice(-2000)}`)));
  });
}
