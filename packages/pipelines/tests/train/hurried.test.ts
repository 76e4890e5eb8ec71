import { hurried } from '../../src/train/hurried.js';

describe('a hurried training', () => {
  const schedule = { rounds: 401, params: { learning_rate: 0.03, num_leaves: 31 } };

  it('has fewer rounds that learn as much more', () => {
    expect(hurried({ rate: 'learning_rate' }, schedule, 4)).toEqual({
      rounds: 101,
      params: { learning_rate: 0.12, num_leaves: 31 },
    });
  });

  it('learns no more a round than a quarter, and never less than was asked for', () => {
    const quick = (rate: number) => hurried({ rate: 'eta' }, { rounds: 100, params: { eta: rate } }, 4);
    expect(quick(0.125)).toEqual({ rounds: 50, params: { eta: 0.25 } });
    expect(quick(0.5)).toEqual({ rounds: 100, params: { eta: 0.5 } });
  });

  it('stays as it is without a rate', () => {
    expect(hurried({}, schedule, 4)).toBe(schedule);
    expect(hurried({ rate: 'eta' }, schedule, 4)).toBe(schedule);
  });
});
