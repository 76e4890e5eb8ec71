import { diesAt, mortalStore, outcomeIn, retrainIn } from '../support/mortal-retraining.js';

describe('a retraining that is killed', () => {
  it('at any of its writes leaves one job, one version and one promotion to whoever takes it over', async () => {
    const found: unknown[] = [];
    for (let stop = 1; ; stop += 1) {
      const store = await mortalStore();
      if (!(await diesAt(store, [stop]))) break;
      await retrainIn(store);
      found.push(await outcomeIn(store));
    }
    expect(found.length).toBeGreaterThanOrEqual(10);
    expect(found).toEqual(found.map(() => [1, 'watch', 2, 2]));
  });
});
