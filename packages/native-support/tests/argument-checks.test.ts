import fc from 'fast-check';

import { argumentChecks, describe as describeValue, suggest } from '../src/index.js';
import { errors, thrownBy } from './support/sample-error.js';

const { checkInteger, checkNumber, checkOneOf, checkOptions, checkString } = argumentChecks(errors.invalidArgument);

describe('an integer', () => {
  it('passes exactly when it is an integer in the range', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double(), fc.string()), fc.integer(), fc.nat(), (value, low, more) => {
        const isFine = typeof value === 'number' && value % 1 === 0 && value >= low && value <= low + more;
        const thrown = thrownBy(() => expect(checkInteger('depth', value, low, low + more)).toBe(value));
        expect(thrown === undefined).toBe(isFine);
        if (thrown) expect(thrown.message).toMatch(/^depth: expected an integer from -?\d+ to -?\d+, got /);
      }),
    );
  });
});

describe('a number', () => {
  it('must be finite and large enough', () => {
    expect(checkNumber('rate', 0.5)).toBe(0.5);
    expect(checkNumber('rate', 0, 0)).toBe(0);
    expect(thrownBy(() => checkNumber('rate', -1, 0))?.message).toBe(
      'rate: expected a finite number of at least 0, got -1',
    );
    for (const value of [NaN, Infinity, -Infinity, '1', null, undefined]) {
      expect(thrownBy(() => checkNumber('rate', value))).toMatchObject({
        code: 'invalid-argument',
        message: `rate: expected a finite number, got ${describeValue(value)}`,
      });
    }
  });
});

describe('a string', () => {
  it('must not be empty or contain NUL characters', () => {
    expect(checkString('path', 'a b')).toBe('a b');
    expect(thrownBy(() => checkString('path', 'a\0b'))?.message).toBe(
      'path: expected a string without NUL characters, got one at 1',
    );
    for (const value of ['', 3, {}]) {
      expect(thrownBy(() => checkString('path', value))?.message).toContain('path: expected a non-empty string, got ');
    }
    expect(thrownBy(() => checkOneOf('layout', 'rwo', ['row', 'column']))?.message).toBe(
      'layout: expected one of row, column, got "rwo"; did you mean "row"?',
    );
    expect(checkOneOf('layout', 'row', ['row', 'column'])).toBe('row');
    expect(thrownBy(() => checkOneOf('layout', 1, ['row']))?.message).toBe('layout: expected one of row, got 1');
  });
});

describe('options', () => {
  it('may be missing, and may only have known names', () => {
    expect(checkOptions('options', undefined, ['rounds'])).toEqual({});
    const options = { rounds: 3 };
    expect(checkOptions('options', options, ['rounds'])).toBe(options);
    expect(thrownBy(() => checkOptions('options', { round: 3 }, ['rounds', 'seed']))?.message).toBe(
      'options: unknown option "round"; did you mean "rounds"?',
    );
    for (const value of [[], null, 'rounds', 7]) {
      expect(thrownBy(() => checkOptions('options', value as never, ['rounds']))?.message).toBe(
        `options: expected an options object, got ${describeValue(value)}`,
      );
    }
  });
});

/** Levenshtein's textbook definition. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  if (a[0] === b[0]) return distance(restA, restB);
  return 1 + Math.min(distance(restA, b), distance(a, restB), distance(restA, restB));
}

describe('a suggestion', () => {
  it('is the nearest name, if one is near', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 5 }), (name, known) => {
        const distances = known.map((candidate) => distance(name, candidate));
        const least = Math.min(...distances);
        const nearest = known[distances.indexOf(least)];
        expect(suggest(name, known)).toBe(least <= 2 ? `; did you mean "${nearest}"?` : '');
      }),
    );
  });

  it('ignores case, and allows more typos in longer names', () => {
    expect(suggest('LEARNING_RATE', ['learning_rate'])).toBe('; did you mean "learning_rate"?');
    expect(suggest('lerning_rat', ['learning_rate', 'rounds'])).toBe('; did you mean "learning_rate"?');
  });
});

describe('the name of a value', () => {
  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [1.5, '1.5'],
    ['text', '"text"'],
    ['x'.repeat(50), `"${'x'.repeat(40)}…"`],
    [new Float32Array(2), 'a Float32Array'],
    [Object.create(null), 'a null-prototype object'],
    [() => 0, 'a function'],
    [3n, 'a bigint'],
  ])('of %p is %s', (value, name) => {
    expect(describeValue(value)).toBe(name);
  });
});
