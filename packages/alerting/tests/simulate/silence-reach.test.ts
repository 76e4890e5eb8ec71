import { decideTick } from '../../src/decide/decide.js';
import { NO_ALERTS } from '../../src/decide/state.js';
import type { SilenceMatch } from '../../src/facts/facts.js';
import { silenceReach } from '../../src/simulate/silence-reach.js';
import { policyOf } from '../support/policies.js';
import { forecast, results, series, tick } from '../support/subjects.js';

const policy = policyOf(
  "rules: [{ id: low, when: 'pass_percentage < target', severity: { critical: true } }, { id: risk, when: 'p_below_target >= 0.6' }]",
);
const labels = (dataset: string, source: string) => ({
  labels: { source, tenant: 'eu', dataset, datasetName: dataset, rule: '104', tags: ['gold'] },
});
/** One fails, one is likely to, one is fine. */
const all = [
  series('orders', { ...labels('orders', 'shop'), results: results(5, [50]) }),
  series('payments', { ...labels('payments', 'bank'), results: results(5, [100]), forecast: forecast(6, 0.9) }),
  series('stock', { ...labels('stock', 'shop'), results: results(5, [100]) }),
];
const { alerts } = decideTick(policy, NO_ALERTS, tick(5, { series: all })).state;
const reach = (match: SilenceMatch) => {
  const { series: found, firing } = silenceReach(match, policy, all, alerts);
  return [found.map(({ id }) => id), firing.map(({ rule, subject }) => `${rule} ${subject}`)];
};

describe('what a silence is about', () => {
  it.each<[SilenceMatch, string[], string[]]>([
    [{ dataset: ['orders'] }, ['orders'], ['low orders']],
    [{ source: ['shop'] }, ['orders', 'stock'], ['low orders']],
    [{ tags: ['gold'], alert: ['risk'] }, ['orders', 'payments', 'stock'], ['risk payments']],
    [{ severity: ['critical'] }, ['orders', 'payments', 'stock'], ['low orders']],
    [{ alert: ['no such rule'] }, [], []],
    [{ level: ['source'] }, [], []],
    [{ dataset: ['__proto__', 'constructor', '<script>', '../', '\0'] }, [], []],
    [{ dataset: ['*'.repeat(500)] }, ['orders', 'payments', 'stock'], ['low orders', 'risk payments']],
  ])('by %j are its series and what fires of them', (match, found, firing) => {
    expect(reach(match)).toEqual([found, firing]);
  });
});
