import * as fc from 'fast-check';
import { DqsError, parseDay } from '@dqs/core';

import type { Send } from '../../src/decide/send.js';
import { Operation } from '../support/operation.js';
import { policyOf } from '../support/policies.js';
import { MS_PER_DAY, MS_PER_HOUR, results, series, tick } from '../support/subjects.js';

const DAY = parseDay('2026-11-23')!; // a Monday
const LOW =
  "rules: [{ id: low, when: 'pass_percentage < 90', severity: { critical: 'pass_percentage < 50', warning: true }, keep_firing: 1 good result }]";
const RECEIVERS = `receivers:
  chat: { slack: { channel: C1, token: { env: T } }, active: work }
  desk: { slack: { channel: C2, token: { env: T } }, active: work, outside: mail }
  page: { pagerduty: { routing_key: { env: K } } }
  mail: { email: { to: team@example.com }, at: '07:45' }
calendars: { work: { days: mon-fri, from: '08:00', to: '18:00' } }`;
const day = (i: number, lists: Record<string, number[]>, hour = 9) =>
  tick(
    DAY + i,
    {
      series: Object.entries(lists).map(([id, passes], k) =>
        series(id, { importance: k + 1, results: results(DAY, passes.slice(0, i + 1)) }),
      ),
    },
    hour,
  );

describe('what is told', () => {
  it('is an incident: opened, updated when it gets graver or larger, resolved once', () => {
    const operation = new Operation(policyOf(`${LOW}\nincidents: { group_by: [source] }`));
    const lists = { a: [80, 80, 40, 99, 99], b: [99, 80, 80, 80, 99] };
    expect([0, 1, 2, 3, 4].map((i) => operation.sent(day(i, lists)))).toEqual([
      ['opened chat'],
      ['updated chat'],
      ['updated chat'],
      ['updated chat'],
      ['resolved chat'],
    ]);
    expect(operation.state.incidents).toEqual([]);
  });

  it('is of no incident where nothing has come: a tick some minutes later changes none, and one with a result does', () => {
    const operation = new Operation(policyOf(LOW));
    const lists = { a: [80, 70], b: [85, 99] };
    const later = (i: number, minutes: number) => ({ ...day(i, lists), at: day(i, lists).at + minutes * 60_000 });
    expect(operation.tick(day(0, lists)).incidents).toHaveLength(2);
    for (const minutes of [5, 10]) {
      expect(operation.tick(later(0, minutes))).toMatchObject({ incidents: [], transitions: [], sends: [] });
    }
    expect(operation.tick(day(1, lists)).incidents).toHaveLength(2);
    expect(operation.tick(later(1, 5))).toMatchObject({ incidents: [], transitions: [], sends: [] });
  });

  it('waits for `group_wait`, and the tick says when to come back', () => {
    const operation = new Operation(policyOf(`${LOW}\nincidents: { group_wait: 10m }`));
    const { sends, nextAt } = operation.tick(day(0, { a: [80] }));
    expect(sends).toEqual([]);
    expect(nextAt).toBe(day(0, {}).at + 10 * 60_000);
    expect(operation.sent({ ...day(0, { a: [80] }), at: nextAt! })).toEqual(['opened chat']);
  });

  it('is told again by `repeat`, not to who has acknowledged it', () => {
    const operation = new Operation(policyOf(`${LOW}\nroutes: [{ to: [chat], repeat: { every: 2 results } }]`));
    const lists = { a: Array.from({ length: 9 }, () => 80) };
    expect([0, 1, 2, 3, 4].map((i) => operation.sent(day(i, lists)))).toEqual([
      ['opened chat'],
      [],
      ['reminder chat'],
      [],
      ['reminder chat'],
    ]);
    operation.act({ kind: 'acknowledge', incident: operation.state.incidents[0]!.id, by: 'ann', at: day(4, {}).at });
    expect([5, 6, 7, 8].map((i) => operation.sent(day(i, lists)))).toEqual([['updated chat'], [], [], []]);
    const daily = new Operation(policyOf(`${LOW}\nroutes: [{ to: [chat], repeat: 24h }]`));
    expect([9, 12].map((hour) => daily.sent(day(0, lists, hour)))).toEqual([['opened chat'], []]);
    expect(daily.sent(day(1, lists))).toEqual(['reminder chat']);
    const never = new Operation(policyOf(`${LOW}\nroutes: [{ to: [chat], repeat: never }]`));
    expect([0, 1, 2].map((i) => never.sent(day(i, { a: [80, 40, 99] })))).toEqual([
      ['opened chat'],
      [],
      ['resolved chat'],
    ]);
  });

  it('opens the same incident again within `reopen_within`, and a new one later', () => {
    const lines = `${LOW}\nincidents: { reopen_within: 3d }`;
    const operation = new Operation(policyOf(lines));
    const lists = { a: [80, 99, 80, 99, 99, 99, 99, 80] };
    const ids = new Set<string>();
    const sent = lists.a.map((_, i) => {
      const { sends } = operation.tick(day(i, lists));
      sends.forEach(({ incident }) => ids.add(incident!));
      return sends.map(({ kind }) => kind).join();
    });
    expect(sent).toEqual(['opened', 'resolved', 'reopened', 'resolved', '', '', '', 'opened']);
    expect(ids.size).toBe(2);
  });

  it('goes to the digest out of hours, or waits for them', () => {
    const operation = new Operation(policyOf(`${LOW}\n${RECEIVERS}\nroutes: [{ to: [chat, desk] }]`));
    const night = day(0, { a: [80] }, 20);
    const { sends, held, nextAt } = operation.tick(night);
    expect(sends).toEqual([]);
    expect(held.map(({ receiver, why, digest }) => [receiver, why, digest])).toEqual([
      ['chat', 'waiting', null],
      ['desk', 'hours', 'mail'],
    ]);
    // The digest of 07:45 comes before the hours of the chat.
    expect(nextAt).toBe((DAY + 1) * MS_PER_DAY + 7.75 * MS_PER_HOUR);
    const digest = operation.tick({ ...night, at: nextAt! });
    expect(digest.sends).toMatchObject([
      { kind: 'digest', receiver: 'mail', entries: [{ kind: 'opened', why: 'hours' }] },
    ]);
    expect(operation.sent({ ...night, at: digest.nextAt! })).toEqual(['opened chat']);
    // What stands in a digest ends in one; what was a message ends by one.
    expect(operation.sent(day(1, { a: [80, 99] }))).toEqual(['resolved chat']);
    expect(operation.tick(day(2, { a: [80, 99, 99] })).sends).toMatchObject([
      { receiver: 'mail', entries: [{ kind: 'resolved' }] },
    ]);
  });

  it('has no route: nothing is sent, and it says so', () => {
    const operation = new Operation(policyOf(`${LOW}\nroutes: [{ match: { owner: x }, to: [chat] }]`));
    expect(operation.tick(day(0, { a: [80] })).held).toMatchObject([{ why: 'no-route', receiver: '' }]);
  });

  it('names its receiver, owners, severity and the checks behind it', () => {
    const operation = new Operation(policyOf(LOW));
    expect(operation.tick(day(0, { a: [40] })).sends).toMatchObject([
      {
        kind: 'opened',
        receiver: 'chat',
        severity: 'critical',
        owners: ['team-shop'],
        page: false,
        reasons: [
          { check: 'pass_percentage < 90', observed: 40, limit: 90, verdict: 'met' },
          { check: 'pass_percentage < 50', observed: 40, limit: 50, verdict: 'met' },
        ],
      },
    ]);
  });

  it('has no end for a receiver that the policy no longer has, and is forgotten all the same', () => {
    const before = new Operation(policyOf(LOW));
    before.tick(day(0, { a: [80] }));
    const after = new Operation(policyOf(`${LOW}\n${RECEIVERS}\nroutes: [{ to: [page] }]`.replace('chat:', 'talk:')));
    after.state = before.state;
    expect(after.sent(day(1, { a: [80, 80] }))).toEqual(['opened page']);
    expect(after.sent(day(2, { a: [80, 80, 99] }))).toEqual(['resolved page']);
    expect(after.state.incidents).toEqual([]);
  });

  it('is told no end where the receiver does not want it', () => {
    const lines = `${LOW}\nreceivers: { chat: { slack: { channel: C1, token: { env: T } }, resolve: false } }`;
    const operation = new Operation(policyOf(lines));
    operation.tick(day(0, { a: [80] }));
    const { sends, held } = operation.tick(day(1, { a: [80, 99] }));
    expect([sends, held.map(({ why }) => why)]).toEqual([[], ['resolve-off']]);
  });
});

describe('a budget', () => {
  const lines = `${LOW}\n${RECEIVERS}\nroutes: [{ to: [page] }]\nbudgets: [{ owner: 'team-*', pages: 2 per 7d, overflow: mail }]`;

  it('lets the most costly page, puts the others into the digest by their cost, and drops none', () => {
    const operation = new Operation(policyOf(lines));
    const { sends, held } = operation.tick(day(0, { a: [80], b: [80], c: [80], d: [80] }));
    const costs = new Map(operation.state.incidents.map((one) => [one.id, one.members[0]!.subject]));
    expect(sends.map(({ incident, page }) => [costs.get(incident!), page])).toEqual([
      ['d', true],
      ['c', true],
    ]);
    expect(held.map(({ incident, why, digest }) => [costs.get(incident), why, digest])).toEqual([
      ['b', 'budget', 'mail'],
      ['a', 'budget', 'mail'],
    ]);
    expect(held[0]!.reasons[0]).toEqual({
      check: 'pages of team-shop in 7d',
      observed: 2,
      limit: 2,
      verdict: 'not-met',
    });
    const digest = operation.tick(day(1, { a: [80, 80], b: [80, 80], c: [80, 80], d: [80, 80] })).sends;
    expect(digest).toMatchObject([{ kind: 'digest', entries: [{ cost: 2 }, { cost: 1 }] }]);
  });

  it('counts a span that slides, and lets what gets graver try again', () => {
    const operation = new Operation(policyOf(lines));
    operation.tick(day(0, { a: [80], b: [80], c: [80] }));
    const worse = {
      a: [80, 80, 80, 80, 80, 80, 80, 40],
      b: [80, 80, 80, 80, 80, 80, 80, 80],
      c: [80, 80, 80, 80, 80, 80, 80, 80],
    };
    expect(operation.tick(day(6, worse)).sends.filter(({ page }) => page)).toEqual([]);
    expect(operation.tick(day(7, worse)).sends).toMatchObject([
      { kind: 'opened', receiver: 'page', page: true, severity: 'critical' },
    ]);
  });

  it('is never exceeded, and what is wanted is sent or stands in the digest, whatever happens', () => {
    const lists = fc.array(fc.array(fc.constantFrom(99, 80, 40), { minLength: 12, maxLength: 12 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lists, (all) => {
        const operation = new Operation(policyOf(lines));
        const pages: number[] = [];
        for (let i = 0; i < 12; i += 1) {
          const { sends, held, incidents } = operation.tick(
            day(i, Object.fromEntries(all.map((list, k) => [`s${k}`, list]))),
          );
          sends.filter(({ page }) => page).forEach(({ at }) => pages.push(at));
          const told = new Set([
            ...sends.map(({ incident }) => incident),
            ...held.filter(({ digest }) => digest).map(({ incident }) => incident),
          ]);
          const opened = incidents.filter(({ events }) =>
            events.some((one) => one.at === operation.state.at && one.kind === 'opened'),
          );
          if (!opened.every(({ id }) => told.has(id))) return false;
        }
        return pages.every((at) => pages.filter((one) => one > at - 7 * MS_PER_DAY && one <= at).length <= 2);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('a digest', () => {
  const lines = (to: string) =>
    `${LOW}\nreceivers: { mail: { email: { to: '${to}' }, at: '07:45', even_if_quiet: true } }\nroutes: [{ to: [mail] }]\ndefaults: { timezone: Europe/Berlin }`;

  it('comes at its hour of the clock on days with 23, 24 and 25 hours, even if it is quiet', () => {
    const operation = new Operation(policyOf(lines('a@example.com')));
    const times: string[] = [];
    let at = Date.parse('2026-03-27T12:00:00Z');
    for (let i = 0; i < 5; i += 1) {
      const { sends, nextAt } = operation.tick({ ...tick(0), at });
      times.push(...sends.map((one) => new Date(one.at).toISOString()));
      at = nextAt!;
    }
    expect(times).toEqual([
      '2026-03-28T06:45:00.000Z',
      '2026-03-29T05:45:00.000Z',
      '2026-03-30T05:45:00.000Z',
      '2026-03-31T05:45:00.000Z',
    ]);
  });

  it('goes to each owner with what is theirs where the address names the owner', () => {
    const operation = new Operation(policyOf(lines('{owner}@example.com')));
    const facts = (i: number, hour: number) => {
      const all = day(i, { a: [80, 80], b: [99, 99], c: [99, 99] }, hour);
      const owners = ['ann', 'ben', undefined];
      return {
        ...all,
        series: all.series.map((one, k) => ({
          ...one,
          labels: { dataset: one.id, ...(owners[k] && { owner: owners[k] }) },
        })),
      };
    };
    operation.tick(facts(0, 9));
    const { sends } = operation.tick(facts(1, 9));
    expect(sends.map(({ owners, entries }) => [owners, entries!.map(({ kind }) => kind)])).toEqual([
      [['ann'], ['opened']],
      [['ben'], []],
    ]);
  });

  it('that was missed is sent once, late', () => {
    const operation = new Operation(policyOf(lines('a@example.com')));
    operation.tick(day(0, { a: [80] }));
    expect([3, 3, 3].map((i, k) => operation.sent(day(i, { a: [80, 80, 80, 80] }, 10 + k)))).toEqual([
      ['digest mail'],
      [],
      [],
    ]);
  });
});

describe('a tick', () => {
  it('refuses facts from before its state', () => {
    const operation = new Operation(policyOf(LOW));
    operation.tick(day(1, { a: [80, 80] }));
    expect(() => operation.tick(day(0, { a: [80] }))).toThrow(DqsError);
    expect(() => operation.tick(day(0, { a: [80] }))).toThrow(
      'expected facts of 2026-11-24T09:00:00.000Z or later, got 2026-11-23T09:00:00.000Z',
    );
  });

  it('done twice tells once, and a series that is gone neither resolves nor tells', () => {
    const operation = new Operation(policyOf(LOW));
    const facts = day(0, { a: [80] });
    expect([operation.sent(facts), operation.sent(facts)]).toEqual([['opened chat'], []]);
    expect(operation.sent(day(1, {}))).toEqual([]);
    expect(operation.state.alerts).toMatchObject([{ phase: 'firing', known: false }]);
  });

  it('tells each receiver of each incident in turn: opened, perhaps updates, resolved, and that under ids of their own', () => {
    const lists = fc.array(
      fc.array(fc.option(fc.constantFrom(99, 80, 40), { freq: 4 }), { minLength: 14, maxLength: 14 }),
      { minLength: 1, maxLength: 4 },
    );
    const keep = fc.constantFrom('1 good result', '2 good results', '1d', '2 results');
    fc.assert(
      fc.property(lists, keep, (all, kept) => {
        const lines = LOW.replace('1 good result', kept);
        const operation = new Operation(policyOf(`${lines}\nincidents: { group_by: [source], reopen_within: 3d }`));
        const sends: Send[] = [];
        for (let i = 0; i < 14; i += 1) {
          const facts = tick(DAY + i, {
            series: all.map((list, k) => series(`s${k}`, { results: results(DAY, list.slice(0, i + 1)) })),
          });
          const missing = all.every((list) => list[i] === null);
          const { sends: now } = operation.tick(facts);
          if (missing && now.length > 0 && kept !== '1d') return false;
          sends.push(...now);
        }
        const stories = new Map<string, string>();
        for (const { incident, kind } of sends) stories.set(incident!, `${stories.get(incident!) ?? ''}${kind} `);
        const isStory = (text: string) => /^opened (updated )*(resolved reopened (updated )*)*(resolved )?$/.test(text);
        return [...stories.values()].every(isStory) && new Set(sends.map(({ id }) => id)).size === sends.length;
      }),
      { numRuns: 150, seed: 23 },
    );
  });
});
