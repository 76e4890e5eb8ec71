import fc from 'fast-check';

import { HashIndex } from '../src/panel/hash-index.js';

const hash = fc.oneof(fc.maxSafeNat(), fc.nat(50), fc.constantFrom(0, 2 ** 32, 2 ** 33, 2 ** 52));

describe('HashIndex', () => {
  it('agrees with a Map', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hash, fc.nat()), { maxLength: 3000 }), fc.array(hash), (entries, others) => {
        const index = new HashIndex();
        const map = new Map<number, number>();
        for (const [key, value] of entries) {
          index.set(key, value);
          map.set(key, value);
        }
        for (const key of [...map.keys(), ...others]) expect(index.get(key)).toBe(map.get(key) ?? -1);
      }),
    );
  });

  it('grows beyond its first size', () => {
    const index = new HashIndex();
    for (let i = 0; i < 20_000; i += 1) index.set(i * 0x9e3779b1, i);
    for (let i = 0; i < 20_000; i += 1) expect(index.get(i * 0x9e3779b1)).toBe(i);
  });
});
