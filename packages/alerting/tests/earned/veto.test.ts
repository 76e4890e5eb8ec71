import { Random } from '@dqs/core';
import type { EProcess } from '@dqs/core/stats';

import { extendVeto, isVetoed } from '../../src/earned/veto.js';

/** After how many warnings a series that is right so often may no longer page; undefined if it always may. */
function warningsToVeto(seed: number, said: number, hitRate: number, warnings = 365): number | undefined {
  const random = new Random(seed);
  let record: EProcess | undefined;
  for (let i = 0; i < warnings; i += 1) {
    record = extendVeto(record, said, random.nextUint32() / 2 ** 32 < hitRate);
    if (isVetoed(record)) return i + 1;
  }
  return undefined;
}
const vetoed = (said: number, hitRate: number) =>
  Array.from({ length: 200 }, (_, seed) => warningsToVeto(seed, said, hitRate)).filter((one) => one !== undefined);

describe('the veto of a series', () => {
  it('is not spoken before its first warning', () => {
    expect(isVetoed(undefined)).toBe(false);
  });

  it('comes within weeks where its warnings never come true', () => {
    expect(vetoed(0.8, 0)).toHaveLength(200);
    expect(Math.max(...vetoed(0.8, 0))).toBeLessThanOrEqual(30);
  });

  it('comes where they come true a quarter as often as they say', () => {
    expect(vetoed(0.8, 0.2).length).toBeGreaterThanOrEqual(195);
  });

  it('comes for at most 1 of 20 series whose warnings come true half as often as they say, looked at every day of a year', () => {
    expect(vetoed(0.8, 0.4).length).toBeLessThanOrEqual(10);
    expect(vetoed(0.6, 0.3).length).toBeLessThanOrEqual(10);
  });

  it('never comes where they come true as they say', () => {
    expect(vetoed(0.7, 0.7)).toEqual([]);
  });

  it('is plain data', () => {
    const record = extendVeto(extendVeto(undefined, 0.8, true), 0.8, false);
    expect(isVetoed(JSON.parse(JSON.stringify(record)) as EProcess)).toBe(false);
  });
});
