import { parseSpace, search, SearchSpace } from '../src/index.js';

const NAMES = ['constructor', 'hasOwnProperty', 'toString', 'valueOf', 'prototype'];

describe('names such as constructor and __proto__', () => {
  it('are valid parameter names, with conditions on each other', () => {
    const definition = Object.fromEntries(
      NAMES.map((name, i) => [
        name,
        i === 0
          ? { type: 'categorical', choices: ['a', 'b'] }
          : { type: 'int', low: 1, high: 9, when: { constructor: ['a'] } },
      ]),
    );
    const space = parseSpace(JSON.stringify(definition), 'space.json');
    expect(Object.keys(space.definition)).toEqual(NAMES);
    const parameters = Object.fromEntries(NAMES.map((name, i) => [name, i === 0 ? 'a' : i]));
    expect(space.parametersOf(space.pointOf(parameters))).toEqual(parameters);
    expect(() => new SearchSpace({ a: { type: 'int', low: 1, high: 2, when: { toString: [1] } } })).toThrow(
      /a\.when\.toString: no such parameter/,
    );
  });

  it('are refused where a record would lose them silently', () => {
    const parameter = '{"type":"int","low":1,"high":2}';
    expect(() => parseSpace(`{"__proto__":${parameter},"b":${parameter}}`, 's.json')).toThrow(
      /"__proto__", which cannot/,
    );
    const when = '{"__proto__":[1]}';
    expect(() => parseSpace(`{"b":{"type":"int","low":1,"high":2,"when":${when}}}`, 's.json')).toThrow(/which cannot/);
  });

  it('are valid names of facts', async () => {
    const { trials } = await search(
      { a: { type: 'int', low: 1, high: 2 } },
      (_, trial) => {
        for (const name of ['__proto__', ...NAMES]) trial.note(name, name);
        return 1;
      },
      { trials: 2, seed: 1 },
    );
    expect(Object.keys(trials[0]!.notes!)).toEqual(['__proto__', ...NAMES]);
  });
});
