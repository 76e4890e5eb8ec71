import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DqsError, encodePanel, Random, type DailyPanel, type StorePlace } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

import {
  listPanelSet,
  partOfDataset,
  partsOfTask,
  poolPanelSet,
  readPanelSet,
  readPools,
  replaceInPanelSet,
  verifyPanelSet,
} from '../src/index.js';
import { commitManifest } from '../src/panel-set/commit.js';
import { KEYS } from '../src/panel-set/layout.js';
import { digestOf, encodeManifest, readManifest, type PanelObject } from '../src/panel-set/manifest.js';
import { describeObject } from '../src/panel-set/objects.js';
import { decodePools, encodePools } from '../src/panel-set/pools.js';
import { DAY, DAYS, hashOf, logOf, panelOf, placeAt } from './support/panel-sets.js';

let root: string;
let folder: string;
let place: StorePlace;
let sets = 0;
const LOG = logOf(1, 6);
const WHOLE = { first: DAY, last: DAY + DAYS - 1 };

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'dqs-panel-set-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  folder = join(root, `set-${(sets += 1)}`);
  place = placeAt(folder);
});

const deliver = (results = LOG, at = place) => replaceInPanelSet(at, { panel: panelOf(results), days: WHOLE });
const manifestPath = () => join(folder, KEYS.manifest);
const objects = async () => (await readManifest(place.artifacts)).objects;
const pathOf = ({ part, sha256: hash }: PanelObject) => join(folder, ...KEYS.object(part, hash).split('/'));

/** Every way to read a set says that it is damaged, and the check names the key. */
async function expectCorrupt(key: string, problem: string): Promise<void> {
  const expected = { code: 'panel-set-corrupt', message: expect.stringContaining(problem) };
  await expect(readPanelSet(place, 'set')).rejects.toMatchObject(expected);
  await expect(poolPanelSet(place, 'set')).rejects.toMatchObject(expected);
  const { problems, content } = await verifyPanelSet(place, 'set');
  expect(problems).toEqual([{ key, problem: expect.stringContaining(problem) }]);
  expect(content).toBeNull();
}

type Plain = Record<string, unknown> & { objects: Record<string, unknown>[] };

describe('a manifest that somebody has written', () => {
  const change = (how: (manifest: Plain) => unknown) => {
    const manifest = JSON.parse(readFileSync(manifestPath(), 'utf8')) as Plain;
    writeFileSync(manifestPath(), JSON.stringify(how(manifest) ?? manifest));
  };
  const first = (fields: object) => (manifest: Plain) => void Object.assign(manifest.objects[0]!, fields);

  it.each<[string, (manifest: Plain) => unknown, string]>([
    ['no JSON object', () => 'manifest', 'no manifest that this version can read'],
    ['another version', (m) => void (m['dqs_panel_set'] = 2), 'dqs_panel_set'],
    ['no digest', (m) => void delete m['digest'], 'digest'],
    ['a wrong digest', (m) => void (m['digest'] = 'f'.repeat(64)), 'do not match its digest'],
    ['a path as a part', first({ part: '../' }), 'part'],
    ['a name of a prototype as a part', first({ part: 'constructor' }), 'part'],
    ['a part that is none', first({ part: '100' }), 'part'],
    ['a path as a digest of an object', first({ sha256: '../../../etc/passwd' }), 'sha256'],
    ['counts below 0', first({ cells: -1 }), 'cells'],
    ['counts beyond all numbers', first({ bytes: 1e300 }), 'bytes'],
    ['a day that is none', first({ from: '2026-02-31' }), 'no range'],
    ['days in the wrong order', first({ from: '2026-03-07' }), 'no range'],
    ['an object twice', (m) => void m.objects.unshift(m.objects[0]!), 'overlaps'],
    ['days that overlap', (m) => void m.objects.unshift({ ...m.objects[0]!, from: '2026-02-01' }), 'overlaps'],
    ['another order', (m) => void m.objects.reverse(), 'stands behind'],
    ['fewer objects', (m) => void m.objects.pop(), 'do not match its digest'],
    ['too many objects', (m) => void (m.objects = Array(100_001).fill(m.objects[0])), 'objects'],
    ['pools at a path', (m) => void (m['pools'] = { sha256: '../x', bytes: 1 }), 'pools'],
  ])('with %s is refused, and is not written over', async (_, how, problem) => {
    await deliver();
    change(how);
    const before = readFileSync(manifestPath(), 'utf8');
    await expectCorrupt(KEYS.manifest, problem);
    for (const work of [() => deliver(), () => listPanelSet(place), () => readPools(place, 'set')]) {
      await expect(work()).rejects.toMatchObject({ code: 'panel-set-corrupt' });
    }
    expect(readFileSync(manifestPath(), 'utf8')).toBe(before);
  });

  it('cut off at any byte is refused', async () => {
    await deliver();
    await poolPanelSet(place, 'set');
    const whole = readFileSync(manifestPath());
    // The last byte is a line end.
    for (let end = 0; end < whole.length - 1; end += 7) {
      writeFileSync(manifestPath(), whole.subarray(0, end));
      await expect(listPanelSet(place)).rejects.toMatchObject({ code: 'panel-set-corrupt' });
    }
  });

  it('with a size that no object has takes no memory for it', async () => {
    await deliver();
    const found = await readManifest(place.artifacts);
    const [one, ...rest] = found.objects;
    const changed = [{ ...one!, bytes: Number.MAX_SAFE_INTEGER - 1 }, ...rest];
    writeFileSync(manifestPath(), encodeManifest({ objects: changed }));
    await expectCorrupt(KEYS.object(one!.part, one!.sha256), 'not those that the manifest names');
  });
});

describe('an object of a set', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut off', (bytes) => bytes.subarray(0, -1)],
    ['empty', () => Buffer.alloc(0)],
    ['longer', (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
    ['with a flipped bit', (bytes) => Buffer.from(bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte)))],
  ])('that is %s is refused, and heals with the next delivery', async (_, how) => {
    await deliver();
    const [object] = await objects();
    writeFileSync(pathOf(object!), how(readFileSync(pathOf(object!))));
    await expectCorrupt(KEYS.object(object!.part, object!.sha256), 'not those that the manifest names');
    expect((await deliver()).hasChanged).toBe(false);
    expect((await verifyPanelSet(place, 'set')).problems).toEqual([]);
    expect(hashOf((await readPanelSet(place, 'set')).panel)).toBe(hashOf(panelOf(LOG)));
  });

  it('that is missing is refused', async () => {
    await deliver();
    const [object] = await objects();
    rmSync(pathOf(object!));
    await expectCorrupt(KEYS.object(object!.part, object!.sha256), 'it is missing');
  });

  /** Puts one object of bytes into a set, with a manifest that agrees with them. */
  async function forge(bytes: Uint8Array, fields: Partial<PanelObject>): Promise<string> {
    const part = fields.part ?? partOfDataset(LOG[0]!.key.datasetUuid);
    const object: PanelObject = {
      ...{ part, days: WHOLE, keys: 1, cells: 1, passes: 1, fails: 0, errors: 0 },
      ...fields,
      ...{ sha256: sha256(bytes), bytes: bytes.byteLength },
    };
    await place.bulk.write(KEYS.object(part, object.sha256), [bytes]);
    await place.artifacts.put(KEYS.manifest, Buffer.from(encodeManifest({ objects: [object] })));
    return KEYS.object(part, object.sha256);
  }

  const result = { ...LOG[0]!, outcome: 'pass' as const };
  const one = panelOf([result]);
  const two = panelOf([result, { ...result, day: result.day === DAY ? DAY + 1 : DAY }]);
  const cells = (panel: DailyPanel, columns: Partial<DailyPanel['cells']>) => ({
    ...panel,
    cells: { ...panel.cells, ...columns },
  });

  it.each<[string, Uint8Array, Partial<PanelObject>, string]>([
    ['no panel', Buffer.from('DQSCOL01 or something like it'), {}, 'columns file'],
    ['another number of keys', encodePanel(one), { keys: 2 }, 'not 2 keys'],
    ['another number of cells', encodePanel(one), { cells: 2 ** 40 }, `not 1 keys and ${2 ** 40} cells`],
    ['other counts', encodePanel(one), { fails: 5 }, 'add up to others'],
    [
      'a dataset of another part',
      encodePanel(one),
      { part: (partOfDataset(result.key.datasetUuid) + 1) % 256 },
      'of part',
    ],
    ['other days', encodePanel(one), { days: { first: DAY - 9, last: DAY - 1 } }, 'on other days'],
    [
      'keys twice',
      encodePanel({ ...two, keys: [two.keys[0]!, two.keys[0]!], cells: { ...two.cells, key: Int32Array.of(0, 1) } }),
      { keys: 2, cells: 2, passes: 2 },
      'keys are not in order',
    ],
    [
      'a day twice',
      encodePanel(cells(two, { day: Int32Array.of(DAY, DAY) })),
      { cells: 2, passes: 2 },
      'days are not in order',
    ],
    [
      'counts below 0',
      // Next to a large count, or the column would be stored in bytes without a sign.
      encodePanel(cells(two, { fails: Int32Array.of(-1, 70_000) })),
      { cells: 2, passes: 2, fails: 69_999 },
      'counts below 0',
    ],
  ])('that is %s is refused although its digest is right', async (_, bytes, fields, problem) => {
    await expectCorrupt(await forge(bytes, fields), problem);
  });

  it('that is right is read, so that the refusals above are about what they say', async () => {
    await forge(encodePanel(one), {});
    expect((await readPanelSet(place, 'set')).panel).toEqual(one);
  });
});

describe('pools that somebody has written', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut off', (bytes) => bytes.subarray(0, 50)],
    ['changed', (bytes) => Buffer.from(bytes.map((byte, i) => (i === bytes.length - 3 ? byte ^ 1 : byte)))],
  ])('are refused if they are %s', async (_, how) => {
    await deliver();
    const { sha256: hash } = await poolPanelSet(place, 'set');
    const path = join(folder, 'pools', hash);
    writeFileSync(path, how(readFileSync(path)));
    await expect(readPools(place, 'set')).rejects.toMatchObject({ code: 'panel-set-corrupt' });
    const { problems } = await verifyPanelSet(place, 'set');
    expect(problems).toEqual([{ key: KEYS.pools(hash), problem: expect.stringContaining('not those') }]);
    await poolPanelSet(place, 'set');
    expect((await verifyPanelSet(place, 'set')).problems).toEqual([]);
  });

  it('are not believed although their digest is right', async () => {
    await deliver();
    const groups = [{ tenantId: 'eu', ruleCode: null, days: new Map([[DAY, { passes: 1, fails: 0, errors: 0 }]]) }];
    const bytes = encodePools(groups);
    const pools = { sha256: sha256(bytes), bytes: bytes.byteLength };
    await place.bulk.write(KEYS.pools(pools.sha256), [bytes]);
    await commitManifest(place.artifacts, (manifest) => ({ ...manifest, pools }));
    const { problems } = await verifyPanelSet(place, 'set');
    expect(problems).toEqual([{ key: KEYS.pools(pools.sha256), problem: expect.stringContaining('not the counts') }]);
  });

  it.each<[string, (text: string) => string]>([
    ['of another format', (text) => text.replace('pools/1', 'pools/2')],
    ['without a column', (text) => text.replace('"fails"', '"feils"')],
    ['with a group that is none', (text) => text.replace('["eu",null]', '["eu",1234]')],
  ])('%s are no pools', (_, how) => {
    const days = new Map([[DAY, { passes: 1, fails: 0, errors: 0 }]]);
    const text = Buffer.from(encodePools([{ tenantId: 'eu', ruleCode: null, days }])).toString('latin1');
    expect(how(text)).not.toBe(text);
    expect(() => decodePools(Buffer.from(how(text), 'latin1'))).toThrow(
      expect.objectContaining({ code: 'panel-invalid' }),
    );
  });
});

describe('several writers', () => {
  const isOf = (task: number, tasks: number) => {
    const { first, last } = partsOfTask(task, tasks);
    return ({ key }: (typeof LOG)[number]) => {
      const part = partOfDataset(key.datasetUuid);
      return part >= first && part <= last;
    };
  };

  it('of different parts at once lose nothing, and leave nothing behind', async () => {
    const tasks = 12;
    const work = Array.from({ length: tasks }, (_, task) =>
      replaceInPanelSet(placeAt(folder), { panel: panelOf(LOG), days: WHOLE, parts: partsOfTask(task, tasks) }),
    );
    const changes = await Promise.all(work);
    expect(changes.map(({ executions }) => executions)).toEqual(
      changes.map((_, task) => LOG.filter(isOf(task, tasks)).length),
    );
    expect(hashOf((await readPanelSet(place, 'set')).panel)).toBe(hashOf(panelOf(LOG)));
    expect(await verifyPanelSet(place, 'set')).toMatchObject({ problems: [], orphans: [] });
  });

  it('of the same parts and days at once leave what one of them has written, whole', async () => {
    const logs = [1, 2, 3, 4].map((seed) => logOf(seed, 6));
    await Promise.all(logs.map((log) => deliver(log, placeAt(folder))));
    expect(logs.map((log) => hashOf(panelOf(log)))).toContain(hashOf((await readPanelSet(place, 'set')).panel));
    expect((await verifyPanelSet(place, 'set')).problems).toEqual([]);
  });

  /** A place in which something happens just before a manifest is put. */
  const disturbed = (disturb: (put: () => Promise<unknown>) => Promise<unknown>): StorePlace => {
    const { artifacts, bulk } = place;
    const put = async (...args: Parameters<typeof artifacts.put>) => {
      await disturb(() => artifacts.put(...args));
      return artifacts.put(...args);
    };
    return {
      bulk,
      artifacts: new Proxy(artifacts, { get: (at, name) => (name === 'put' ? put : at[name as 'get'].bind(at)) }),
    };
  };

  it('that lose a race merge with what the winner left, and wait before it', async () => {
    const early = { first: DAY - 9, last: DAY - 1 };
    const before = LOG.map((row) => ({ ...row, day: DAY - 1 - (row.day - DAY) }));
    let races = 0;
    const slow = disturbed(async () => {
      races += 1;
      if (races === 1) await replaceInPanelSet(place, { panel: panelOf(before), days: early });
    });
    const waits: number[] = [];
    const pause = async (attempt: number) => void waits.push(attempt);
    const change = await replaceInPanelSet(slow, { panel: panelOf(LOG), days: WHOLE }, { pause });
    expect([races, waits, change.hasChanged]).toEqual([2, [1], true]);
    expect(hashOf((await readPanelSet(place, 'set')).panel)).toBe(hashOf(panelOf([...LOG, ...before])));
  });

  it('stop at an overlap that a faster one has made', async () => {
    const slow = disturbed(() =>
      replaceInPanelSet(place, { panel: panelOf(LOG), days: { first: DAY - 3, last: DAY + 9 } }),
    );
    const late = replaceInPanelSet(slow, { panel: panelOf(LOG), days: WHOLE }, { pause: async () => undefined });
    await expect(late).rejects.toMatchObject({ code: 'panel-set-overlap' });
    expect((await verifyPanelSet(place, 'set')).problems).toEqual([]);
  });

  it('whose put was done and whose answer was lost see it there; one that was not done is said to be unknown', async () => {
    const lost = new DqsError('artifact-unknown', 'the answer was lost');
    const done = disturbed(async (put) => {
      await put();
      throw lost;
    });
    expect((await deliver(LOG, done)).hasChanged).toBe(true);
    const other = logOf(2, 6);
    const not = disturbed(async () => {
      throw lost;
    });
    await expect(deliver(other, not)).rejects.toBe(lost);
    expect(hashOf((await readPanelSet(place, 'set')).panel)).toBe(hashOf(panelOf(LOG)));
    // What was written for it is still there, and the next start uses it.
    expect((await verifyPanelSet(place, 'set')).orphans.length).toBeGreaterThan(0);
    await deliver(other);
    expect(hashOf((await readPanelSet(place, 'set')).panel)).toBe(hashOf(panelOf(other)));
  });

  it('of pools do not name counts of another state', async () => {
    await deliver();
    const racing = disturbed(() => deliver(logOf(2, 6)));
    await expect(poolPanelSet(racing, 'set', { pause: async () => undefined })).rejects.toMatchObject({
      code: 'artifact-conflict',
      message: expect.stringContaining('was changed while it was counted'),
    });
    expect((await listPanelSet(place)).pools).toBeNull();
  });

  it('do not disturb one who reads: a reader has one state or another', async () => {
    await deliver();
    const { artifacts, bulk } = place;
    const reading: StorePlace = {
      artifacts,
      bulk: new Proxy(bulk, {
        get: (at, name) =>
          name === 'read'
            ? async function* (...args: Parameters<typeof bulk.read>) {
                await deliver(logOf(2, 6));
                yield* at.read(...args);
              }
            : at[name as 'stat'].bind(at),
      }),
    };
    expect(hashOf((await readPanelSet(reading, 'set')).panel)).toBe(hashOf(panelOf(LOG)));
  });
});

describe('stopping', () => {
  it('leaves the set as it was', async () => {
    await deliver();
    const { digest } = await listPanelSet(place);
    const signal = AbortSignal.abort();
    const hooks = { signal };
    await expect(replaceInPanelSet(place, { panel: panelOf([]), days: WHOLE }, hooks)).rejects.toMatchObject({
      code: 'aborted',
    });
    for (const work of [readPanelSet, poolPanelSet]) {
      await expect(work(place, 'set', hooks)).rejects.toMatchObject({ code: 'aborted' });
    }
    await expect(verifyPanelSet(place, 'set', hooks)).rejects.toMatchObject({ code: 'aborted' });
    expect((await listPanelSet(place)).digest).toBe(digest);
  });

  it('names files that no manifest names, and nothing else, as orphans', async () => {
    await deliver();
    await poolPanelSet(place, 'set');
    await place.bulk.write('part=00/notes.txt', [Buffer.from('mine')]);
    await place.bulk.write('pools/old', [Buffer.from('old')]);
    expect((await verifyPanelSet(place, 'set')).orphans).toEqual(['part=00/notes.txt', 'pools/old']);
    expect(readdirSync(folder)).toContain('manifest.json');
    expect(digestOf(await objects())).toBe((await listPanelSet(place)).digest);
  });

  it('writes objects whose manifest depends on what they hold and on nothing else', () => {
    const random = new Random(4);
    const { object } = describeObject(7, WHOLE, panelOf(LOG));
    const again = describeObject(7, WHOLE, panelOf([...LOG].sort(() => random.next() - 0.5)));
    expect(again.object).toEqual(object);
  });
});
