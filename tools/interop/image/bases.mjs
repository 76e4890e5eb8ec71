// Stand-ins for the two bases of the image where no registry of images is reached: of the same packages of Debian and the same
// program of Node as the originals, brought by apt and npm.
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeFolder } from '../../workspace/node-versions.mjs';
import { inRoot } from '../../workspace/paths.mjs';
import { NotHere, output } from '../not-here.mjs';

/** Bases and layers are kept here. */
export const KEPT = inRoot('node_modules', '.cache', 'interop', 'image');
const DEBIAN = 'bookworm';
const NODE = '22';

/** What of `gcr.io/distroless/nodejs22-debian12:nonroot` a program can notice; it has no shell and no package manager. */
const RUN_PACKAGES = ['base-files', 'netbase', 'tzdata', 'ca-certificates', 'libc6', 'libssl3', 'libstdc++6'];
const USERS = {
  'etc/passwd': 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/:/sbin/nologin\n',
  'etc/group': 'root:x:0:\nnonroot:x:65532:\n',
};
/** What of `docker.io/library/node:22-bookworm` the Dockerfile needs; CMake, which that lacks as well, is not installed anew each time. */
const BUILD_PACKAGES = ['ca-certificates', 'cmake', 'g++', 'git', 'ninja-build'];
/** Where a proxy of the network signs with a certificate of its own, npm has to know it. */
export const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** The folders of both file systems, made once and kept. */
export async function bases() {
  const node = join(await nodeFolder(NODE), 'node');
  const run = await kept('run', (folder) => {
    extract('extract', RUN_PACKAGES, folder);
    for (const [name, text] of Object.entries(USERS)) writeFileSync(join(folder, name), text);
    place(node, join(folder, 'nodejs', 'bin', 'node'));
  });
  const build = await kept('build', (folder) => {
    extract('apt', BUILD_PACKAGES, folder);
    place(node, join(folder, 'usr', 'local', 'bin', 'node'));
    copyFileSync(CERTIFICATES, join(folder, CERTIFICATES));
    installNpm(folder);
  });
  return { build, run };
}

async function kept(name, make) {
  const folder = join(KEPT, name);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(KEPT, { recursive: true });
  make(draft);
  output('mv', [draft, folder]);
  return folder;
}

function extract(variant, packages, folder) {
  try {
    output('mmdebstrap', [`--variant=${variant}`, `--include=${packages.join(',')}`, DEBIAN, folder]);
  } catch (error) {
    throw new NotHere(`the packages of Debian cannot be had: ${error.message}`);
  }
}

function place(file, target) {
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(file, target);
  chmodSync(target, 0o755);
}

/** The npm of this machine, as the image of Node has one. */
function installNpm(folder) {
  const own = output('npm', ['root', '-g']).trim();
  const modules = join(folder, 'usr', 'local', 'lib', 'node_modules');
  mkdirSync(modules, { recursive: true });
  output('cp', ['-a', join(own, 'npm'), modules]);
  for (const name of ['npm', 'npx'])
    output('ln', ['-s', `../lib/node_modules/npm/bin/${name}-cli.js`, join(folder, 'usr/local/bin', name)]);
}
