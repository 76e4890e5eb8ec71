import fc from 'fast-check';

import { Registry, type LiveEvidence, type LiveRequest } from '../../src/index.js';
import { DEFAULT_ROLLBACK_POLICY, judgeLive } from '../../src/aliases/rollback-policy.js';
import { gatesSaying, promoteTo, registryWith } from '../support/fixtures.js';

const policy = { minimumSamples: 100, tolerance: 1.25, toleranceOverPrevious: 1.1 };
const bad: LiveEvidence = { samples: 100, error: 4, previousError: 3 };

describe('the judgement of a live version', () => {
  const isDue = (evidence: LiveEvidence | undefined, own: number | null = 3) =>
    judgeLive(policy, evidence, { error: own }).isDue;

  it('is due by the CRPS alone, if it is worse than both its own and that of the previous version', () => {
    const fine: LiveEvidence = { samples: 100, error: 3, previousError: 3, crps: 4, previousCrps: 3 };
    const own = { error: 3, crps: 3 };
    expect(judgeLive(policy, fine, own).isDue).toBe(true);
    expect(judgeLive(policy, fine, own).checks.map(({ name, isMet }) => [name, isMet])).toEqual([
      ['samples', true],
      ['own validation error', false],
      ['previous version', false],
      ['own validation CRPS', true],
      ['previous CRPS', true],
    ]);
    expect(judgeLive(policy, { ...fine, samples: 99 }, own).isDue).toBe(false);
    expect(judgeLive(policy, { ...fine, previousCrps: 4 }, own).isDue).toBe(false);
    expect(judgeLive(policy, fine, { error: 3 }).isDue).toBe(false);
  });

  it('is due with enough samples and an error above both its validation error and the previous version', () => {
    expect(isDue(bad)).toBe(true);
    expect(judgeLive(policy, bad, { error: 3 }).checks.map(({ isMet }) => isMet)).toEqual([true, true, true]);
  });

  it('is not due with too few samples', () => {
    expect(isDue({ ...bad, samples: 99 })).toBe(false);
  });

  it('is not due if the previous version would be as bad: the data became harder', () => {
    expect(isDue({ ...bad, previousError: 3.9 })).toBe(false);
  });

  it('is not due at its validation error, however good the previous version would be', () => {
    expect(isDue({ ...bad, previousError: 1 }, 3.5)).toBe(false);
  });

  it('is not due exactly at the limits', () => {
    expect(isDue({ samples: 100, error: 3.75, previousError: 1 }, 3)).toBe(false);
    expect(isDue({ samples: 100, error: 4, previousError: 4 / 1.1 }, 1)).toBe(false);
  });

  it('is never due if any number is missing', () => {
    const number = fc.oneof(fc.constant(null), fc.constant(Number.NaN), fc.double({ min: 0, max: 100, noNaN: true }));
    fc.assert(
      fc.property(number, number, number, (error, previousError, own) => {
        const isWhole = [error, previousError, own].every((value) => value !== null && Number.isFinite(value));
        const due = isDue({ samples: 1e6, error, previousError }, own);
        if (!isWhole) expect(due).toBe(false);
        else expect(due).toBe(error! > 1.25 * own! && error! > 1.1 * previousError!);
      }),
    );
    expect(isDue(undefined)).toBe(false);
  });
});

describe('an automatic rollback', () => {
  const asks: LiveRequest[] = [];
  const live = (evidence: LiveEvidence | undefined) => ({
    measure: async (request: LiveRequest) => {
      asks.push(request);
      return evidence;
    },
  });
  const look = (registry: Registry, evidence: LiveEvidence | undefined) =>
    registry.rollbackIfWorse('orders', { alias: 'production', by: 'monitor', live: live(evidence), policy });

  async function promotedTwice() {
    const made = await registryWith([3, 3]);
    await promoteTo(made.registry, '1.0.0');
    await promoteTo(made.registry, '1.0.1');
    return made;
  }

  it('undoes the promotion and keeps the evidence with it', async () => {
    const { registry } = await promotedTwice();
    const { isDue, entry } = await look(registry, bad);
    expect(isDue).toBe(true);
    expect(asks.at(-1)).toMatchObject({ model: 'orders', version: '1.0.1', previous: '1.0.0' });
    expect(entry).toMatchObject({ by: 'monitor', body: { how: 'rolled-back', to: '1.0.0', undoes: 4 } });
    expect(entry!.body.reason).toContain('live error 4.000 is above 1.25 × 3.000');
    expect(entry!.body.evidence).toEqual({ ...bad, validationError: 3, policy });
  });

  it('does nothing if nothing is known or all is well', async () => {
    const { registry } = await promotedTwice();
    for (const evidence of [undefined, { ...bad, error: null }, { ...bad, error: 3 }]) {
      expect((await look(registry, evidence)).entry).toBeNull();
    }
    expect((await registry.resolve('orders@production')).version).toBe('1.0.1');
  });

  it('never undoes a rollback or the first version, and ignores an unknown alias', async () => {
    const { registry } = await promotedTwice();
    await look(registry, bad);
    expect(await look(registry, bad)).toMatchObject({ isDue: false, entry: null });
    const { registry: single } = await registryWith([3]);
    expect(await look(single, bad)).toMatchObject({ isDue: false, entry: null });
    await promoteTo(single, '1.0.0');
    expect(await look(single, bad)).toMatchObject({ isDue: false, entry: null });
  });

  it('never returns to a version that was there by override only: a person decides', async () => {
    const { registry } = await registryWith([3, 3]);
    const forced = { alias: 'production', by: 'ann', gates: gatesSaying(false), override: { reason: 'hotfix' } };
    await registry.promote('orders', { ...forced, selector: '1.0.0' });
    await promoteTo(registry, '1.0.1');
    const { isDue, entry, checks } = await look(registry, bad);
    expect({ isDue, entry }).toEqual({ isDue: false, entry: null });
    expect(checks).toMatchObject([
      { name: 'gates', isMet: false, reason: expect.stringContaining('by override only') },
    ]);
  });

  it('happens once, however many callers check at the same time', async () => {
    const { store, registry } = await promotedTwice();
    const looks = await Promise.all(Array.from({ length: 10 }, () => look(new Registry(store), bad)));
    expect(looks.filter(({ entry }) => entry !== null)).toHaveLength(1);
    expect(looks.every(({ isDue, entry }) => isDue || entry === null)).toBe(true);
    expect((await registry.state('orders')).moves['production']).toHaveLength(3);
  });

  it('uses the default policy if none is given, and refuses an invalid one', async () => {
    const { registry } = await promotedTwice();
    const ask = (given: object) =>
      registry.rollbackIfWorse('orders', { alias: 'production', by: 'm', live: live(bad), policy: given });
    expect((await ask({})).checks[0]!.reason).toContain(String(DEFAULT_ROLLBACK_POLICY.minimumSamples));
    await expect(ask({ minimumSamples: 0 })).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(ask({ tolerance: 0.9 })).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
