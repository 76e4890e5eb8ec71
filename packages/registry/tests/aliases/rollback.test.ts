import { rollbackTarget } from '../../src/aliases/rollback.js';
import { gatesSaying, promoteTo, registryWith } from '../support/fixtures.js';

const back = { alias: 'production', by: 'bob', reason: 'alerts' };

describe('a rollback', () => {
  it('points the alias at the previous version and records who and why', async () => {
    const { registry } = await registryWith([2.5, 2.4]);
    await promoteTo(registry, '1.0.0');
    await promoteTo(registry, '1.0.1');
    const entry = await registry.rollback('orders', back);
    expect(entry).toMatchObject({
      by: 'bob',
      body: { how: 'rolled-back', from: '1.0.1', to: '1.0.0', reason: 'alerts', undoes: 4 },
    });
    expect((await registry.resolve('orders@production')).version).toBe('1.0.0');
  });

  it('repeated goes further back, never forward', async () => {
    const { registry } = await registryWith([1, 2, 3]);
    for (const version of ['1.0.0', '1.0.1', '1.0.2']) await promoteTo(registry, version);
    expect((await registry.rollback('orders', back))!.body.to).toBe('1.0.1');
    expect((await registry.rollback('orders', back))!.body.to).toBe('1.0.0');
    await expect(registry.rollback('orders', back)).rejects.toMatchObject({ code: 'version-unknown' });
  });

  it('to a version that was there by override only needs another override, which is recorded', async () => {
    const { registry } = await registryWith([1, 2, 3]);
    await promoteTo(registry, '1.0.0');
    const override = { reason: 'hotfix' };
    const forced = { alias: 'production', by: 'ann', gates: gatesSaying(false), override };
    await registry.promote('orders', { ...forced, selector: '1.0.1' });
    await promoteTo(registry, '1.0.2');
    await expect(registry.rollback('orders', back)).rejects.toMatchObject({
      code: 'gates-failed',
      message: expect.stringContaining('1.0.1'),
    });
    expect((await registry.rollback('orders', { ...back, to: '1.0.0' }))!.body).not.toHaveProperty('override', true);
    await promoteTo(registry, '1.0.2');
    await registry.promote('orders', { ...forced, selector: '1.0.1' });
    await promoteTo(registry, '1.0.0');
    const entry = await registry.rollback('orders', { ...back, override: true });
    expect(entry!.body).toMatchObject({ to: '1.0.1', override: true, reason: 'alerts' });
  });

  it('after a new promotion goes to the version before that promotion', async () => {
    const { registry } = await registryWith([1, 2, 3]);
    await promoteTo(registry, '1.0.0');
    await promoteTo(registry, '1.0.1');
    await registry.rollback('orders', back);
    await promoteTo(registry, '1.0.2');
    expect((await registry.rollback('orders', back))!.body.to).toBe('1.0.0');
  });

  it('may name an earlier version and no other', async () => {
    const { registry } = await registryWith([1, 2, 3, 4]);
    for (const version of ['1.0.0', '1.0.1', '1.0.2']) await promoteTo(registry, version);
    await expect(registry.rollback('orders', { ...back, to: '1.0.3' })).rejects.toMatchObject({
      code: 'version-unknown',
    });
    await expect(registry.rollback('orders', { ...back, to: '1.0.2' })).rejects.toMatchObject({
      code: 'version-unknown',
    });
    expect((await registry.rollback('orders', { ...back, to: '1.0.0' }))!.body).toMatchObject({ to: '1.0.0' });
    await expect(registry.rollback('orders', back)).rejects.toMatchObject({ code: 'version-unknown' });
  });

  it('undoes an override like a promotion', async () => {
    const { registry } = await registryWith([1, 9]);
    await promoteTo(registry, '1.0.0');
    const override = { reason: 'trial' };
    await registry.promote('orders', { ...back, selector: '1.0.1', gates: gatesSaying(false), override });
    expect((await registry.rollback('orders', back))!.body.to).toBe('1.0.0');
  });

  it('requires a reason and an alias', async () => {
    const { registry } = await registryWith([1]);
    await promoteTo(registry, '1.0.0');
    await expect(registry.rollback('orders', { ...back, reason: ' ' })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await expect(registry.rollback('orders', { ...back, alias: 'staging' })).rejects.toMatchObject({
      code: 'version-unknown',
      message: expect.stringContaining('it has production'),
    });
  });

  it('of a promotion that has already been undone does nothing', async () => {
    const { registry } = await registryWith([1, 2]);
    await promoteTo(registry, '1.0.0');
    const promotion = (await promoteTo(registry, '1.0.1')).entry!.number;
    expect(await registry.rollback('orders', { ...back, undoes: promotion })).toBeDefined();
    expect(await registry.rollback('orders', { ...back, undoes: promotion })).toBeUndefined();
    expect((await registry.state('orders')).moves['production']).toHaveLength(3);
  });

  it('has a target that skips retired versions', async () => {
    const { registry } = await registryWith([1, 2, 3]);
    for (const version of ['1.0.0', '1.0.1', '1.0.2']) await promoteTo(registry, version);
    const state = await registry.state('orders');
    const versions = state.versions.map((one) => (one.version === '1.0.1' ? { ...one, isRemoved: true } : one));
    expect(rollbackTarget(state, 'production')).toBe('1.0.1');
    expect(rollbackTarget({ ...state, versions }, 'production')).toBe('1.0.0');
    expect(rollbackTarget(state, 'staging')).toBeUndefined();
  });
});
