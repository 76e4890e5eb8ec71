import { join } from 'node:path';

import { KilledRetraining, type Ended } from './support/killed-retraining.js';

/** Shares of the moments at which a process says how far it has come. */
const SHARES = [0.05, 0.4, 0.99];

describe('a job of retraining whose process is killed by kill −9', () => {
  let system: KilledRetraining;
  let moments: number;
  beforeAll(async () => {
    system = await KilledRetraining.begin(join(__dirname, 'programs', 'retrain-and-hang.ts'));
    const folder = system.copy();
    const ended = (await system.retrain(folder)) as Ended;
    expect(ended).toMatchObject({ verdict: 'accept', phase: 'watch' });
    expect(await system.outcomeIn(folder)).toEqual([1, 'watch', 2, 2]);
    ({ moments } = ended);
  });
  afterAll(() => system?.end());

  it('in the middle of it is done by another process: one start, one version, one promotion', async () => {
    const stages: string[] = [];
    const found: unknown[] = [];
    for (const share of SHARES) {
      const folder = system.copy();
      const killed = await system.retrain(folder, { moment: Math.ceil(share * moments) });
      stages.push((killed as { killedAt: string }).killedAt);
      const left = await system.outcomeIn(folder);
      await system.retrain(folder);
      found.push([left[0], ...(await system.outcomeIn(folder))]);
    }
    expect(found).toEqual(SHARES.map(() => [1, 1, 'watch', 2, 2]));
    // Not all of them before or after a fit.
    expect(stages.filter((stage) => /^train [1-9]/.test(stage)).length).toBeGreaterThan(0);
  }, 300_000);

  it('again and again is done by the one that lives', async () => {
    const folder = system.copy();
    for (const share of [0.9, 0.3]) await system.retrain(folder, { moment: Math.ceil(share * moments) });
    await system.retrain(folder);
    expect(await system.outcomeIn(folder)).toEqual([1, 'watch', 2, 2]);
  }, 300_000);
});
