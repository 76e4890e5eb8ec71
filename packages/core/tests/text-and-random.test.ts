import fc from 'fast-check';

import { compareText, decodeColumns, encodeColumns, Random } from '../src/index.js';

describe('compareText', () => {
  it('orders as UTF-8 bytes do', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});

describe('Random', () => {
  it('gives the same stream for the same seed and another for another', () => {
    const stream = (seed: number) => {
      const random = new Random(seed);
      return Array.from({ length: 20 }, () => random.nextUint32());
    };
    expect(stream(7)).toEqual(stream(7));
    expect(stream(7)).not.toEqual(stream(8));
    expect(stream(2 ** 32 + 7)).not.toEqual(stream(7));
  });

  it('is uniform and normal within the limits of 20,000 draws', () => {
    const random = new Random(1);
    const counts = new Array<number>(10).fill(0);
    let [sum, squares] = [0, 0];
    for (let i = 0; i < 20_000; i += 1) {
      counts[random.integer(10)]! += 1;
      const z = random.normal();
      sum += z;
      squares += z * z;
    }
    // Chi-square with 9 degrees of freedom: above 27.9 with probability 0.001.
    const chiSquare = counts.reduce((total, count) => total + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(27.9);
    expect(Math.abs(sum / 20_000)).toBeLessThan(0.03);
    expect(Math.abs(squares / 20_000 - 1)).toBeLessThan(0.05);
  });
});

describe('columns files', () => {
  it('numbers come back bit for bit', () => {
    fc.assert(
      fc.property(fc.float64Array(), fc.float32Array(), fc.int32Array(), fc.jsonValue(), (a, b, c, meta) => {
        const bytes = encodeColumns({ meta, columns: { a, b, c } });
        const odd = new Uint8Array(bytes.length + 1);
        odd.set(bytes, 1);
        const file = decodeColumns(odd.subarray(1));
        expect(file.meta).toEqual(JSON.parse(JSON.stringify(meta)));
        expect(file.columns).toEqual({ a, b, c });
      }),
    );
  });
});
