import { manifests, toYaml, type ManifestOptions, type Overlay } from '../src/index.js';
import type { AnyObject } from './support/objects.js';

const find = (options: ManifestOptions, kind: string) =>
  manifests(options).find((one) => one.kind === kind) as AnyObject | undefined;

describe('manifests', () => {
  it('are the base alone without an overlay', () => {
    expect([...new Set(manifests().map(({ kind }) => kind))]).toEqual([
      'Namespace',
      'ServiceAccount',
      'PersistentVolumeClaim',
      'ConfigMap',
      'NetworkPolicy',
    ]);
  });

  it('put every object where they are asked to', () => {
    const objects = manifests({ overlay: 'api', namespace: 'quality' });
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set([undefined, 'quality']));
    expect(objects[0]!.metadata.name).toBe('quality');
  });

  it('make an array of as many indexes as there are shards', () => {
    const settings = { 'batch.shards': 256, 'batch.run': 's3://b/r' } as const;
    const { spec } = find({ overlay: 'batch', settings }, 'Job')!;
    expect(spec).toMatchObject({ completions: 256, completionMode: 'Indexed' });
    expect(spec.template.spec.containers[0].env).toContainEqual({ name: 'RUN', value: 's3://b/r' });
  });

  it('are YAML documents without anchors, which kubectl and people read alike', () => {
    const text = toYaml(manifests({ overlay: 'api' }));
    expect(text.split(/^---$/m)).toHaveLength(manifests({ overlay: 'api' }).length);
    expect(text).not.toMatch(/[&*]a\d/);
  });

  it.each([
    [{ overlay: 'apo' as Overlay }, 'overlay: expected one of api, worker, batch, train, retrain, got "apo"'],
    [{ overlay: '__proto__' as Overlay }, 'overlay: expected one of'],
    [{ namespace: 'a/../b' }, 'namespace: expected up to 63 small letters, digits and hyphens, got "a/../b"'],
    [{ namespace: 'x'.repeat(64) }, 'namespace: expected'],
    [
      { settings: { 'batch.shards': 0 } },
      'batch.shards (shards of the plan): expected a whole number from 1 to 10000, got 0',
    ],
    [{ settings: { 'batch.shards': 1.5 } }, 'expected a whole number'],
    [{ settings: { 'batch.shards': Number.NaN } }, 'expected a whole number'],
    [{ settings: { image: 'dqs' } }, 'image of DQS'],
    [{ settings: { image: 'dqs:latest' } }, 'expected a tag that is not moved, or a digest, got "dqs:latest"'],
    [{ settings: { image: 'dqs:1\nkind: Secret' } }, 'expected a text of the form'],
    [{ settings: { 'batch.run': '' } }, 'expected a text that is not empty'],
    [{ settings: { 'train.memory': '8' } }, 'expected a text of the form'],
    [{ settings: { 'serviceAccount.annotations': { a: 1 } as never } }, 'expected texts by name'],
    [{ settings: { 'batch.shard': 1 } as never }, 'setting batch.shard: expected one of image, database.secret'],
    [{ settings: { toString: 1 } as never }, 'setting toString: expected one of'],
    [{ settings: { 'api.minReplicas': 7 } }, 'api.maxReplicas: expected at least api.minReplicas, 7, got 6'],
  ])('refuse %j', (options: ManifestOptions, message) => {
    expect(() => manifests(options)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringContaining(message) as unknown }),
    );
  });

  it.each(['dqs:1', 'registry.example:5000/team/dqs:0.1.0', `example.com/dqs@sha256:${'0'.repeat(64)}`])(
    'take the image %s',
    (image) => {
      const { spec } = find({ overlay: 'batch', settings: { image } }, 'Job')!;
      expect(spec.template.spec.containers[0].image).toBe(image);
    },
  );

  it('decide about an image of a megabyte at once', () => {
    expect(() => manifests({ settings: { image: 'a'.repeat(1_000_000) } })).toThrow('expected a text of the form');
  });
});
