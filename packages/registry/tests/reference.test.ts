import type { DqsError } from '@dqs/core';
import fc from 'fast-check';
import semver from 'semver';

import { isVersionReference, parseReference, selectVersion } from '../src/index.js';
import { factsOf, filesOf, newRegistry, promoteTo } from './support/fixtures.js';

/** A model with those version numbers. */
async function modelOf(versions: readonly string[]) {
  const { registry } = newRegistry();
  for (const version of versions) {
    await registry.register('orders', { files: filesOf(version), facts: factsOf(), by: 'ann', version });
  }
  return registry;
}

describe('a reference', () => {
  it('is a model and a selector', () => {
    expect(parseReference('orders@production')).toEqual({ model: 'orders', selector: 'production' });
    expect(parseReference('a.b_c-1@^1.2 <1.5')).toEqual({ model: 'a.b_c-1', selector: '^1.2 <1.5' });
  });

  it('is refused if it is something else', () => {
    for (const odd of ['orders', 'orders@', '@1.0.0', 'Orders@1', '../x@1', '-a@1', `${'a'.repeat(65)}@1`, '']) {
      expect(() => parseReference(odd)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    }
  });

  it('is distinguished from a path: no slash, text on both sides of the @', () => {
    for (const reference of ['orders@production', 'orders@1.2.3', 'o@^1', 'a.b@latest']) {
      expect(isVersionReference(reference)).toBe(true);
    }
    for (const path of ['model', './orders@production', 'models/a@b', 'a@b/c', 'orders@', '@dqs', 'C:\\a@b']) {
      expect(isVersionReference(path)).toBe(false);
    }
  });
});

describe('a selector', () => {
  it('finds aliases, versions, ranges and the latest', async () => {
    const registry = await modelOf(['1.0.0', '1.2.0', '2.0.0-rc.1', '1.2.1']);
    await promoteTo(registry, '1.0.0');
    const state = await registry.state('orders');
    const found = (selector: string) => selectVersion(state, selector).version;
    expect(found('production')).toBe('1.0.0');
    expect(found('1.2.0')).toBe('1.2.0');
    expect(found('latest')).toBe('1.2.1');
    expect(found('^1.0')).toBe('1.2.1');
    expect(found('~1.2.0')).toBe('1.2.1');
    expect(found('1.2')).toBe('1.2.1');
    expect(found('<1.2')).toBe('1.0.0');
    expect(found('*')).toBe('1.2.1');
  });

  it('finds a release candidate only if the range names one', async () => {
    const state = await (await modelOf(['1.0.0', '2.0.0-rc.1'])).state('orders');
    expect(() => selectVersion(state, '^2')).toThrow(expect.objectContaining({ code: 'version-unknown' }));
    expect(selectVersion(state, '^2.0.0-rc').version).toBe('2.0.0-rc.1');
    expect(selectVersion(state, '2.0.0-rc.1').version).toBe('2.0.0-rc.1');
  });

  it('that finds nothing reports what exists, with the nearest alias', async () => {
    const registry = await modelOf(['1.0.0']);
    await promoteTo(registry, '1.0.0');
    await expect(registry.resolve('orders@prodution')).rejects.toMatchObject({
      code: 'version-unknown',
      message: expect.stringMatching(/latest version is 1\.0\.0.*production.*did you mean "production"/),
    });
    await expect(registry.resolve('ordres@1.0.0')).rejects.toMatchObject({
      code: 'version-unknown',
      message: expect.stringContaining('did you mean "orders"'),
    });
  });

  it('that finds nothing says of a model what it has: numbers, aliases, or neither', async () => {
    const registry = await modelOf(['1.0.0', '1.1.0', '1.2.0']);
    const said = (reference: string) =>
      registry.resolve(reference).then(
        () => undefined,
        ({ message, details }: DqsError) => ({ message, details }),
      );
    expect(await said('orders@9.0.0')).toEqual({
      message: 'the model orders has no "9.0.0": its latest version is 1.2.0, it has no aliases',
      details: { model: 'orders', selector: '9.0.0', aliases: [], latest: '1.2.0' },
    });
    await promoteTo(registry, '1.0.0', 'staging');
    await promoteTo(registry, '1.0.0', 'canary');
    expect((await said('orders@9.0.0'))?.message).toBe(
      'the model orders has no "9.0.0": its latest version is 1.2.0, its aliases are canary, staging',
    );
    await registry.retire('orders', { by: 'ann', keepLast: 1 });
    expect(await said('orders@1.1.0')).toEqual({
      message: 'version 1.1.0 of orders was retired; its number stays taken',
      details: { model: 'orders', selector: '1.1.0', aliases: ['canary', 'staging'], latest: '1.2.0' },
    });
    expect((await said('orders@1.0.7'))?.message).toMatch(/^the model orders has no "1\.0\.7": its latest/);
    expect(await said('flights@latest')).toEqual({
      message: 'the registry has no model "flights": it has orders',
      details: { model: 'flights', models: ['orders'] },
    });
    await expect(newRegistry().registry.resolve('flights@latest')).rejects.toMatchObject({
      message: 'the registry has no model "flights": it is empty',
    });
  });

  it('of an alias that is not there names those that are', async () => {
    const registry = await modelOf(['1.0.0']);
    const rollback = () => registry.rollback('orders', { alias: 'production', by: 'bob', reason: 'alerts' });
    await expect(rollback()).rejects.toMatchObject({
      message: 'the model orders has no alias "production": it has none',
      details: { model: 'orders', alias: 'production', aliases: [] },
    });
    await promoteTo(registry, '1.0.0', 'staging');
    await expect(rollback()).rejects.toMatchObject({
      message: 'the model orders has no alias "production": it has staging',
    });
  });

  it('of a range finds the same version as semver, in any order of registration', async () => {
    const part = fc.nat({ max: 3 });
    const version = fc
      .tuple(part, part, part, fc.constantFrom('', '', '', '-rc.1'))
      .map(([a, b, c, tail]) => `${a}.${b}.${c}${tail}`);
    const range = fc.constantFrom('^1', '~1.2', '>=1 <3', '*', '2.x', '^0.2.0', '1.1.1 || 3', '>1.0.0-rc.0');
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(version, { minLength: 1, maxLength: 12 }), range, async (versions, asked) => {
        const state = await (await modelOf(versions)).state('orders');
        const expected = semver.maxSatisfying(versions, asked);
        if (expected === null) expect(() => selectVersion(state, asked)).toThrow();
        else expect(selectVersion(state, asked).version).toBe(expected);
      }),
      { numRuns: 40 },
    );
  });
});
