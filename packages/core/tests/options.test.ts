import { assertKnownOptions, invalidOptions, optionProblem, unknownOption, unknownOptions } from '../src/index.js';
import { keepsAllNames, listedNames, namedValues } from '../src/names.js';

describe('options', () => {
  it('that are not known are refused, each with the nearest known name', () => {
    expect(() => assertKnownOptions('search options', { trials: 3, sede: 1, x: 2 }, ['trials', 'seed'])).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: expect.stringMatching(
          /^invalid search options: unknown option "sede".*seed.*; unknown option "x"$/,
        ) as string,
      }),
    );
    expect(assertKnownOptions('search options', { trials: 3 }, ['trials'])).toBeUndefined();
  });

  it('that are undefined are not given', () => {
    expect(unknownOptions({ sede: undefined }, ['seed'])).toEqual([]);
  });

  it('among which a hook stands are told where hooks belong', () => {
    expect(['signal', 'logger', 'onProgress', 'clock'].map(unknownOption(['seed']))).toEqual(
      ['signal', 'logger', 'onProgress', 'clock'].map(
        (name) => `unknown option "${name}"; hooks are an argument of their own, the last`,
      ),
    );
  });

  it('are told with their place, and unknown ones by name', () => {
    const unknown = (name: string) => `no ${name}`;
    expect(optionProblem({ path: ['a', 0, 'b'], message: 'too small' }, unknown)).toBe('a.0.b: too small');
    const issue = { code: 'unrecognized_keys', path: [], message: 'Unrecognized keys', keys: ['x', 'y'] };
    expect(optionProblem(issue, unknown)).toBe('no x; no y');
    expect(invalidOptions('options', ['p', 'q'])).toMatchObject({
      message: 'invalid options: p; q',
      details: { problems: ['p', 'q'] },
    });
  });
});

describe('names from outside', () => {
  it('are keys like any other in an object made for them', () => {
    const values = namedValues<number>();
    values['__proto__'] = 1;
    values['constructor'] = 2;
    expect(Object.entries(values)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });

  it('are all kept by a record schema, unless one is `__proto__`', () => {
    expect(keepsAllNames(JSON.parse('{"a": 1, "constructor": 2}'))).toBe(true);
    expect(keepsAllNames(JSON.parse('{"__proto__": 1}'))).toBe(false);
    expect([null, undefined, 'text', 3, []].map(keepsAllNames)).toEqual(Array(5).fill(true));
  });

  it('are listed in quotes, shortened and no more than twenty', () => {
    expect(listedNames(['a', 'b\n'])).toBe('"a", "b\\n"');
    expect(listedNames(['x'.repeat(80)])).toBe(`"${'x'.repeat(80)}"`);
    expect(listedNames(['x'.repeat(81)])).toBe(`"${'x'.repeat(80)}…"`);
    const many = Array.from({ length: 22 }, (_, i) => String(i));
    expect(listedNames(many.slice(0, 20))).not.toContain('more');
    expect(listedNames(many)).toMatch(/"19" and 2 more$/);
  });
});
