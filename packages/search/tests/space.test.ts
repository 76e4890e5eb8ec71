import fc from 'fast-check';

import { Random } from '@dqs/core';

import { parseSpace, SearchSpace, type Parameters, type SpaceDefinition } from '../src/index.js';
import { randomPoint } from '../src/strategies/random.js';
import { anyParameter, TREE_SPACE } from './support/spaces.js';

const problemOf = (definition: unknown): string => {
  try {
    new SearchSpace(definition);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the space was accepted');
};

const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe('a parameter', () => {
  it('keeps its bounds, and a value survives the round trip through its point', () => {
    fc.assert(
      fc.property(anyParameter, unit, (parameter, at) => {
        const space = new SearchSpace({ p: parameter });
        const point = space.pointAt([at]);
        const { p } = space.parametersOf(point);
        if (parameter.type === 'categorical') expect(parameter.choices).toContain(p);
        else {
          expect(p).toBeGreaterThanOrEqual(parameter.low);
          expect(p).toBeLessThanOrEqual(parameter.high);
        }
        expect(space.parametersOf(space.pointOf({ p: p! }))).toEqual({ p });
        expect(space.pointOf({ p: p! })).toEqual(point);
      }),
    );
  });

  it('with levels has each of them on a share of [0, 1], the shares side by side', () => {
    fc.assert(
      fc.property(anyParameter, (parameter) => {
        const [dimension] = new SearchSpace({ p: parameter }).dimensions;
        const { levels, cell, levelAt, valueAt, unitOf } = dimension!;
        if (levels === Number.POSITIVE_INFINITY) return;
        let end = 0;
        for (let level = 0; level < levels; level += 1) {
          const [from, to] = cell(level);
          expect(from).toBeCloseTo(end, 10);
          end = to;
          expect(levelAt((from + to) / 2)).toBe(level);
          expect(levelAt(unitOf(valueAt((from + to) / 2)))).toBe(level);
        }
        expect(end).toBeCloseTo(1, 10);
      }),
      { numRuns: 25 },
    );
  });

  it('with a step takes only steps, even if the step is not a binary fraction', () => {
    const space = new SearchSpace({ p: { type: 'float', low: 0, high: 0.3, step: 0.1 } });
    const values = new Set(Array.from({ length: 100 }, (_, i) => space.parametersOf(space.pointAt([i / 99]))['p']));
    expect([...values]).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('on a logarithmic scale has as many draws in every decade', () => {
    const space = new SearchSpace({ p: { type: 'float', low: 0.001, high: 1, log: true } });
    const random = new Random(3);
    const values = Array.from({ length: 3000 }, () => Number(space.parametersOf(randomPoint(space, random))['p']));
    for (const low of [0.001, 0.01, 0.1]) {
      const share = values.filter((value) => value >= low && value < 10 * low).length / values.length;
      // 1/3 ± five standard deviations of 3000 draws.
      expect(Math.abs(share - 1 / 3)).toBeLessThan(0.043);
    }
  });
});

describe('a conditional parameter', () => {
  it('is present exactly if its condition holds', () => {
    const space = new SearchSpace(TREE_SPACE);
    const random = new Random(1);
    const seen = new Set<string>();
    for (let i = 0; i < 500; i += 1) {
      const parameters: Parameters = space.parametersOf(randomPoint(space, random));
      const { booster, skip } = parameters;
      const has = (name: string) => name in parameters;
      expect([has('leaves'), has('depth')]).toEqual([booster !== 'linear', booster !== 'linear']);
      expect([has('drop'), has('skip')]).toEqual([booster === 'dart', booster === 'dart']);
      expect(has('share')).toBe(booster === 'dart' && skip === true);
      expect(space.parametersOf(space.pointOf(parameters))).toEqual(parameters);
      seen.add(Object.keys(parameters).join());
    }
    expect(seen.size).toBe(4);
  });

  it('may be declared before the parameter it depends on', () => {
    const space = new SearchSpace({
      child: { type: 'int', low: 1, high: 3, when: { parent: 'a' } },
      parent: { type: 'categorical', choices: ['a', 'b'] },
    });
    expect(space.size).toBe(4);
    expect(space.parametersOf(space.pointAt([0.9, 0.9]))).toEqual({ parent: 'b' });
  });

  it('is refused if its condition does not hold, and required if it does', () => {
    const space = new SearchSpace(TREE_SPACE);
    expect(() => space.pointOf({ booster: 'linear', rate: 0.1, depth: 3 })).toThrow('"depth" does not hold');
    expect(() => space.pointOf({ booster: 'gbdt', rate: 0.1, depth: 3 })).toThrow('"leaves" cannot be missing');
    expect(() => space.pointOf({ booster: 'linear', rate: 9, ratee: 1 })).toThrow(
      /"ratee" is not a parameter.*"rate" cannot be 9/,
    );
  });
});

describe('the size of a space', () => {
  it('is the number of distinct points, counted one by one', () => {
    const definition: SpaceDefinition = {
      a: { type: 'categorical', choices: ['x', 'y', 'z'] },
      b: { type: 'int', low: 1, high: 4 },
      c: { type: 'int', low: 0, high: 9, step: 3, when: { a: ['x', 'y'] } },
      d: { type: 'categorical', choices: [1, 2], when: { c: 3 } },
    };
    const space = new SearchSpace(definition);
    const random = new Random(2);
    const keys = new Set(Array.from({ length: 4000 }, () => space.keyOf(randomPoint(space, random))));
    expect(space.size).toBe(keys.size);
  });

  it('is infinite with a real number', () => {
    expect(new SearchSpace(TREE_SPACE).size).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('an invalid definition', () => {
  it('is refused with every problem and its location', () => {
    const message = problemOf({
      rate: { type: 'float', low: 0, high: 1, log: true },
      leaves: { type: 'int', low: 9, high: 3 },
      kind: { type: 'categorical', choices: ['a', 'a'] },
      child: { type: 'int', low: 1, high: 2, when: { knd: 'a' } },
    });
    expect(message).toContain('rate: expected low > 0 with log, got 0');
    expect(message).toContain('leaves: expected low ≤ high, got 9 and 3');
    expect(message).toContain('kind: expected distinct choices');
    expect(message).toContain('did you mean "kind"?');
  });

  it.each([
    ['no parameter', {}, 'at least one parameter'],
    ['an unknown type', { p: { type: 'real', low: 0, high: 1 } }, 'p.type'],
    ['a misspelt key', { p: { type: 'int', low: 0, high: 1, lgo: true } }, 'lgo'],
    ['a bound that is no number', { p: { type: 'int', low: '0', high: 1 } }, 'p.low'],
    ['a log of steps', { p: { type: 'float', low: 1, high: 2, log: true, step: 0.5 } }, 'either log or step'],
    ['half a step of integers', { p: { type: 'int', low: 1, high: 2, step: 0.5 } }, 'whole step'],
    ['a text', 'space', 'expected'],
  ])('such as %s', (_, definition, problem) => {
    expect(problemOf(definition)).toContain(problem);
  });

  it('such as a condition that can never hold or is circular', () => {
    const kind = { type: 'categorical', choices: ['a', 'b'] } as const;
    expect(problemOf({ kind, p: { type: 'int', low: 1, high: 2, when: { kind: 'c' } } })).toContain('can never be "c"');
    const circle = { a: { ...kind, when: { b: 'a' } }, b: { ...kind, when: { a: 'a' } } };
    expect(problemOf(circle)).toContain('circular');
  });
});

describe('parseSpace', () => {
  it('reads YAML and JSON alike', () => {
    const yaml = `
      booster: { type: categorical, choices: [gbdt, dart] }
      drop: { type: float, low: 0, high: 0.5, when: { booster: dart } }
    `;
    const read = parseSpace(yaml);
    expect(parseSpace(JSON.stringify(read.definition)).definition).toEqual(read.definition);
    expect(read.dimensions.map(({ name }) => name)).toEqual(['booster', 'drop']);
  });

  it('reports what it could not read, and where', () => {
    expect(() => parseSpace('a: [1', 'space.yaml')).toThrow(/expected YAML or JSON in space.yaml/);
    const code = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        return (error as { code: string }).code;
      }
      return undefined;
    };
    expect(code(() => parseSpace('a: 1', 'space.yaml'))).toBe('config-invalid');
    expect(code(() => new SearchSpace({}))).toBe('invalid-argument');
  });
});
