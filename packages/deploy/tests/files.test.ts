import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

import { parse, parseAllDocuments } from 'yaml';

import { chartFiles, kustomizeFiles, manifests, OVERLAYS, type Manifest } from '../src/index.js';

const deploy = join(__dirname, '../../../deploy');
const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string };
const files = new Map([...kustomizeFiles(), ...chartFiles(version)]);

const objectsIn = (text: string) =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((one) => one !== null);

describe('what stands in deploy/', () => {
  const present = ['base', 'overlays', 'chart'].flatMap((folder) =>
    readdirSync(join(deploy, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => posix.relative(deploy, join(entry.parentPath, entry.name))),
  );

  it('is what scripts/write-deploy.mjs writes, and nothing else', () => {
    expect(present.sort()).toEqual([...files.keys()].sort());
    for (const [path, text] of files) expect([path, readFileSync(join(deploy, path), 'utf8')]).toEqual([path, text]);
  });
});

/** The objects that kustomize would print for a folder. */
function built(folder: string): Manifest[] {
  const { resources } = parse(files.get(`${folder}/kustomization.yaml`)!) as { resources: string[] };
  return resources.flatMap((resource) => {
    const path = posix.join(folder, resource);
    return files.has(path) ? objectsIn(files.get(path)!) : built(path);
  });
}

describe('kustomize', () => {
  it('builds the base', () => {
    expect(built('base')).toEqual(manifests());
  });

  it.each(OVERLAYS)('builds the overlay %s as the program prints it', (overlay) => {
    expect(built(`overlays/${overlay}`)).toEqual(manifests({ overlay }));
  });
});

/** Renders the part of the template language that the chart uses; anything else of it stays, and is no YAML. */
function rendered(values: Record<string, unknown>, namespace = 'dqs'): Manifest[] {
  const scope = { Values: values, Release: { Namespace: namespace } };
  const valueOf = (path: string) =>
    path
      .split('.')
      .slice(1)
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], scope);
  return [...files]
    .filter(([path]) => dirname(path) === 'chart/templates')
    .flatMap(([, text]) => {
      const shown = text.replace(/^\{\{- if (\S+) \}\}\n([\s\S]*)\{\{- end \}\}\n$/, (_, path: string, body: string) =>
        valueOf(path) === true ? body : '',
      );
      return objectsIn(shown.replace(/\{\{ toJson (\S+) \}\}/g, (_, path: string) => JSON.stringify(valueOf(path))));
    });
}

const sorted = (objects: readonly Manifest[]) =>
  [...new Map(objects.map((one) => [`${one.kind} ${one.metadata.name}`, one]))].sort(([a], [b]) => (a < b ? -1 : 1));

const values = () => parse(files.get('chart/values.yaml')!) as Record<string, Record<string, unknown>>;
const withoutNamespace = (objects: readonly Manifest[]) => objects.filter(({ kind }) => kind !== 'Namespace');

describe('the chart', () => {
  it('renders to the base with the API and the workers', () => {
    const expected = [...manifests({ overlay: 'api' }), ...manifests({ overlay: 'worker' })];
    expect(sorted(rendered(values()))).toEqual(sorted(withoutNamespace(expected)));
  });

  it.each(['batch', 'train', 'retrain'] as const)('adds %s where it is asked for', (overlay) => {
    const asked = values();
    asked[overlay]!['enabled'] = true;
    const expected = (['api', 'worker', overlay] as const).flatMap((one) => manifests({ overlay: one }));
    expect(sorted(rendered(asked))).toEqual(sorted(withoutNamespace(expected)));
  });

  it('takes a value as it is, whatever stands in it', () => {
    const asked = values();
    const run = '"}\n- hostile: true #\'{{ .Values }}';
    Object.assign(asked['batch']!, { enabled: true, run, shards: 7 });
    const expected = manifests({
      overlay: 'batch',
      namespace: 'other',
      settings: { 'batch.run': run, 'batch.shards': 7 },
    });
    const found = rendered(asked, 'other').filter(({ kind }) => kind === 'Job');
    expect(found).toEqual(expected.filter(({ kind }) => kind === 'Job'));
  });

  it('has at most 25 values, each of them declared, described and none unknown', () => {
    interface Schema {
      readonly type: string;
      readonly description?: string;
      readonly additionalProperties?: unknown;
      readonly properties?: Readonly<Record<string, Schema>>;
    }
    const schema = JSON.parse(files.get('chart/values.schema.json')!) as Schema;
    const leaves: string[] = [];
    const walk = ({ properties, additionalProperties, description }: Schema, value: unknown, path: string) => {
      if (properties === undefined) {
        expect([path, description]).toEqual([path, expect.stringMatching(/\w{3}/)]);
        leaves.push(path);
        return;
      }
      expect([path, additionalProperties]).toEqual([path, false]);
      for (const name of Object.keys(value as object))
        walk(properties[name]!, (value as never)[name], `${path}.${name}`);
    };
    walk(schema, values(), '');
    expect(leaves.length).toBeLessThanOrEqual(25);
  });
});
