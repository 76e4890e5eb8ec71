import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { assertArtifactKey, FileStore } from '../../src/index.js';
import { draftName } from '../../src/io/draft-names.js';
import { ownIdentity } from '../../src/io/process-identity.js';
import { deadIdentity } from '../support/dead-identity.js';

let folder: string;
let store: FileStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-file-store-'));
  store = new FileStore(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = Buffer.from('x');

describe('a file store', () => {
  it('keeps a key as a plain file at its path', async () => {
    await store.put('a/b/c.txt', Buffer.from('hello'));
    expect(readFileSync(join(folder, 'a/b/c.txt'), 'utf8')).toBe('hello');
  });

  it('leaves no draft and no lock behind', async () => {
    const { etag } = await store.put('a', bytes);
    await store.put('a', Buffer.from('y'), { ifMatch: etag });
    await store.put('a', bytes, { ifNoneMatch: '*' }).catch(() => undefined);
    await store.put('a', bytes, { ifMatch: 'none' }).catch(() => undefined);
    await store.delete('a');
    for (const hidden of ['.drafts', '.locks']) expect(readdirSync(join(folder, hidden))).toEqual([]);
  });

  it('removes folders that a deletion leaves empty', async () => {
    await store.put('a/b/c', bytes);
    await store.put('a/d', bytes);
    await store.delete('a/b/c');
    expect(readdirSync(join(folder, 'a'))).toEqual(['d']);
  });

  it('refuses a key that is the folder of another, or lies below one', async () => {
    await store.put('a/b', bytes);
    for (const key of ['a', 'a/b/c', 'a/b/c/d']) {
      await expect(store.put(key, bytes)).rejects.toMatchObject({ code: 'invalid-argument' });
      await expect(store.put(key, bytes, { ifNoneMatch: '*' })).rejects.toMatchObject({ code: 'invalid-argument' });
    }
    expect(await store.list('')).toEqual(['a/b']);
  });

  it('overlooks files that are no keys, and drafts and locks', async () => {
    await store.put('a/b', bytes);
    for (const name of ['.DS_Store', 'a file', 'a/.hidden', '.drafts/left']) writeFileSync(join(folder, name), 'x');
    expect(await store.list('')).toEqual(['a/b']);
  });

  it('removes drafts that a killed process left a day ago, and no younger ones', async () => {
    const drafts = join(folder, '.drafts');
    mkdirSync(drafts);
    for (const name of ['old', 'young']) writeFileSync(join(drafts, name), 'half');
    utimesSync(join(drafts, 'old'), new Date(Date.now() - 25 * 3_600_000), new Date(Date.now() - 25 * 3_600_000));
    await store.put('a', bytes);
    expect(readdirSync(drafts)).toEqual(['young']);
  });

  it('removes leftovers of a killed process at once, and none of a living one', async () => {
    const dead = await deadIdentity();
    for (const hidden of ['.drafts', '.locks']) mkdirSync(join(folder, hidden));
    const living = draftName('put');
    const left = living.replace(/-\d+-\d+-/, `-${dead.pid}-${dead.started}-`);
    for (const name of [living, left]) writeFileSync(join(folder, '.drafts', name), 'half');
    writeFileSync(join(folder, '.locks', 'dead'), JSON.stringify({ id: 'x', ...dead }));
    writeFileSync(join(folder, '.locks', 'living'), JSON.stringify({ id: 'y', ...ownIdentity() }));
    await store.put('a', bytes);
    expect(readdirSync(join(folder, '.drafts'))).toEqual([living]);
    expect(readdirSync(join(folder, '.locks'))).toEqual(['living']);
  });

  it('makes nothing when it is only read', async () => {
    const place = join(folder, 'not-yet');
    const other = new FileStore(place);
    expect(await other.list('')).toEqual([]);
    expect(await other.head('a')).toBeUndefined();
    await other.delete('a');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('tells where it cannot write', async () => {
    writeFileSync(join(folder, 'file'), '');
    const below = new FileStore(join(folder, 'file', 'store'));
    await expect(below.put('a', bytes)).rejects.toMatchObject({ code: 'output-not-writable' });
  });

  it('creates and deletes concurrently in one folder without losing anything', async () => {
    const rounds = Array.from({ length: 30 }, (_, i) => i);
    await Promise.all(
      rounds.map(async (i) => {
        const other = new FileStore(folder);
        await other.put(`shared/${i}`, bytes, { ifNoneMatch: '*' });
        if (i % 2 === 0) await other.delete(`shared/${i}`);
      }),
    );
    expect(await store.list('shared/')).toEqual(
      rounds
        .filter((i) => i % 2 === 1)
        .map((i) => `shared/${i}`)
        .sort(),
    );
  });
});

describe('an artifact key', () => {
  it('that cannot be kept is refused with the name that does not fit', () => {
    expect(() => assertArtifactKey('a/b c/d')).toThrow(/got "b c"/);
    expect(() => assertArtifactKey('../a')).toThrow(/got "\.\."/);
    expect(() => assertArtifactKey('a'.repeat(2000))).toThrow(/at most 1024 characters, got 2000/);
    expect(() => assertArtifactKey('models/orders@1.2.3+x')).not.toThrow();
  });
});
