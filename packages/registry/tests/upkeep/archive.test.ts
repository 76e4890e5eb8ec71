import { seal, sha256 } from '@dqs/core/journal';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';

import fc from 'fast-check';
import tar, { type Header } from 'tar-stream';

import { readArchive } from '../../src/upkeep/archive-reader.js';
import { factsOf, filesOf, newRegistry, registryWith } from '../support/fixtures.js';

const good = async () => (await registryWith([2.5])).registry.export('orders@1.0.0');

/** A tar of those members, gzipped. */
async function archiveOf(members: readonly (readonly [Partial<Header> & { name: string }, string | Uint8Array])[]) {
  const pack = tar.pack();
  for (const [header, content] of members) {
    if (header.type !== undefined && header.type !== 'file') pack.entry(header);
    else pack.entry(header, Buffer.from(content));
  }
  pack.finalize();
  return gzipSync(await buffer(pack));
}

/** Two tars, one after the end of the other, gzipped. */
async function concatTars(...tars: readonly Parameters<typeof archiveOf>[0][]) {
  return gzipSync(Buffer.concat(await Promise.all(tars.map(async (members) => gunzipSync(await archiveOf(members))))));
}

/** A sealed `version.json` that announces those files. */
function manifestOf(files: Readonly<Record<string, { sha256: string; bytes: number }>>): Uint8Array {
  const about = { schemaVersion: 1, model: 'orders', version: '1.0.0', at: '2026-03-01T08:00:00.000Z', by: 'eve' };
  return seal({ ...about, parent: null, facts: factsOf(), files }).bytes;
}

const announced = { 'model.txt': { sha256: sha256('tree'), bytes: 4 } };
const manifest = [{ name: 'version.json' }, manifestOf(announced)] as const;
const model = [{ name: 'files/model.txt' }, 'tree'] as const;

describe('an archive', () => {
  it('carries a version unchanged from one registry to another', async () => {
    const { registry: from } = await registryWith([2.5, 2.4]);
    const { registry: to } = newRegistry();
    const entry = await to.import(await from.export('orders@latest'), { by: 'bob' });
    expect(entry).toMatchObject({ by: 'bob', body: { version: '1.0.1', sequence: 1, facts: factsOf({ error: 2.4 }) } });
    expect(entry.body.note).toMatch(/^imported; registered .* by ann as orders@1\.0\.1$/);
    expect((await to.load('orders@1.0.1')).files).toEqual((await from.load('orders@1.0.1')).files);
    expect((await to.state('orders')).aliases).toEqual({});
  });

  it('keeps the note it came with, unless whoever imports it has one', async () => {
    const { registry: from } = newRegistry();
    await from.register('orders', { files: filesOf(), facts: factsOf(), by: 'ann', note: 'the first one' });
    const archive = await from.export('orders@latest');
    const noteOf = async (note?: string) =>
      (await newRegistry().registry.import(archive, { by: 'bob', note })).body.note;
    expect(await noteOf()).toBe('the first one');
    expect(await noteOf('from the other site')).toBe('from the other site');
  });

  it('of the same version has the same bytes', async () => {
    const { registry } = await registryWith([2.5]);
    expect(Buffer.compare(await registry.export('orders@1'), await registry.export('orders@latest'))).toBe(0);
  });

  it('is a plain gzipped tar with the manifest first', async () => {
    const names: string[] = [];
    const extract = tar.extract();
    extract.end(gunzipSync(await good()));
    for await (const member of extract) {
      names.push(member.header.name);
      member.resume();
    }
    expect(names).toEqual(['version.json', 'files/model.txt', 'files/manifest.json']);
  });

  it('is not imported over an existing version, but can be under another name or number', async () => {
    const { registry } = await registryWith([2.5]);
    const archive = await registry.export('orders@1.0.0');
    await expect(registry.import(archive, { by: 'bob' })).rejects.toMatchObject({ code: 'version-exists' });
    expect((await registry.import(archive, { by: 'bob', version: '1.1.0' })).body.version).toBe('1.1.0');
    expect((await registry.import(archive, { by: 'bob', model: 'orders-eu' })).model).toBe('orders-eu');
  });

  it('built by hand according to the format is read', async () => {
    const { files } = await readArchive(await archiveOf([manifest, model]));
    expect(Buffer.from(files.get('model.txt')!).toString()).toBe('tree');
  });

  const hostile: Readonly<Record<string, () => Promise<Uint8Array>>> = {
    'a path that climbs': () => archiveOf([manifest, [{ name: 'files/../../evil' }, 'x'], model]),
    'an absolute path': () => archiveOf([manifest, [{ name: '/etc/evil' }, 'x'], model]),
    'an announced path that climbs': () =>
      archiveOf([
        [{ name: 'version.json' }, manifestOf({ '../evil': announced['model.txt'] })],
        [{ name: 'files/../evil' }, 'tree'],
      ]),
    'a symbolic link': () =>
      archiveOf([manifest, [{ name: 'files/model.txt', type: 'symlink', linkname: '/etc/passwd' }, '']]),
    'a hard link': () =>
      archiveOf([manifest, [{ name: 'files/model.txt', type: 'link', linkname: '/etc/passwd' }, '']]),
    'a folder': () => archiveOf([manifest, [{ name: 'files/model.txt', type: 'directory' }, '']]),
    'a file that is not announced': () => archiveOf([manifest, model, [{ name: 'files/more.txt' }, 'x']]),
    'a file outside of files/': () => archiveOf([manifest, [{ name: 'model.txt' }, 'tree']]),
    'a file that comes twice': () => archiveOf([manifest, model, model]),
    'a file that is missing': () => archiveOf([manifest]),
    'another content of the same size': () => archiveOf([manifest, [{ name: 'files/model.txt' }, 'root']]),
    'a content that is longer': () => archiveOf([manifest, [{ name: 'files/model.txt' }, 'trees']]),
    'a description that is not first': () => archiveOf([model, manifest]),
    'a description that is not sealed': () => archiveOf([[{ name: 'version.json' }, '{}'], model]),
    'a description of another schema': () =>
      archiveOf([[{ name: 'version.json' }, seal({ schemaVersion: 2 }).bytes], model]),
    'a description without files': () => archiveOf([[{ name: 'version.json' }, manifestOf({})]]),
    'a description that announces more than fits': () =>
      archiveOf([[{ name: 'version.json' }, manifestOf({ a: { sha256: sha256(''), bytes: 3e9 } })], model]),
    'names of the prototype': () => archiveOf([manifest, [{ name: 'files/__proto__' }, 'x'], model]),
    'a device': () => archiveOf([manifest, [{ name: 'files/model.txt', type: 'character-device' }, '']]),
    'a block device': () => archiveOf([manifest, [{ name: 'files/model.txt', type: 'block-device' }, '']]),
    'a pipe': () => archiveOf([manifest, [{ name: 'files/model.txt', type: 'fifo' }, '']]),
    'a second description': () => archiveOf([manifest, model, manifest]),
    'an announced absolute path': () =>
      archiveOf([[{ name: 'version.json' }, manifestOf({ '/etc/evil': announced['model.txt'] })], model]),
    'members behind its end': async () => concatTars([manifest, model], [[{ name: 'files/more.txt' }, 'x']]),
    'another gzip member behind its end': async () =>
      Buffer.concat([await archiveOf([manifest, model]), gzipSync('hello '.repeat(20_000))]),
    'bytes behind its end': async () => Buffer.concat([await archiveOf([manifest, model]), Buffer.from('more')]),
    'zeros behind its end': async () => Buffer.concat([await archiveOf([manifest, model]), Buffer.alloc(70_000)]),
    'no members': () => archiveOf([]),
    'no gzip': async () => Buffer.from('PK not a tar'),
    'gzip of something else': async () => gzipSync('hello '.repeat(200)),
    nothing: async () => new Uint8Array(0),
  };

  it.each(Object.keys(hostile))('with %s is refused, and nothing is written', async (name) => {
    const { registry, store } = newRegistry();
    await expect(registry.import(await hostile[name]!(), { by: 'eve' })).rejects.toMatchObject({
      code: 'archive-invalid',
    });
    expect(await store.list('')).toEqual([]);
  });

  it('that is a decompression bomb is refused after the bytes it announces, not at its end', async () => {
    const tarBytes = gunzipSync(await archiveOf([manifest, model]));
    const flood = Buffer.alloc(64_000_000);
    const archive = gzipSync(Buffer.concat([tarBytes, flood]));
    expect(archive.byteLength).toBeLessThan(100_000);
    const before = process.memoryUsage().arrayBuffers;
    await expect(readArchive(archive)).rejects.toMatchObject({
      code: 'archive-invalid',
      message: expect.stringMatching(/unpacks to more than the \d{5,6} bytes/),
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
    const headerless = gzipSync(Buffer.alloc(64_000_000));
    await expect(readArchive(headerless)).rejects.toMatchObject({ code: 'archive-invalid' });
  });

  it('that was truncated or changed anywhere is refused', async () => {
    const bytes = await good();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
        await expect(readArchive(bytes.subarray(0, at))).rejects.toMatchObject({ code: 'archive-invalid' });
        const changed = Uint8Array.from(bytes);
        changed[at]! ^= 1 << bit;
        // Bytes of the gzip header (time, system), tar padding and tar times carry no part of the version.
        const read = await readArchive(changed).catch((error: { code: string }) => error);
        if ('code' in read) expect(read.code).toBe('archive-invalid');
        else expect(Object.fromEntries(read.files)).toEqual(Object.fromEntries(filesOf('tree 0')));
      }),
      { numRuns: 60 },
    );
  });
});
