import { Assigner, sampleRatioChecks } from '../../../src/index.js';

const UNITS = Array.from({ length: 4000 }, (_, i) => `unit-${i}`);
const assigner = new Assigner({ name: 'srm', seed: 3, treatments: ['treatment'] });
const phases = (share: number) => [{ from: Number.NEGATIVE_INFINITY, share }];
const shown = (share: number, day = 10) => UNITS.map((unit) => ({ unit, day, arm: assigner.arm(unit, share) }));

describe('the check of the sample ratio', () => {
  it.each([0.01, 0.25, 0.5])('passes units that were assigned at a share of %d', (share) => {
    const [check, ...others] = sampleRatioChecks(shown(share), phases(share), ['treatment']);
    expect(others).toEqual([]);
    expect(check).toMatchObject({ isMismatch: false, shares: { control: 1 - share, treatment: share } });
    expect(check!.pValue).toBeGreaterThan(0.001);
  });

  it('detects a router that sends 60 % instead of 50 % within 1,000 units', () => {
    const faulty = shown(0.6).slice(0, 1000);
    const [check] = sampleRatioChecks(faulty, phases(0.5), ['treatment']);
    expect(check).toMatchObject({ isMismatch: true });
    expect(check!.pValue).toBeLessThan(1e-6);
  });

  it('counts a unit once, however often it occurs', () => {
    const once = sampleRatioChecks(shown(0.5), phases(0.5), ['treatment'])[0]!;
    const often = sampleRatioChecks([...shown(0.5), ...shown(0.5, 11), ...shown(0.5, 12)], phases(0.5), [
      'treatment',
    ])[0]!;
    expect(often).toEqual(once);
  });

  it('checks each phase of a ramp by its own share', () => {
    const ramp = [...phases(0.05), { from: 20, share: 0.5 }];
    const checks = sampleRatioChecks([...shown(0.05, 12), ...shown(0.5, 21)], ramp, ['treatment']);
    expect(checks.map(({ from, isMismatch }) => [from, isMismatch])).toEqual([
      ['1970-01-13', false],
      ['1970-01-22', false],
    ]);
    expect(sampleRatioChecks(shown(0.05, 21), ramp, ['treatment'])[0]).toMatchObject({ isMismatch: true });
  });

  it('has nothing to compare if one arm has all units', () => {
    expect(sampleRatioChecks(shown(0), phases(0), ['treatment'])).toEqual([]);
    expect(sampleRatioChecks([], phases(0.5), ['treatment'])).toEqual([]);
  });
});
