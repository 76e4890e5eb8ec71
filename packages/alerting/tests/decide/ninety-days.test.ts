import { Random } from '@dqs/core';

import type { Send } from '../../src/decide/send.js';
import type { SeriesFacts } from '../../src/facts/facts.js';
import { Operation } from '../support/operation.js';
import { policyOf } from '../support/policies.js';
import { MS_PER_HOUR, results, series, tick } from '../support/subjects.js';

const DAYS = 90;
const SERIES = 40;
const POLICY = policyOf(`rules:
  - { id: low, when: 'pass_percentage < 90', clear: 'pass_percentage >= 95', keep_firing: 2 good results }
  - { id: silent, level: source, when: arrival_lag > quantile(0.99), inhibits: { rules: [low], equal: [source] } }
incidents: { group_by: [source, dataset], group_wait: 10m, reopen_within: 3d }
receivers:
  chat: { slack: { channel: C1, token: { env: T } } }
  page: { pagerduty: { routing_key: { env: K } } }
  mail: { email: { to: a@example.com }, at: '07:45' }
budgets: [{ owner: '*', pages: 3 per 7d, overflow: mail }]
routes: [{ to: [chat, page] }]`);

/** Passes of a series by day: some flap from day to day, on some days all fail, on some nothing arrives. */
function history(random: Random, i: number, bulk: ReadonlySet<number>, silent: ReadonlySet<number>): (number | null)[] {
  const chance = () => random.nextUint32() / 2 ** 32;
  const flaps = i % 4 === 0;
  return Array.from({ length: DAYS }, (_, day) => {
    if (silent.has(day)) return null;
    if (bulk.has(day)) return 20;
    if (flaps && day < 70) return day % 2 === 0 ? 70 : 99;
    return chance() < 0.02 ? 70 : 99;
  });
}

describe('ninety days with flapping series, bulk failures and a silent source', () => {
  const random = new Random(41);
  const [bulk, silent] = [new Set([20, 21, 60]), new Set([40, 41, 42])];
  const lists = Array.from({ length: SERIES }, (_, i) => history(random, i, bulk, silent));
  const operation = new Operation(POLICY);
  const sends: Send[] = [];
  const bySilentDay: Send[] = [];
  beforeAll(() => {
    for (let day = 0; day < DAYS; day += 1) {
      const facts: SeriesFacts[] = lists.map((list, i) =>
        series(`d${i}`, { results: results(0, list.slice(0, day + 1)).slice(-28) }),
      );
      const lag = (silent.has(day) ? 20 : 5) * MS_PER_HOUR;
      const source = {
        source: 'shop',
        labels: { owner: 'team-shop' },
        arrived: !silent.has(day),
        arrivalLag: lag,
        quantiles: [{ level: 0.99, lag: 7 * MS_PER_HOUR }],
      };
      const ticked = tick(day, { series: facts, sources: [source] });
      // Every tick twice, as it happens where two workers wake up.
      for (const at of [ticked.at, ticked.at, ticked.at + MS_PER_HOUR, ticked.at + MS_PER_HOUR]) {
        const { sends: now } = operation.tick({ ...ticked, at });
        sends.push(...now);
        if (silent.has(day)) bySilentDay.push(...now);
      }
    }
  });

  it('are one message for each incident and receiver: opened once, resolved once, opened again only after that', () => {
    const stories = new Map<string, string>();
    for (const { incident, receiver, kind } of sends) {
      if (incident === null) continue;
      const key = `${incident} ${receiver}`;
      stories.set(key, `${stories.get(key) ?? ''}${kind} `);
    }
    expect(stories.size).toBeGreaterThan(SERIES);
    const told = [...stories.values()].filter(
      (text) => !/^opened (updated )*(resolved reopened (updated )*)*(resolved )?$/.test(text),
    );
    expect(told).toEqual([]);
  });

  it('use every id once', () => {
    expect(new Set(sends.map(({ id }) => id)).size).toBe(sends.length);
  });

  it('tell of the silent source once and of none of its series', () => {
    const chat = bySilentDay.filter(({ receiver }) => receiver === 'chat');
    expect(chat.map(({ kind, owners }) => [kind, owners])).toEqual([['opened', ['team-shop']]]);
  });

  it('send fewer messages than half of what telling every change would', () => {
    const changes = lists.reduce(
      (sum, list) =>
        sum + list.filter((one, i) => i > 0 && one !== null && one < 90 !== (list[i - 1] ?? 99) < 90).length,
      0,
    );
    expect(sends.filter(({ receiver }) => receiver === 'chat').length).toBeLessThan(changes / 2);
  });
});
