import { readPolicy, runPolicyTests, SYSTEM_POLICY } from '../../src/index.js';

const { policy, doubts } = readPolicy(SYSTEM_POLICY, 'system.yaml', { today: 20_781, owners: [] });

describe('the policy about the system itself', () => {
  it('says nothing that cannot be meant', () => {
    expect(doubts).toEqual([]);
  });

  it('passes its own tests, of which every rule has one', () => {
    const tests = runPolicyTests(policy);
    expect(tests.flatMap(({ name, failures }) => failures.map(({ problem }) => `${name}: ${problem}`))).toEqual([]);
    expect(tests.length).toBe(policy.rules.length);
  });
});
