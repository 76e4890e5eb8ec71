import { parseUbjson } from '../src/model/ubjson.js';

/** `{ <name>: 7 }` in UBJSON. */
const objectOf = (name: string) =>
  Buffer.concat([Buffer.from('{U'), Buffer.from([name.length]), Buffer.from(name), Buffer.from('U\u0007}', 'latin1')]);

describe('a binary model', () => {
  it('can have members such as constructor and __proto__, which affect nothing else', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      const value = parseUbjson(objectOf(name)) as Record<string, unknown>;
      expect(Object.entries(value)).toEqual([[name, 7]]);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });
});
