import { learnLeads } from '../../src/incidents/learn-leads.js';
import { Failures } from '../support/failures.js';
import { Operation } from '../support/operation.js';
import { policyOf } from '../support/policies.js';
import { results, series, tick } from '../support/subjects.js';

const POLICY = policyOf(
  "rules: [{ id: low, when: 'pass_percentage < 90', keep_firing: 1 good result }]\nincidents: { group_by: [source, dataset], lead_lag: { q: 0.01, max_days: 3 } }",
);
const SPAN = 365;
const LEADS = learnLeads(new Failures(70, SPAN, 1).noise(0.005).cascades(14, 50, 2).onsets(), {
  firstDay: 0,
  lastDay: SPAN - 1,
  q: 0.01,
  maxDays: 3,
});

/** Series that fail on a day each, good before and for as long as nothing is said after. */
const failing = (onsets: ReadonlyMap<string, number>, day: number) =>
  tick(day, {
    series: [...onsets].map(([id, from]) =>
      series(id, {
        results: results(
          0,
          Array.from({ length: day + 1 }, (_, i) => (i >= from ? 60 : 99)),
        ),
      }),
    ),
  });
const cascade = (members: number) =>
  Array.from({ length: members }, (_, i) => [`s${i}`, i === 0 ? 5 : 6 + (i % 2)] as const);

describe('a cascade of 50 series on 50 datasets', () => {
  it('is one incident with its root first, opened by it and joined by the others with who leads them', () => {
    const operation = new Operation(POLICY, LEADS);
    const onsets = new Map(cascade(50));
    const sent = Array.from({ length: 9 }, (_, day) => operation.sent(failing(onsets, day)));
    expect(sent.slice(5)).toEqual([['opened chat'], ['updated chat'], ['updated chat'], []]);
    expect(operation.state.incidents).toHaveLength(1);
    const { members } = operation.state.incidents[0]!;
    expect(members).toHaveLength(50);
    expect(members[0]!.subject).toBe('s0');
    expect(members.filter(({ joinedBy }) => joinedBy === 'lead')).toHaveLength(49);
    expect(members.find(({ subject }) => subject === 's2')!.ledBy).toMatchObject({ lag: 1 });
  });

  it('has its root first also where the root fails in the same tick as the others', () => {
    const operation = new Operation(POLICY, LEADS);
    operation.tick(failing(new Map(Array.from({ length: 50 }, (_, i) => [`s${i}`, 5])), 5));
    expect(operation.state.incidents).toHaveLength(1);
    expect(operation.state.incidents[0]!.members[0]!.subject).toBe('s0');
  });

  it('keeps apart from independent faults on the same days', () => {
    const operation = new Operation(POLICY, LEADS);
    const onsets = new Map([
      ...cascade(50),
      ...Array.from({ length: 20 }, (_, i) => [`s${50 + i}`, 5 + (i % 3)] as const),
    ]);
    for (let day = 0; day < 9; day += 1) operation.tick(failing(onsets, day));
    const sizes = operation.state.incidents.map(({ members }) => members.length).sort((a, b) => b - a);
    expect(sizes).toEqual([50, ...Array.from({ length: 20 }, () => 1)]);
  });

  it('is not joined by what its root led too many days ago, nor by another tenant', () => {
    const late = new Operation(POLICY, LEADS);
    for (const day of [5, 6, 7, 8, 9, 10])
      late.tick(
        failing(
          new Map([
            ['s0', 5],
            ['s1', 10],
          ]),
          day,
        ),
      );
    expect(late.state.incidents).toHaveLength(2);
    const other = new Operation(POLICY, LEADS);
    for (const day of [5, 6, 7]) {
      const facts = failing(
        new Map([
          ['s0', 5],
          ['s1', 7],
        ]),
        day,
      );
      const moved = facts.series.map((one) =>
        one.id === 's1' ? { ...one, labels: { ...one.labels, tenant: 'us' } } : one,
      );
      other.tick({ ...facts, series: moved });
    }
    expect(other.state.incidents).toHaveLength(2);
  });
});

describe('a source of which ten thousand series fail at once', () => {
  it('is one incident with all of them in one message, the costliest first', () => {
    const operation = new Operation(POLICY);
    const all = Array.from({ length: 10_000 }, (_, i) =>
      series(`s${i}`, {
        labels: { source: 'shop', dataset: 'orders', rule: `rule-${i}` },
        importance: 1 + (i % 5),
        results: results(0, [60]),
      }),
    );
    expect(operation.sent(tick(0, { series: all }))).toEqual(['opened chat']);
    const [incident, ...others] = operation.state.incidents;
    expect([others, incident!.members.length, incident!.events.length]).toEqual([[], 10_000, 10_000]);
    expect(incident!.members.slice(0, 2).map(({ subject, cost }) => [subject, cost])).toEqual([
      ['s1004', 5],
      ['s1009', 5],
    ]);
  });
});
