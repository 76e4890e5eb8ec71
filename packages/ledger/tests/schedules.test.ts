import { Random } from '@dqs/core';
import fc from 'fast-check';

import { MemoryLedger } from '../src/index.js';
import { drawWorld, gradesText, playPlainly, playSchedule, type ScheduleWorld } from '../src/testing/index.js';

/** Worlds, and schedules of each: ten thousand schedules in all. */
const [WORLDS, SCHEDULES] = [500, 20];

async function gradesOf(play: (store: MemoryLedger) => Promise<void>): Promise<string> {
  const store = new MemoryLedger();
  await play(store);
  return gradesText(store);
}

async function expectEqualGrades(world: ScheduleWorld, seed: number): Promise<void> {
  const plain = await gradesOf((store) => playPlainly(store, world));
  for (let i = 0; i < SCHEDULES; i += 1) {
    const random = new Random(seed * SCHEDULES + i);
    expect(await gradesOf((store) => playSchedule(store, world, random))).toBe(plain);
  }
}

describe('grades', () => {
  it('are equal in every bit over ten thousand schedules of late, duplicate, corrected and reordered deliveries', async () => {
    const seeds = fc.integer({ min: 0, max: 1_000_000 });
    const property = fc.asyncProperty(seeds, (seed) => expectEqualGrades(drawWorld(new Random(seed)), seed));
    await fc.assert(property, { seed: 16, numRuns: WORLDS });
  });
});
