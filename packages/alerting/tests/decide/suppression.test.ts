import { parseDay } from '@dqs/core';

import { Operation } from '../support/operation.js';
import { EXAMPLE, policyOf } from '../support/policies.js';
import { forecast, MS_PER_DAY, MS_PER_HOUR, results, series, tick } from '../support/subjects.js';
import { readPolicy } from '../../src/policy/read-policy.js';

const DAY = parseDay('2026-11-23')!; // a Monday
const one = (passes: readonly (number | null)[], over = {}) =>
  series('orders', { results: results(DAY, passes), ...over });
const LOW = "rules: [{ id: low, when: 'pass_percentage < 90', keep_firing: 1 good result }]";

describe('a silent source', () => {
  const source = (lag: number) => ({
    source: 'shop',
    labels: { owner: 'team-shop' },
    arrived: false,
    arrivalLag: lag * MS_PER_HOUR,
    quantiles: [{ level: 0.99, lag: 7 * MS_PER_HOUR }],
  });
  const many = (passes: (number | null)[]) =>
    Array.from({ length: 38 }, (_, i) => series(`d${i}`, { results: results(DAY, passes) }));

  it('is one alert with its owner, inhibits the series of the source, and lets them speak when it has arrived', () => {
    const operation = new Operation(readPolicy(EXAMPLE, 'p.yaml').policy);
    const at = { at: (DAY + 1) * MS_PER_DAY + 9 * MS_PER_HOUR };
    operation.tick(tick(DAY, { series: many([100]), sources: [source(5)] }));
    // The day after, results of some series are bad; the others are missing.
    const facts = tick(DAY + 1, { ...at, series: many([100, 50]), sources: [source(8)] });
    operation.tick(facts);
    const { sends } = operation.tick({ ...facts, at: facts.at + 10 * 60_000 });
    expect(sends.map(({ kind, receiver, owners }) => [kind, receiver, owners])).toEqual([
      ['opened', 'slack-data', ['team-shop']],
    ]);
    expect(operation.state.incidents).toMatchObject([{ inhibited: 38, members: [{ alert: 'source_silent/shop' }] }]);
    const suppressed = operation.state.alerts.filter((alert) => alert.suppressed?.by === 'inhibition');
    expect(suppressed).toHaveLength(38);
    expect(suppressed[0]!.suppressed).toMatchObject({
      alert: 'source_silent/shop',
      why: 'source_silent/shop speaks for it',
    });
    const arrived = tick(DAY + 1, { at: facts.at + MS_PER_HOUR, series: many([100, 50]), sources: [source(6)] });
    const { sends: after } = operation.tick(arrived);
    expect(after.map(({ kind, receiver }) => `${kind} ${receiver}`)).toEqual(['resolved slack-data']);
    expect(
      operation.tick({ ...arrived, at: arrived.at + 10 * 60_000 }).sends.filter(({ kind }) => kind === 'opened'),
    ).not.toEqual([]);
  });

  it('of which too few days are known is not told to be silent', () => {
    const operation = new Operation(readPolicy(EXAMPLE, 'p.yaml').policy);
    operation.tick(tick(DAY, { sources: [{ ...source(30), quantiles: [] }] }));
    expect(operation.state.alerts).toEqual([]);
  });
});

describe('a silence', () => {
  const policy = policyOf(
    `${LOW}\nsilences: [{ match: { dataset: ord* }, until: 2026-11-24, comment: Migration, by: ann }]`,
  );

  it('keeps an alert from telling; what still fires when it ends is told once', () => {
    const operation = new Operation(policy);
    const day = (i: number, hour = 9) => tick(DAY + i, { series: [one([50, 50, 50, 50].slice(0, i + 1))] }, hour);
    expect(operation.sent(day(0))).toEqual([]);
    expect(operation.state.alerts).toMatchObject([
      { phase: 'firing', suppressed: { by: 'silence', why: 'silenced to 2026-11-24 by ann: Migration' } },
    ]);
    expect(operation.state.incidents).toEqual([]);
    expect(operation.sent(day(1))).toEqual([]);
    expect(operation.sent(day(2))).toEqual(['opened chat']);
    expect(operation.sent(day(2, 10))).toEqual([]);
    expect(operation.sent(day(3))).toEqual([]);
  });

  it('tells nothing of what is over before it ends', () => {
    const operation = new Operation(policy);
    const day = (i: number) => tick(DAY + i, { series: [one([50, 99, 99].slice(0, i + 1))] });
    expect([day(0), day(1), day(2)].flatMap((facts) => operation.sent(facts))).toEqual([]);
  });

  it('of a person at work holds to its minute, and the tick says when it ends', () => {
    const at = DAY * MS_PER_DAY + 9 * MS_PER_HOUR;
    const silences = [{ match: { source: ['sh*'] }, from: at, until: at + 90 * 60_000, by: 'ann', comment: 'Reload' }];
    const operation = new Operation(policyOf(LOW));
    const facts = tick(DAY, { series: [one([50])], silences });
    const { sends, nextAt } = operation.tick(facts);
    expect([sends, nextAt]).toEqual([[], at + 90 * 60_000]);
    expect(operation.state.alerts[0]!.suppressed?.why).toBe('silenced to 2026-11-23T10:30:00.000Z by ann: Reload');
    expect(operation.sent({ ...facts, at: nextAt! })).toEqual(['opened chat']);
  });

  it('of the policy ends at midnight by its clock, at which the tick says to come back', () => {
    const operation = new Operation(
      policyOf(
        `${LOW}\ndefaults: { timezone: Europe/Berlin }\nsilences: [{ match: {}, until: 2026-11-23, comment: c, by: ann }]`,
      ),
    );
    const facts = tick(DAY, { series: [one([50])] });
    const { nextAt } = operation.tick(facts);
    expect(new Date(nextAt!).toISOString()).toBe('2026-11-23T23:00:00.000Z');
    expect(operation.sent({ ...facts, at: nextAt! - 1 })).toEqual([]);
    expect(operation.sent({ ...facts, at: nextAt! })).toEqual(['opened chat']);
  });

  it('that begins later takes nothing back, and the end of what was told is told', () => {
    const late = new Operation(
      policyOf(`${LOW}\nsilences: [{ match: {}, from: 2026-11-24, until: 2026-12-24, comment: c, by: ann }]`),
    );
    const day = (i: number) => tick(DAY + i, { series: [one([50, 50, 99].slice(0, i + 1))] });
    expect([day(0), day(1), day(2)].map((facts) => late.sent(facts))).toEqual([['opened chat'], [], ['resolved chat']]);
  });
});

describe('a requirement', () => {
  const policy = policyOf(
    "rules: [{ id: risk, when: 'p_below_target >= 0.6', requires: [earned, min_executions: 150/28d] }]",
  );
  const facts = (i: number, e: number, veto = false) =>
    tick(DAY + i, {
      series: [
        one([99, 99, 99, 99].slice(0, i + 1), { forecast: forecast(DAY + i + 1, 0.9), earned: { pool: 'p', e, veto } }),
      ],
    });

  it('that is not met shows the alert and tells nobody, with the figure that is short', () => {
    const operation = new Operation(policy);
    expect(operation.sent(facts(0, 25))).toEqual([]);
    expect(operation.state.alerts[0]!.suppressed).toEqual({
      by: 'requirement',
      why: 'requires min_executions 150/28d: 100 of 150',
    });
    expect(operation.sent(facts(1, 3.1))).toEqual([]);
    expect(operation.state.alerts[0]!.suppressed?.why).toBe('requires earned: 3.1 of 20');
    expect(operation.sent(facts(2, 25))).toEqual(['opened chat']);
    expect(operation.sent(facts(3, 25))).toEqual([]);
  });

  it('of a pool that has earned its pages is not met for a series whose own record speaks against it, or without a record', () => {
    const operation = new Operation(policy);
    operation.tick(facts(0, 25));
    expect(operation.sent(facts(1, 25, true))).toEqual([]);
    const { series: list } = facts(2, 25);
    const { earned: _, ...without } = list[0]!;
    expect(operation.sent({ ...facts(2, 25), series: [without] })).toEqual([]);
    expect(operation.state.alerts[0]!.suppressed?.why).toBe('requires earned: unknown of 20');
  });
});

describe('a rule on trial, a window and a mark', () => {
  it('tell nobody', () => {
    const trial = new Operation(policyOf("rules: [{ id: low, when: 'pass_percentage < 90', dry_run: true }]"));
    expect(trial.sent(tick(DAY, { series: [one([50])] }))).toEqual([]);
    expect(trial.state.alerts[0]!.suppressed).toEqual({ by: 'dry-run', why: 'rule low is on trial: dry_run' });
    const window = new Operation(
      policyOf(
        `${LOW}\ncalendars: { close: { dates: 2026-11-23 } }\nwindows: [{ match: { source: shop }, calendar: close, comment: Yearly close }]`,
      ),
    );
    expect(window.sent(tick(DAY, { series: [one([50])] }))).toEqual([]);
    expect(window.state.alerts[0]!.suppressed).toEqual({ by: 'window', why: 'window close: Yearly close' });
    expect(window.sent(tick(DAY + 1, { series: [one([50, 50])] }))).toEqual(['opened chat']);
  });

  it('as expected until bigger tells again once it is, and as expected this once no longer than the alert', () => {
    const marked = (kind: 'expected-once' | 'expected-until', i: number, passes: number[]) =>
      tick(DAY + i, { series: [one(passes.slice(0, i + 1), { marks: [{ kind, day: DAY, by: 'ann', below: 70 }] })] });
    const bigger = new Operation(policyOf(LOW));
    const days = [0, 1, 2].map((i) => bigger.sent(marked('expected-until', i, [80, 75, 60])));
    expect(days).toEqual([[], [], ['opened chat']]);
    expect(bigger.state.alerts[0]!.suppressed).toBeNull();
    const once = new Operation(policyOf(LOW));
    const again = [0, 1, 2, 3].map((i) => once.sent(marked('expected-once', i, [80, 60, 99, 80])));
    expect(again).toEqual([[], [], [], ['opened chat']]);
  });
});
