// Packs what is published: an archive for each package, the prebuilt packages of this machine, beside each archive its bill of
// materials, and all source maps in one archive of their own.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prebuiltPackages, run } from '@dqs/native-support/build';
import { inRoot, projectFolders, root } from '../workspace/paths.mjs';
import { billOfMaterials } from './bill.mjs';
import { bundledParts } from './bundled.mjs';
import { compiledParts } from './compiled.mjs';
import { completePrebuilt, draftProject, publishedManifest } from './draft.mjs';

const isNative = (project) => existsSync(inRoot(project, 'scripts', 'build-native.mjs'));

/**
 * @param folder where everything goes.
 * @param projects folders from the root.
 * @returns paths of the archives, packages first.
 */
export async function packAll(folder, projects) {
  mkdirSync(folder, { recursive: true });
  const drafts = mkdtempSync(join(tmpdir(), 'dqs-archives-'));
  try {
    const all = await publishedPackages();
    const packages = draftPackages(
      projects.map((project) => all.find((one) => one.project === project)),
      drafts,
    );
    const prebuilt = [];
    for (const project of projects.filter(isNative)) prebuilt.push(await draftPrebuilt(project, drafts));
    const drafted = [...packages, ...prebuilt];
    const ours = new Map([...all, ...prebuilt].map((one) => [one.manifest.name, one]));
    const archives = npmPack(
      drafted.map(({ draft }) => draft),
      ['--pack-destination', folder],
    );
    for (const { name, filename } of archives) {
      const bill = JSON.stringify(billOfMaterials(ours.get(name), ours), null, 2);
      writeFileSync(join(folder, filename.replace(/\.tgz$/, '.cdx.json')), `${bill}\n`);
    }
    run('tar', ['-czf', join(folder, 'source-maps.tgz'), '-C', join(drafts, 'maps'), '.']);
    return archives.map(({ filename }) => join(folder, filename));
  } finally {
    rmSync(drafts, { recursive: true, force: true });
  }
}

/** Every package of the repository as it is published. */
async function publishedPackages() {
  const all = [];
  for (const project of projectFolders()) {
    const addon = isNative(project) ? await addonOf(project) : undefined;
    const manifest = publishedManifest(project, addon === undefined ? [] : prebuiltPackages(addon));
    all.push({ project, manifest, parts: bundledParts(project) });
  }
  return all;
}

const addonOf = async (project) => (await import(pathToFileURL(inRoot(project, 'scripts', 'addon.mjs')).href)).addon;

function draftPackages(packages, drafts) {
  const maps = join(drafts, 'maps');
  mkdirSync(maps);
  return packages.map((one) => {
    const draft = join(drafts, one.project.replace('/', '-'));
    draftProject(one, { draft, maps });
    return { ...one, draft };
  });
}

async function draftPrebuilt(project, drafts) {
  const draft = join(drafts, `${project.replace('/', '-')}-prebuilt`);
  for (const script of [['build-native.mjs'], ['pack-prebuilt.mjs', draft]]) {
    run(process.execPath, [inRoot(project, 'scripts', script[0]), ...script.slice(1)], { cwd: root, env: plain() });
  }
  const parts = await compiledParts(project);
  return { project, draft, parts, manifest: completePrebuilt(draft, project, parts) };
}

/** One process for all folders: to start npm takes longer than to pack most of them. */
function npmPack(folders, options) {
  const args = ['pack', '--json', '--ignore-scripts', ...options, ...folders];
  return JSON.parse(run('npm', args, { cwd: root, env: plain() }));
}

const plain = () => ({ ...process.env, NODE_OPTIONS: '' });
