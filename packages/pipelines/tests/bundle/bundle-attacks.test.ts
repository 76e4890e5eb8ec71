import { execFileSync } from 'node:child_process';
import { cp, link, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { DqsError } from '@dqs/core';

import {
  Forecaster,
  readBundle,
  readBundleFiles,
  trainModel,
  writeBundle,
  type BundleContent,
} from '../../src/index.js';
import { sha256 } from '../../src/bundle/write-bundle.js';
import { FIRST_DAY, madePanel } from '../support/panels.js';

type Json = null | boolean | number | string | Json[] | JsonObject;
interface JsonObject {
  [name: string]: Json;
}
type Files = Map<string, Uint8Array>;

const panel = madePanel({ datasets: 2, rules: 2, days: 60 });
const TOMORROW = { day: FIRST_DAY + 60 };
let folder: string;
let path: string;
let content: BundleContent;
let files: Files;
let copies = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dqs-bundle-attacks-'));
  path = join(folder, 'model');
  const trained = await trainModel(panel, { backend: 'ridge', spec: 'naive' });
  trained.predictor.model.close();
  content = trained.bundle;
  await writeBundle(path, content);
  const names = await readdir(path);
  files = new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))] as const)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const manifestOf = (of: Files) => JSON.parse(Buffer.from(of.get('manifest.json')!).toString('utf8')) as Json;

/** The files with another manifest, whose hash is right: what an attacker can write. */
function withText(text: string): Files {
  return new Map(files)
    .set('manifest.json', Buffer.from(text))
    .set('manifest.json.sha256', Buffer.from(`${sha256(text)}  manifest.json\n`));
}

/** The files with one of them replaced, and hash, size and facts as the manifest would announce them. */
function withFile(name: string, bytes: Uint8Array, facts: Readonly<Record<string, Json>>): Files {
  const manifest = manifestOf(files) as { files: Record<string, Json> };
  manifest.files[name] = JSON.parse(JSON.stringify({ sha256: sha256(bytes), bytes: bytes.length, ...facts })) as Json;
  return withText(JSON.stringify(manifest)).set(name, bytes);
}

async function copyOfBundle(): Promise<string> {
  const copy = join(folder, `copy-${(copies += 1)}`);
  await cp(path, copy, { recursive: true });
  return copy;
}

/** Every place of a document, lists shortened to their first two entries. */
function placesOf(value: Json, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  const names = Array.isArray(value) ? ['0', '1'].filter((name) => name in value) : Object.keys(value);
  return [at, ...names.flatMap((name) => placesOf((value as Record<string, Json>)[name]!, [...at, name]))];
}

/** The document with the value at a place replaced, or taken away. */
function mutated(document: Json, [name, ...rest]: readonly string[], value: Json | undefined): Json | undefined {
  if (name === undefined) return value;
  const copy = structuredClone(document) as Record<string, Json>;
  const inner = mutated(copy[name]!, rest, value);
  if (inner === undefined) delete copy[name];
  else copy[name] = inner;
  return copy;
}

const VALUES: readonly (Json | undefined)[] = [
  undefined,
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  '',
  'x',
  '../../../../dev/zero',
  '9999-99-99',
  'f'.repeat(64),
  [],
  [null],
  {},
  { kind: 'poisson' },
  { constructor: 1, toString: null },
];

/** Opens a bundle, and uses it as far as it opens. */
async function used(of: Files): Promise<'used'> {
  const bundle = await readBundleFiles(of, 'attacked');
  try {
    bundle.history();
    new Forecaster(bundle).all(TOMORROW);
    return 'used';
  } finally {
    bundle.predictor.model.close();
  }
}

describe('a manifest that was tampered with', () => {
  it('is refused or usable with any value in any place, and never causes another kind of error', async () => {
    const manifest = manifestOf(files);
    const codes = new Map<string, number>();
    for (const place of placesOf(manifest)) {
      for (const value of VALUES) {
        const text = JSON.stringify(mutated(manifest, place, value)) ?? '';
        const said = await used(withText(text)).catch((error: unknown) => {
          if (!DqsError.is(error)) throw new Error(`${place.join('.')} = ${JSON.stringify(value)}`, { cause: error });
          return error.code;
        });
        codes.set(said, (codes.get(said) ?? 0) + 1);
      }
    }
    expect([...codes.keys()].sort()).toEqual([
      'bundle-corrupt',
      'bundle-invalid',
      'bundle-spec-mismatch',
      'model-backend-unknown',
      'used',
    ]);
    expect(codes.get('bundle-invalid')).toBeGreaterThan(1000);
  });

  it.each([
    ['an unknown point rule', ['pointRule'], { kind: 'poisson' }],
    ['a point rule with a field that might matter', ['pointRule'], { kind: 'binomial', shift: 1 }],
    ['a digest of another type', ['contract', 'digest'], 7],
    ['a contract with a field that might matter', ['contract', 'shift'], 1],
    ['a category without its dictionary', ['contract', 'features'], [{ name: 'rule_code', kind: 'categorical' }]],
    ['a day that no calendar has', ['training', 'to'], '2026-02-30'],
    ['training days that end before they begin', ['training', 'from'], '2030-01-01'],
    ['a panel set without its digests', ['data', 'panelSet'], { digest: '../', content: 'f'.repeat(64) }],
    ['scores that are none', ['evaluation', 'scores'], [{ segment: 'all' }]],
    [
      'gates that say they passed, and failed',
      ['gates'],
      {
        passed: true,
        checks: [{ name: 'skill', verdict: 'fail', reason: 'worse', value: null, threshold: null }],
      },
    ],
    ['a name that is a path', ['files'], { '../../../../dev/zero': { sha256: 'f'.repeat(64), bytes: 1 } }],
    ['a name that is hidden', ['files'], { '.profile': { sha256: 'f'.repeat(64), bytes: 1 } }],
    ['a name that is the manifest itself', ['files'], { 'manifest.json': { sha256: 'f'.repeat(64), bytes: 1 } }],
    ['a file greater than memory', ['files', 'ridge.json', 'bytes'], 1e15],
  ] as [string, string[], Json][])('is refused with %s', async (_, place, value) => {
    const text = JSON.stringify(mutated(manifestOf(files), place, value));
    await expect(used(withText(text))).rejects.toMatchObject({ code: 'bundle-invalid' });
  });

  it('is refused when it is nested deeper than anybody writes', async () => {
    const text = JSON.stringify(manifestOf(files)).replace(
      '"params":{',
      `"params":{"deep":${'['.repeat(1e5)}${']'.repeat(1e5)},`,
    );
    await expect(used(withText(text))).rejects.toMatchObject({ code: 'bundle-invalid', message: /levels of JSON/ });
  });

  it('may have fields of a later version, which are passed over', async () => {
    const text = JSON.stringify({ ...(manifestOf(files) as object), later: { fact: 1 } });
    await expect(used(withText(text))).resolves.toBe('used');
  });

  it('may be one of before gates and sizes of unpacked files were written', async () => {
    const old = mutated(
      mutated(manifestOf(files), ['gates'], undefined)!,
      ['files', 'history.bin.gz', 'unpackedBytes'],
      undefined,
    );
    const bundle = await readBundleFiles(withText(JSON.stringify(old)), 'old');
    expect(bundle.history().keys).toEqual(panel.keys);
    expect(bundle.manifest.gates).toBeUndefined();
    bundle.predictor.model.close();
  });

  it('without profile or history is refused', async () => {
    for (const name of ['profile.json', 'history.bin.gz']) {
      const text = JSON.stringify(mutated(manifestOf(files), ['files', name], undefined));
      await expect(used(withText(text))).rejects.toMatchObject({
        code: 'bundle-corrupt',
        message: expect.stringContaining(name),
      });
    }
  });
});

describe('a history that unpacks to another size than announced', () => {
  const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20));

  it.each([
    ['is a bomb', bomb, { unpackedBytes: 1000 }],
    ['is shorter', gzipSync(Buffer.alloc(10)), { unpackedBytes: 1000 }],
    ['is no gzip file', Buffer.from('this is no history at all'), { unpackedBytes: 1000 }],
    ['announces nothing and lies at its end', Buffer.concat([bomb.subarray(0, -4), Buffer.from([100, 0, 0, 0])]), {}],
    ['is nothing', Buffer.alloc(0), {}],
  ])('%s: refused', async (_, bytes, facts) => {
    await expect(used(withFile('history.bin.gz', bytes, facts))).rejects.toMatchObject({
      code: 'bundle-corrupt',
      message: expect.stringContaining('history.bin.gz'),
    });
  });

  it('is no panel: refused as a damaged bundle', async () => {
    const bytes = gzipSync(Buffer.alloc(100));
    await expect(used(withFile('history.bin.gz', bytes, { unpackedBytes: 100 }))).rejects.toMatchObject({
      code: 'bundle-corrupt',
    });
  });
});

describe('a bundle on disk', () => {
  const refused = (at: string, message: RegExp) =>
    expect(readBundle(at)).rejects.toMatchObject({ code: 'bundle-corrupt', message: expect.stringMatching(message) });

  it.each(['ridge.json', 'manifest.json', 'manifest.json.sha256'])(
    'with a pipe for %s is refused, and nobody waits',
    async (name) => {
      const copy = await copyOfBundle();
      await rm(join(copy, name));
      execFileSync('mkfifo', [join(copy, name)]);
      await refused(copy, /regular file/);
    },
  );

  it('with a folder, a device or a link to either for a file is refused', async () => {
    for (const make of [
      (at: string) => mkdir(at),
      (at: string) => symlink('/dev/zero', at),
      (at: string) => symlink('../../../../../../dev/zero', at),
      (at: string) => symlink('.', at),
    ]) {
      const copy = await copyOfBundle();
      await rm(join(copy, 'ridge.json'));
      await make(join(copy, 'ridge.json'));
      await refused(copy, /ridge\.json/);
    }
  });

  it('with a link to a file elsewhere is refused even when its bytes are right', async () => {
    const copy = await copyOfBundle();
    await rm(join(copy, 'ridge.json'));
    await symlink(join(path, 'ridge.json'), join(copy, 'ridge.json'));
    await refused(copy, /is a link to/);
  });

  it('with links that stay inside, as volumes of configuration have them, and hard links is read', async () => {
    const copy = await copyOfBundle();
    await mkdir(join(copy, '..data'));
    for (const name of ['ridge.json', 'manifest.json']) {
      await rm(join(copy, name));
      await link(join(path, name), join(copy, '..data', name));
      await symlink(`..data/${name}`, join(copy, name));
    }
    (await readBundle(copy)).predictor.model.close();
    const linked = join(folder, 'linked');
    await symlink(path, linked);
    (await readBundle(linked)).predictor.model.close();
  });

  it.each(['ridge.json', 'manifest.json', 'manifest.json.sha256'])(
    'with eight gigabytes for %s is refused before any of them is read',
    async (name) => {
      const copy = await copyOfBundle();
      await truncate(join(copy, name), 8 * 2 ** 30);
      await refused(copy, /expected at most \d+ bytes/);
    },
  );

  it('with a file cut off is refused', async () => {
    const copy = await copyOfBundle();
    await truncate(join(copy, 'ridge.json'), 10);
    await refused(copy, /ridge\.json .* has changed/);
  });

  it('is not written where a backend names a file by a path', async () => {
    const modelFiles = new Map([['../ridge.json', Buffer.from('{}')]]);
    await expect(writeBundle(join(folder, 'odd'), { ...content, modelFiles })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });
});
