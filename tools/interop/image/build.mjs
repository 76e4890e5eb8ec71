// Builds the image by buildah, apart from all other images of the machine.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../workspace/paths.mjs';
import { output } from '../not-here.mjs';
import { bases, CERTIFICATES, KEPT } from './bases.mjs';

const NATIVE_CACHE = inRoot('node_modules', '.cache', 'dqs-native');

/** npm knows the certificates of this machine, and keeps what it fetches where this machine's does. */
const BUILD_ENVIRONMENT = [`NODE_EXTRA_CA_CERTS=${CERTIFICATES}`, 'npm_config_cache=/npm'];

/**
 * Builds an image for each tag and writes all of them into an OCI layout.
 *
 * @param tags what is given to deploy/image/install.mjs, by tag.
 * @returns by tag the bytes of its layers, as they are pulled, and the layout.
 */
export async function buildImages(tags, folder) {
  const buildah = (...args) =>
    output('buildah', ['--root', join(KEPT, 'storage'), '--runroot', join(KEPT, 'run-root'), ...args]);
  const { build, run } = await bases();
  importBase(
    buildah,
    'dqs-build',
    build,
    BUILD_ENVIRONMENT.flatMap((one) => ['--env', one]),
  );
  importBase(buildah, 'dqs-run', run);
  const images = Object.fromEntries(
    Object.entries(tags).map(([tag, install]) => [tag, buildImage(buildah, tag, install, folder)]),
  );
  // What was compiled keeps a name, so that it outlives what has none.
  compile(buildah, 'compiled', ['--target', 'build']);
  buildah('rmi', '--prune');
  return images;
}

function buildImage(buildah, tag, install, folder) {
  const name = compile(buildah, tag, ['--build-arg', `INSTALL=${install}`]);
  const layout = join(folder, `layout-${tag}`);
  buildah('push', '--quiet', name, `oci:${layout}:${tag}`);
  return { layout, pulled: bytesBelow(join(layout, 'blobs')) };
}

/** Runs the Dockerfile; with layers, the second image is built on what the first one compiled. */
function compile(buildah, tag, options) {
  const name = `localhost/dqs:${tag}`;
  const bases = ['BUILD=localhost/dqs-build', 'RUN=localhost/dqs-run'].flatMap((one) => ['--build-arg', one]);
  const folders = [`${NATIVE_CACHE}:/native-cache`, `${output('npm', ['config', 'get', 'cache']).trim()}:/npm`];
  const where = ['--file', inRoot('deploy', 'Dockerfile'), '--isolation', 'chroot', '--network', 'host'];
  const all = [...where, ...bases, ...folders.flatMap((one) => ['--volume', one]), ...options];
  buildah('build', '--layers', ...all, '--tag', name, inRoot());
  return name;
}

/** An image of a folder, in the place of one that a registry would give. */
function importBase(buildah, name, folder, config = []) {
  if (buildah('images', '--quiet', '--filter', `reference=localhost/${name}`).trim() !== '') return;
  const container = buildah('from', 'scratch').trim();
  buildah('add', '--quiet', container, folder, '/');
  if (config.length > 0) buildah('config', ...config, container);
  buildah('commit', '--quiet', '--rm', container, `localhost/${name}`);
}

const bytesBelow = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
