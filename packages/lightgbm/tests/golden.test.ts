import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Booster } from '../src/index.js';
import { golden } from './support/golden.js';
import { itOfTheDefaultRelease } from './support/release.js';

const fixture = (name: string): string => readFileSync(resolve(__dirname, 'fixtures', name), 'utf8');

describe('the golden model', () => {
  it('predicts what it predicted when it was written', async () => {
    const model = Booster.fromString(fixture('golden-model.txt'));
    const { rows } = await golden();
    const written = JSON.parse(fixture('golden-predictions.json')) as Record<
      'normal' | 'raw' | 'leaf' | 'contributions',
      number[]
    >;
    for (const type of ['normal', 'raw', 'leaf'] as const) {
      expect(Array.from(model.predictSync(rows, { type }))).toEqual(written[type]);
    }
    // Contributions go through more arithmetic, which compilers may order differently.
    model
      .predictSync(rows, { type: 'contributions' })
      .forEach((share, i) => expect(share).toBeCloseTo(written.contributions[i] ?? NaN, 12));
  });

  itOfTheDefaultRelease('is retrained to the same text', async () => {
    const { model } = await golden();
    expect(model.toString()).toBe(fixture('golden-model.txt'));
  });
});
