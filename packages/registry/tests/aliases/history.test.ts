import type { Moved } from '../../src/index.js';
import { DAY, gatesSaying, promoteTo, registryWith, START } from '../support/fixtures.js';

describe('the history', () => {
  async function story() {
    const made = await registryWith([2.5, 2.4]);
    const { registry, clock } = made;
    await promoteTo(registry, '1.0.0');
    clock.time = START + DAY;
    await promoteTo(registry, '1.0.1', 'staging');
    clock.time = START + 2 * DAY;
    await registry.promote('orders', { selector: '1.0.1', alias: 'production', by: 'eve', gates: gatesSaying(false) });
    clock.time = START + 3 * DAY;
    await promoteTo(registry, '1.0.1');
    clock.time = START + 4 * DAY;
    await registry.rollback('orders', { alias: 'production', by: 'bob', reason: 'alerts' });
    return made;
  }

  it('of an alias lists every move and refusal in order', async () => {
    const { registry } = await story();
    const history = await registry.aliasHistory('orders', 'production');
    expect(history.map(({ by, body }) => [by, body.kind, (body as Moved).to])).toEqual([
      ['ann', 'moved', '1.0.0'],
      ['eve', 'refused', '1.0.1'],
      ['ann', 'moved', '1.0.1'],
      ['bob', 'moved', '1.0.0'],
    ]);
    expect(await registry.aliasHistory('orders', 'never')).toEqual([]);
  });

  it('of a model lists all entries, or only the last ones', async () => {
    const { registry } = await story();
    const kinds = (await registry.history('orders')).map(({ body }) => body.kind);
    expect(kinds).toEqual(['registered', 'registered', 'moved', 'moved', 'refused', 'moved', 'moved']);
    expect((await registry.history('orders', 2)).map(({ number }) => number)).toEqual([6, 7]);
  });

  it('says what was where at a time, since when, who and why', async () => {
    const { registry } = await story();
    const at = async (time: number) =>
      (await registry.at('orders', time)).map(({ alias, version, by }) => `${alias}=${version} by ${by}`);
    expect(await at(START - 1)).toEqual([]);
    expect(await at(START)).toEqual(['production=1.0.0 by ann']);
    expect(await at(START + DAY - 1)).toEqual(['production=1.0.0 by ann']);
    expect(await at(START + 2 * DAY)).toEqual(['production=1.0.0 by ann', 'staging=1.0.1 by ann']);
    expect(await at(START + 3.5 * DAY)).toEqual(['production=1.0.1 by ann', 'staging=1.0.1 by ann']);
    expect((await registry.at('orders', START + 9 * DAY))[0]).toEqual({
      alias: 'production',
      version: '1.0.0',
      since: new Date(START + 4 * DAY).toISOString(),
      by: 'bob',
      how: 'rolled-back',
      reason: 'alerts',
      entry: 7,
    });
  });

  it('never runs backwards, even if a clock does', async () => {
    const { registry, clock } = await story();
    clock.time = START - DAY;
    await registry.tag('orders@1.0.0', { tags: { a: 'b' }, by: 'ann' });
    const times = (await registry.history('orders')).map(({ at }) => at);
    expect([...times].sort()).toEqual(times);
  });
});
