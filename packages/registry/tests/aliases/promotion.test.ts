import type { MemoryStore } from '@dqs/core';

import { Registry, type GateRequest } from '../../src/index.js';
import { gatesSaying, promoteTo, registryWith } from '../support/fixtures.js';

const request = { alias: 'production', by: 'ann' };

describe('a promotion', () => {
  it('points the alias at the version when the gates agree, and records what they said', async () => {
    const { registry } = await registryWith([2.5]);
    const found = await promoteTo(registry, 'latest');
    expect(found).toMatchObject({ outcome: 'promoted', from: null, to: '1.0.0', isDryRun: false });
    expect(found.entry!.body).toMatchObject({ kind: 'moved', how: 'promoted', gates: { passed: true } });
    expect((await registry.resolve('orders@production')).version).toBe('1.0.0');
  });

  it('refused by a gate moves nothing and is recorded with the reasons', async () => {
    const { registry } = await registryWith([2.5, 9]);
    await promoteTo(registry, '1.0.0');
    const found = await registry.promote('orders', { ...request, selector: '1.0.1', gates: gatesSaying(false) });
    expect(found).toMatchObject({ outcome: 'refused', from: '1.0.0', to: '1.0.1' });
    expect((await registry.resolve('orders@production')).version).toBe('1.0.0');
    const last = (await registry.aliasHistory('orders', 'production')).at(-1)!;
    expect(last.body).toMatchObject({
      kind: 'refused',
      gates: { checks: [{ name: 'skill', verdict: 'fail', reason: 'worse than naive' }, expect.anything()] },
    });
  });

  it('by override moves the alias and records who, why and the result of the gates', async () => {
    const { registry } = await registryWith([9]);
    const override = { reason: 'the old one is on fire' };
    const found = await registry.promote('orders', { ...request, selector: '1', gates: gatesSaying(false), override });
    expect(found.outcome).toBe('overridden');
    expect(found.entry).toMatchObject({
      by: 'ann',
      body: { how: 'overridden', reason: 'the old one is on fire', gates: { passed: false } },
    });
  });

  it('by override needs a reason, and is an ordinary promotion if the gates pass', async () => {
    const { registry } = await registryWith([2.5]);
    const ask = (reason: string) =>
      registry.promote('orders', { ...request, selector: '1', gates: gatesSaying(true), override: { reason } });
    await expect(ask(' ')).rejects.toMatchObject({ code: 'invalid-argument' });
    expect((await ask('in case')).outcome).toBe('promoted');
  });

  it('as a dry run runs the gates and writes nothing', async () => {
    const { registry, store } = await registryWith([2.5]);
    const before = await (store as MemoryStore).list('');
    for (const [passed, outcome] of [
      [true, 'promoted'],
      [false, 'refused'],
    ] as const) {
      const found = await registry.promote('orders', {
        ...request,
        selector: '1',
        gates: gatesSaying(passed),
        dryRun: true,
      });
      expect(found).toMatchObject({ outcome, isDryRun: true, entry: null });
    }
    expect(await store.list('')).toEqual(before);
  });

  it('to the version the alias already points at runs no gates', async () => {
    const { registry } = await registryWith([2.5]);
    await promoteTo(registry, '1.0.0');
    const gates = () => Promise.reject(new Error('asked'));
    const found = await registry.promote('orders', { ...request, selector: '1.0.0', gates });
    expect(found).toMatchObject({ outcome: 'unchanged', gates: null, entry: null });
  });

  it('fails with the error of a failing gate function and moves nothing', async () => {
    const { registry } = await registryWith([2.5]);
    const gates = () => Promise.reject(new Error('no data'));
    await expect(registry.promote('orders', { ...request, selector: '1.0.0', gates })).rejects.toThrow('no data');
    expect((await registry.state('orders')).aliases).toEqual({});
  });

  it('requires the alias to point where the caller expects', async () => {
    const { registry } = await registryWith([2.5, 2.4, 2.3]);
    await promoteTo(registry, '1.0.0');
    const ask = (expect: string | null) =>
      registry.promote('orders', { ...request, selector: '1.0.2', gates: gatesSaying(true), expect });
    await expect(ask('1.0.1')).rejects.toMatchObject({ code: 'registry-conflict' });
    await expect(ask(null)).rejects.toMatchObject({ code: 'registry-conflict' });
    expect((await ask('1.0.0')).outcome).toBe('promoted');
  });

  it('runs the gates again if the alias moved while they ran', async () => {
    const { registry, store } = await registryWith([2.5, 2.4, 2.3]);
    await promoteTo(registry, '1.0.0');
    const asked: (string | undefined)[] = [];
    const gates = async ({ current }: GateRequest) => {
      asked.push(current?.version);
      if (asked.length === 1) await promoteTo(new Registry(store), '1.0.1');
      return { passed: true, checks: [] };
    };
    const found = await registry.promote('orders', { ...request, selector: '1.0.2', gates });
    expect(asked).toEqual(['1.0.0', '1.0.1']);
    expect(found).toMatchObject({ from: '1.0.1', to: '1.0.2' });
  });

  it('judges a step once, however many other entries intervene', async () => {
    const { registry, store } = await registryWith([2.5, 2.4]);
    let asked = 0;
    const gates = async () => {
      asked += 1;
      if (asked === 1) await new Registry(store).tag('orders@1.0.0', { tags: { owner: 'bob' }, by: 'bob' });
      return { passed: true, checks: [] };
    };
    await registry.promote('orders', { ...request, selector: '1.0.1', gates });
    expect(asked).toBe(1);
    expect((await registry.history('orders')).map(({ body }) => body.kind).slice(-2)).toEqual(['tagged', 'moved']);
  });

  it('accepts any valid alias name', async () => {
    const { registry } = await registryWith([2.5]);
    for (const alias of ['dev', 'staging', 'eu-west_1', 'blue']) await promoteTo(registry, 'latest', alias);
    expect(Object.keys((await registry.state('orders')).aliases).sort()).toEqual([
      'blue',
      'dev',
      'eu-west_1',
      'staging',
    ]);
    for (const odd of ['latest', 'x', '1.0.0', 'Prod', '', 'a b', '^1', 'a/b']) {
      await expect(promoteTo(registry, '1.0.0', odd)).rejects.toMatchObject({ code: 'invalid-argument' });
    }
  });

  it('takes its version from another alias', async () => {
    const { registry } = await registryWith([2.5, 2.4]);
    await promoteTo(registry, '1.0.0', 'staging');
    expect(await promoteTo(registry, 'staging')).toMatchObject({ to: '1.0.0' });
  });
});
