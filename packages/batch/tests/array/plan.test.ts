import * as fc from 'fast-check';

import { committedShard } from '../../src/array/plan.js';
import { memoryRun } from '../support/memory-run.js';
import { csvOf, file, scratchFolder } from '../support/scratch.js';
import {
  fileInput,
  perRecord,
  planArray,
  readArrayStatus,
  readPlan,
  workArray,
  type PlannedShard,
  type RunStore,
} from '../../src/index.js';

const folder = scratchFolder();
const process = perRecord((text) => `${text}\n`);
const input = () => fileInput(file(folder, 'in.csv', csvOf(40)));

function planned(store: RunStore, shards: number) {
  const text = { format: 'csv', singleLineColumns: ['id'] } as const;
  return planArray(store, {
    input: input(),
    shards,
    text,
    identity: { model: 'a' },
    outputHeader: 'as told\n',
    work: null,
  });
}

describe('what is read of a run', () => {
  it('is a plan, refused with any of its parts put wrong, and never ends in an error of the program', async () => {
    const store = memoryRun();
    const { plan } = await planned(store, 3);
    const places = placesIn(plan).filter((place) => place[0] !== 'work' && place.length > 0);
    const junk = fc.constantFrom(null, -1, 1.5, true, [], {}, 'x', [null], { length: 1 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), junk, async (place, value) => {
        const other = structuredClone(plan) as unknown as Record<string, unknown>;
        const holder = place.slice(0, -1).reduce((at, name) => at[name] as Record<string, unknown>, other);
        holder[place.at(-1)!] = value;
        await store.artifacts.put('plan.json', Buffer.from(JSON.stringify(other)));
        const use = async () => {
          const read = await readPlan(store);
          await readArrayStatus(store);
          await workArray(store, read, { input: input(), identity: plan.identity, process });
        };
        const outcome = await use().then(
          () => 'done',
          (error: unknown) => (error as { code?: string }).code,
        );
        for (const key of await store.artifacts.list('done/')) await store.artifacts.delete(key);
        expect(['done', 'batch-state-invalid', 'batch-plan-mismatch']).toContain(outcome);
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  it('is a committed shard, or said to be none', async () => {
    const { plan } = await planned(memoryRun(), 1);
    const [{ records, sha256 }] = plan.shards as [PlannedShard];
    const part = { bytes: 1, sha256: 'a'.repeat(64) };
    const good = {
      shard: 0,
      records,
      rows: 1,
      dead_letters: 0,
      reasons: {},
      input_sha256: sha256,
      output: part,
      dead: null,
    };
    expect(committedShard(JSON.stringify(good), 0, plan)).toEqual(good);
    const bad = [
      { output: null },
      { output: { ...part, sha256: '../x' } },
      { dead: 1 },
      { rows: -1 },
      { reasons: null },
    ];
    for (const wrong of [...bad, { shard: 1 }, { records: records + 1 }]) {
      const text = JSON.stringify({ ...good, ...wrong });
      expect(() => committedShard(text, 0, plan)).toThrow(expect.objectContaining({ code: 'batch-state-invalid' }));
    }
  });
});

/** The paths of all values within a value. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, one]) => placesIn(one, [...path, name]))];
}
