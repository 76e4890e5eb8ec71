// The bill of materials of a package, CycloneDX 1.6 as JSON: itself, what of others its files hold, and every package that npm
// installs with it, in the versions that the lock file has and the tests ran with. The same input gives the same bytes.
// `npm sbom` is not it: it knows nothing of what is compiled in or bundled, lists the platform packages of one machine alone, and in a
// workspace takes in what only development needs.
import { readFileSync } from 'node:fs';
import { inRoot } from '../workspace/paths.mjs';
import { npmPurl } from './bundled.mjs';

const readLock = () => JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;

/**
 * @param root package: `{ manifest, parts }`, as it is published.
 * @param ours every package that is published, by name: `{ manifest, parts }`; the bill names the parts of each of them that
 * the package needs.
 * @returns the document.
 */
export function billOfMaterials(root, ours, lock = readLock()) {
  const found = collect(root, ours, lock);
  const components = [...found.values()].filter(({ node }) => node !== root);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'npm run archives' }] },
      component: componentOf(found.get(refOf(root)), found.size > 1 ? 'application' : 'library'),
    },
    components: components.map((one) => componentOf(one, 'library')).sort(byRef),
    dependencies: [...found.entries()]
      .map(([ref, { needs }]) => ({ ref, dependsOn: [...needs].sort() }))
      .sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
}

/** Everything that a package needs, by reference, with whether it can be left out. */
function collect(root, ours, lock) {
  const found = new Map();
  const waiting = [{ node: root, isOptional: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, isOptional } = next;
    const known = found.get(refOf(node));
    // What was optional so far, and is needed by another one, makes all that it needs needed.
    if (known !== undefined && (isOptional || !known.isOptional)) continue;
    const needs = known?.needs ?? new Set();
    found.set(refOf(node), { node, isOptional, needs });
    for (const [name, { optional }] of Object.entries(wantedBy(node))) {
      const target = ours.get(name) ?? locked(name, node.path ?? node.project, lock);
      if (target === undefined && optional) continue;
      if (target === undefined) throw new Error(`${node.manifest.name} needs ${name}, which the lock file has not`);
      needs.add(refOf(target));
      waiting.push({ node: target, isOptional: isOptional || optional });
    }
  }
  return found;
}

function wantedBy({ manifest }) {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
  const all = Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => [
    name,
    { optional: name in optionalDependencies },
  ]);
  // An optional peer is brought by whoever wants it.
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  return Object.fromEntries([...all, ...peers.map((name) => [name, { optional: false }])]);
}

/** A package of others as the package at a path of the lock file finds it: the same search as Node's. */
function locked(name, from, lock) {
  for (let base = from; ; base = parentOf(base)) {
    const path = `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    if (path in lock) return { path, parts: [], manifest: { name, ...lock[path] } };
    if (base === '') return undefined;
  }
}

function parentOf(path) {
  const at = path.lastIndexOf('node_modules/');
  return at < 0 ? '' : path.slice(0, at).replace(/\/$/, '');
}

const refOf = ({ manifest }) => npmPurl(manifest.name, manifest.version);
const byRef = (a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1);

function componentOf({ node, isOptional }, type) {
  const { manifest, parts } = node;
  const { name, version, license, integrity, description } = manifest;
  const [group, short] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const ref = refOf(node);
  return {
    type,
    'bom-ref': ref,
    ...(group !== undefined && { group }),
    name: short,
    version,
    ...(description !== undefined && { description }),
    scope: isOptional ? 'optional' : 'required',
    ...(integrity !== undefined && { hashes: hashesOf(integrity) }),
    ...(license !== undefined && { licenses: licensesOf(license) }),
    purl: ref,
    ...(parts.length > 0 && { components: parts.map((part) => partOf(part, ref)) }),
  };
}

/** What a package's own files hold. */
const partOf = ({ name, version, license, how, purl }, ref) => ({
  type: 'library',
  'bom-ref': `${ref}#${purl}`,
  name,
  ...(version !== undefined && { version }),
  licenses: licensesOf(license),
  purl,
  properties: [{ name: 'dqs:how', value: how }],
});

const hashesOf = (integrity) =>
  integrity
    .split(' ')
    .filter((one) => one.startsWith('sha512-'))
    .map((one) => ({ alg: 'SHA-512', content: Buffer.from(one.slice('sha512-'.length), 'base64').toString('hex') }));

function licensesOf(license) {
  if (/ (?:OR|AND|WITH) /.test(license)) return [{ expression: license }];
  return [{ license: /^[A-Za-z0-9.+-]+$/.test(license) ? { id: license } : { name: license } }];
}
