import { readPolicy } from '../../src/policy/read-policy.js';
import { replay } from '../../src/simulate/replay.js';
import { EXAMPLE } from '../support/policies.js';
import { MS_PER_DAY } from '../support/subjects.js';
import { factsOf } from '../support/world.js';

describe('series whose forecasts know nothing', () => {
  it('send no page that is not earned, keep every budget, and drop nothing: 200 series, a year', () => {
    const { policy } = readPolicy(EXAMPLE, 'p.yaml');
    const world = { series: 200, days: 365, seed: 9, badRate: 0.01, skill: false };
    const pages = new Map<string, number[]>();
    const [wanted, told] = [new Set<string>(), new Set<string>()];
    let unearned = 0;
    for (const { facts, decision } of replay(policy, factsOf(world))) {
      const rules = new Map(decision.state.incidents.map(({ id, members }) => [id, members.map(({ rule }) => rule)]));
      for (const { page, incident, owners, at } of decision.sends) {
        if (incident !== null) told.add(incident);
        if (!page) continue;
        if (rules.get(incident!)?.includes('slo_risk') && facts.series.every(({ earned }) => earned!.e < 20))
          unearned += 1;
        pages.set(owners[0]!, [...(pages.get(owners[0]!) ?? []), at]);
      }
      for (const { incident, digest } of decision.held) if (digest !== null) told.add(incident);
      for (const { id } of decision.state.incidents) wanted.add(id);
    }
    expect(unearned).toBe(0);
    expect(pages.size).toBe(5);
    for (const times of pages.values()) {
      const most = Math.max(...times.map((at) => times.filter((one) => one <= at && one > at - 7 * MS_PER_DAY).length));
      expect(most).toBeLessThanOrEqual(3);
    }
    expect([...wanted].filter((id) => !told.has(id))).toEqual([]);
    expect(wanted.size).toBeGreaterThan(400);
  });
});
