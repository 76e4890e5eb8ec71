import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Random, type RuleResult, type StorePlace } from '@dqs/core';

import {
  listPanelSet,
  parsePartRange,
  partOfDataset,
  partsOfTask,
  poolPanelSet,
  readPanelSet,
  readPools,
  replaceInPanelSet,
  verifyPanelSet,
} from '../src/index.js';
import { decodePools, encodePools, PoolSums } from '../src/panel-set/pools.js';
import { splitByPart } from '../src/panel-set/split.js';
import { DAY, DAYS, hashOf, logOf, panelOf, placeAt, shuffled } from './support/panel-sets.js';

let folder: string;
let sets = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-panel-set-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const newPlace = () => placeAt(join(folder, `set-${(sets += 1)}`));
const NO_PROBLEM = { problems: [], orphans: [] };

/** Builds a set by some tasks in any order, some of them twice, each for some ranges of days in any order. */
async function built(
  log: readonly RuleResult[],
  tasks: number,
  cuts: readonly number[],
  seed = 1,
): Promise<StorePlace> {
  const random = new Random(seed);
  const place = newPlace();
  const ends = [...cuts.map((cut) => DAY + cut), DAY + DAYS];
  const ranges = ends.map((end, i) => ({ first: i === 0 ? DAY : ends[i - 1]!, last: end - 1 }));
  const work = ranges.flatMap((days) => Array.from({ length: tasks }, (_, task) => ({ days, task })));
  const again = work.filter(() => random.next() < 0.2);
  const panels = new Map(
    ranges.map((days) => [days, panelOf(log.filter(({ day }) => day >= days.first && day <= days.last))]),
  );
  for (const { days, task } of shuffled([...work, ...again], random)) {
    const panel = panels.get(days)!;
    await replaceInPanelSet(place, { panel, days, parts: partsOfTask(task, tasks) });
  }
  return place;
}

describe('a panel set', () => {
  it('divides a panel into parts by the md5 of the dataset, which together are the panel', () => {
    // echo -n orders | md5sum
    expect(partOfDataset('orders')).toBe(0x12);
    const log = logOf(3);
    const { parts, other } = splitByPart(panelOf(log));
    expect(other).toBeUndefined();
    expect(parts.size).toBeGreaterThan(10);
    for (const [part, panel] of parts) {
      expect(hashOf(panel)).toBe(hashOf(panelOf(log.filter(({ key }) => partOfDataset(key.datasetUuid) === part))));
    }
  });

  it('gives the bytes of direct ingestion, the same content and the same pools with 1, 7 and 64 tasks, however days are cut', async () => {
    const log = logOf(5);
    const seen: unknown[] = [];
    for (const [tasks, cuts] of [
      [1, []],
      [7, [2]],
      [64, []],
      [1, [1, 2, 5]],
    ] as const) {
      const place = await built(log, tasks, cuts, tasks);
      const { panel, report, set } = await readPanelSet(place, 'set');
      expect(report).toMatchObject({ rows: log.length, rowsUsed: log.length, rowsRejected: 0 });
      const pools = await poolPanelSet(place, 'set');
      const { content, ...check } = await verifyPanelSet(place, 'set');
      expect(check).toMatchObject({ ...NO_PROBLEM, executions: log.length });
      const listed = await listPanelSet(place);
      expect(set).toEqual({ digest: listed.digest, content });
      expect([null, content]).toContain(listed.content);
      expect(listed.content === null).toBe(cuts.length > 0);
      seen.push({ panel: hashOf(panel), content, pools: [pools.sha256, pools.bytes, pools.rows] });
    }
    expect(seen).toEqual(seen.map(() => ({ ...(seen[0] as object), panel: hashOf(panelOf(log)) })));
  });

  it('has one digest whatever its tasks were, and another one of other days or results', async () => {
    const log = logOf(6, 8);
    const digest = async (...of: Parameters<typeof built>) => (await listPanelSet(await built(...of))).digest;
    const one = await digest(log, 1, []);
    expect(await digest(log, 7, [])).toBe(one);
    expect(await digest(log, 1, [3])).not.toBe(one);
    expect(await digest(log.slice(1), 1, [])).not.toBe(one);
  });

  it('replaces what it held of the same parts and days, and changes nothing the second time', async () => {
    const [log, other] = [logOf(7, 8), logOf(8, 8)];
    const place = newPlace();
    const days = { first: DAY, last: DAY + DAYS - 1 };
    const first = await replaceInPanelSet(place, { panel: panelOf(log), days });
    expect(first).toMatchObject({ hasChanged: true, replaced: 0, executions: log.length, otherParts: 0 });
    const state = readFileSync(join(folder, `set-${sets}`, 'manifest.json'), 'utf8');
    const again = await replaceInPanelSet(place, { panel: panelOf(log), days });
    expect(again).toEqual({ ...first, hasChanged: false });
    expect(readFileSync(join(folder, `set-${sets}`, 'manifest.json'), 'utf8')).toBe(state);
    const parts = partsOfTask(1, 2);
    const changed = await replaceInPanelSet(place, { panel: panelOf(other), days, parts });
    expect(changed.otherParts).toBe(other.length - changed.executions);
    const isHigh = ({ key }: RuleResult) => partOfDataset(key.datasetUuid) >= 128;
    const expected = [...log.filter((row) => !isHigh(row)), ...other.filter(isHigh)];
    expect(hashOf((await readPanelSet(place, 'set')).panel)).toBe(hashOf(panelOf(expected)));
    expect((await verifyPanelSet(place, 'set')).orphans).toHaveLength(changed.replaced);
  });

  it('forgets what a part held if nothing takes its place, and takes longer ranges in the place of shorter ones', async () => {
    const log = logOf(9, 8);
    const place = await built(log, 1, [1, 3]);
    const without = log.filter(({ key }) => key.datasetUuid !== log[0]!.key.datasetUuid);
    const days = { first: DAY - 30, last: DAY + DAYS };
    const { replaced, objects } = await replaceInPanelSet(place, { panel: panelOf(without), days });
    expect(replaced).toBeGreaterThan(objects);
    expect(hashOf((await readPanelSet(place, 'set')).panel)).toBe(hashOf(panelOf(without)));
    const gone = await replaceInPanelSet(place, { panel: panelOf([]), days });
    expect(gone).toMatchObject({ objects: 0, replaced: objects, written: 0, hasChanged: true });
    await expect(readPanelSet(place, 'set')).rejects.toMatchObject({ code: 'input-empty' });
  });

  it('refuses days that cut an object in two, and results on other days, and changes nothing then', async () => {
    const log = logOf(10, 8);
    const place = await built(log, 1, []);
    const { digest } = await listPanelSet(place);
    const some = log.filter(({ day }) => day < DAY + 3);
    await expect(replaceInPanelSet(place, { panel: panelOf(some) })).rejects.toMatchObject({
      code: 'panel-set-overlap',
      message: expect.stringContaining('deliver all results from 2026-03-01 to 2026-03-06'),
    });
    const days = { first: DAY, last: DAY + 2 };
    await expect(replaceInPanelSet(place, { panel: panelOf(log), days })).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('got some from 2026-03-01 to 2026-03-06'),
    });
    const reversed = { first: DAY + 2, last: DAY };
    await expect(replaceInPanelSet(place, { panel: panelOf([]), days: reversed })).rejects.toMatchObject({
      message: expect.stringContaining('got 2026-03-03 2026-03-01'),
    });
    expect(await verifyPanelSet(place, 'set')).toMatchObject({ digest, ...NO_PROBLEM });
  });

  it('is empty where there is none, and a delivery of nothing makes none', async () => {
    const place = newPlace();
    expect(await listPanelSet(place)).toMatchObject({ objects: [], from: null, pools: null, executions: 0 });
    expect(await replaceInPanelSet(place, { panel: panelOf([]) })).toMatchObject({ hasChanged: false, objects: 0 });
    expect(await place.artifacts.list('')).toEqual([]);
    for (const work of [readPanelSet, poolPanelSet, readPools, verifyPanelSet]) {
      await expect(work(place, 'nowhere')).rejects.toMatchObject({
        code: 'input-empty',
        message: expect.stringContaining('nowhere'),
      });
    }
  });
});

describe('pools of a panel set', () => {
  it('are the executions of each rule and of everything by tenant and day', async () => {
    const log = logOf(11);
    const place = await built(log, 3, [2]);
    await poolPanelSet(place, 'set');
    const groups = await readPools(place, 'set');
    const counted = groups.map(({ tenantId, ruleCode, days }) => [tenantId, ruleCode, [...days]]);
    const expected = ['__proto__', 'eu'].flatMap((tenant) =>
      [null, '../103', '101', '102'].map((rule) => {
        const rows = log.filter(({ key }) => key.tenantId === tenant && (rule === null || key.ruleCode === rule));
        const on = (day: number, outcome: string) =>
          rows.filter((row) => row.day === day && row.outcome === outcome).length;
        const days = [...new Set(rows.map(({ day }) => day))].sort((a, b) => a - b);
        const counts = days.map((day) => [
          day,
          { passes: on(day, 'pass'), fails: on(day, 'fail'), errors: on(day, 'error') },
        ]);
        return [tenant, rule, counts];
      }),
    );
    expect(counted).toEqual(expected);
  });

  it('do not depend on which panel was counted first', () => {
    const panels = [...splitByPart(panelOf(logOf(12))).parts.values()];
    const bytesOf = (order: typeof panels) => {
      const sums = new PoolSums();
      for (const panel of order) sums.add(panel);
      return Buffer.from(encodePools(sums.groups())).toString('hex');
    };
    const expected = bytesOf(panels);
    for (let seed = 0; seed < 20; seed += 1) expect(bytesOf(shuffled(panels, new Random(seed)))).toBe(expected);
    expect(Buffer.from(encodePools(decodePools(Buffer.from(expected, 'hex')))).toString('hex')).toBe(expected);
  });

  it('count no longer once the set holds something else, and are made once', async () => {
    const log = logOf(13, 8);
    const place = await built(log, 1, []);
    const { hasChanged, sha256 } = await poolPanelSet(place, 'set');
    expect([hasChanged, (await poolPanelSet(place, 'set')).hasChanged]).toEqual([true, false]);
    await replaceInPanelSet(place, { panel: panelOf(log) });
    expect((await listPanelSet(place)).pools?.sha256).toBe(sha256);
    await replaceInPanelSet(place, { panel: panelOf(log.filter(({ key }) => key.ruleCode === '101')) });
    expect((await listPanelSet(place)).pools).toBeNull();
    await expect(readPools(place, 'set')).rejects.toMatchObject({ code: 'input-empty' });
  });
});

describe('parts', () => {
  it('are shared by tasks without a gap', () => {
    for (const tasks of [1, 7, 64, 256]) {
      const ranges = Array.from({ length: tasks }, (_, task) => partsOfTask(task, tasks));
      expect(ranges[0]!.first).toBe(0);
      expect(ranges.at(-1)!.last).toBe(255);
      for (const [i, { first }] of ranges.slice(1).entries()) expect(first).toBe(ranges[i]!.last + 1);
    }
  });

  it.each(['', '0', '0A', 'gg', '0f..00', '00..', '00...0f', '00..100', '../..', 'constructor', '00..0f '])(
    'are not named %j',
    (text) => expect(() => parsePartRange(text)).toThrow(expect.objectContaining({ code: 'invalid-argument' })),
  );

  it('are named by one, or by the first and the last', () => {
    expect([parsePartRange('0a'), parsePartRange('00..ff')]).toEqual([
      { first: 10, last: 10 },
      { first: 0, last: 255 },
    ]);
  });

  it.each([
    [-1, 4],
    [4, 4],
    [0, 0],
    [0, 257],
    [0.5, 4],
    [Number.NaN, 4],
  ])('has no task %d of %d', (task, tasks) => {
    expect(() => partsOfTask(task, tasks)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});
