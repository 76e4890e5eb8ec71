import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { BACKEND_NAMES, backendNames, loadBackend, registerBackend, describeBackend } from '../src/index.js';
import { backendProblems } from '../src/backend-shape.js';
import { NAIVE_BACKEND } from '../src/naive/naive-backend.js';

describe('backends by name', () => {
  it('each name gives the backend of that name, with all that a backend has', async () => {
    for (const name of BACKEND_NAMES) {
      const backend = await loadBackend(name);
      expect(backend.name).toBe(name);
      expect(backendProblems(backend)).toEqual([]);
    }
  });

  it('a misspelt name is refused with the nearest one', async () => {
    await expect(loadBackend('lightbgm')).rejects.toMatchObject({
      code: 'model-backend-unknown',
      message: expect.stringContaining('did you mean "lightgbm"?'),
    });
    await expect(loadBackend('toString')).rejects.toMatchObject({ code: 'model-backend-unknown' });
  });

  it('a registered one is known by its name from then on, and cannot take the name of another', async () => {
    const own = { ...NAIVE_BACKEND, name: 'acme' };
    registerBackend(own);
    registerBackend(own);
    expect(await loadBackend('acme')).toBe(own);
    expect(describeBackend('acme')).toBe(own);
    expect(backendNames()).toEqual([...BACKEND_NAMES, 'acme']);
    for (const name of ['acme', 'lightgbm']) {
      expect(() => registerBackend({ ...NAIVE_BACKEND, name })).toThrow(`"${name}" is taken`);
    }
  });
});

describe('the README', () => {
  it('has a row for every backend, in the order of the list', () => {
    const text = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
    const rows = Array.from(text.matchAll(/^\| `([a-z-]+)` +\|/gm), ([, name]) => name);
    expect(rows).toEqual(BACKEND_NAMES);
  });
});

describe('backendProblems', () => {
  const { capabilities } = NAIVE_BACKEND;

  it.each([
    [undefined, ['got undefined']],
    [null, ['got null']],
    [
      { ...NAIVE_BACKEND, name: 'Has Spaces' },
      ['name: expected lower-case letters, digits and dashes, got "Has Spaces"'],
    ],
    [{ ...NAIVE_BACKEND, train: 1 }, ['train: expected a function']],
    [{ ...NAIVE_BACKEND, load: undefined }, ['load: expected a function']],
    [{ ...NAIVE_BACKEND, capabilities: undefined }, ['capabilities: expected an object']],
    [{ ...NAIVE_BACKEND, defaults: {} }, ['defaults: expected a function']],
    [{ ...NAIVE_BACKEND, search: {} }, ['search: expected a function']],
    [{ ...NAIVE_BACKEND, selfCheck: true }, ['selfCheck: expected a function']],
    [{ ...NAIVE_BACKEND, wording: undefined }, ['wording: expected an object with label and description']],
    [{ ...NAIVE_BACKEND, wording: { label: 'x' } }, ['wording.description: expected a text, got undefined']],
    [
      { ...NAIVE_BACKEND, capabilities: { ...capabilities, quantiles: undefined, objectives: ['mse'] } },
      [
        'capabilities.quantiles: expected true or false, got undefined',
        'capabilities.objectives: expected a list of cross-entropy, l2, l1',
      ],
    ],
  ])('lists what is wrong with %j', (value, problems) => {
    expect(backendProblems(value)).toEqual(problems);
  });
});
