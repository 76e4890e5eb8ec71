import { forecastFacts, jobFacts, MemoryAlertingStore, outboxFacts, type SeriesFacts } from '../../src/index.js';
import { playAlerting, PlayService } from '../../src/testing/index.js';
import { NAME } from '../../src/testing/alerting-store-case.js';
import { incident, NOW } from '../../src/testing/outbox-case.js';

const HOUR = 3_600_000;

describe('the facts of outboxes', () => {
  it('are of each alerting: how long a message has waited, and how each receiver does', async () => {
    const store = new MemoryAlertingStore();
    await playAlerting(store, new PlayService());
    expect(await outboxFacts(store, NOW)).toEqual([
      { part: 'outbox of checks', kind: 'outbox', labels: {}, age: 0 },
      ...['chat', 'mail', 'page'].map((name) => ({
        part: `channel ${name} of checks`,
        kind: 'channel',
        labels: {},
        ok: true,
        failures: 0,
      })),
    ]);
  });

  it('know a receiver that is off, one that refuses, and one that fails again and again', async () => {
    const store = new MemoryAlertingStore();
    await playAlerting(store, new PlayService());
    const outbox = store.outboxOf(NAME);
    const messages = ['chat', 'mail', 'page'].map((receiver) => incident(receiver, { receiver, subject: 'new' }));
    await store.transact((tx) => outbox.enqueue(tx, messages));
    for (let attempt = 0; attempt < 4; attempt += 1) {
      for (const claim of await outbox.claim({ now: NOW, leaseMs: 0, limit: 10 })) {
        const { receiver } = claim.message;
        if (receiver === 'chat') await outbox.settle(claim, { kind: 'gone', why: 'answered 410' }, NOW);
        if (receiver === 'mail') await outbox.settle(claim, { kind: 'dead', why: 'no such address' }, NOW);
        if (receiver === 'page') await outbox.settle(claim, { kind: 'later', why: 'busy', dueAt: NOW }, NOW);
      }
    }
    const facts = new Map((await outboxFacts(store, NOW + HOUR)).map((one) => [one.part, one]));
    expect(facts.get('outbox of checks')).toMatchObject({ age: HOUR });
    expect(facts.get('channel chat of checks')).toMatchObject({ ok: false, failures: 1 });
    expect(facts.get('channel mail of checks')).toMatchObject({ ok: false, failures: 0 });
    expect(facts.get('channel page of checks')).toMatchObject({ ok: true, failures: 4 });
    // A letter that was refused long ago says nothing of today.
    const later = new Map((await outboxFacts(store, NOW + 100 * HOUR)).map((one) => [one.part, one]));
    expect(later.get('channel mail of checks')).toMatchObject({ ok: true });
  });
});

describe('the facts of forecasts', () => {
  const series = (id: string, of: Partial<SeriesFacts> & { source: string; forecastDay?: number }): SeriesFacts => ({
    id,
    labels: { source: of.source },
    target: 95,
    importance: 1,
    day: 10,
    results: [{ day: 10, passes: 1, fails: 0, errors: 0 }],
    ...(of.forecastDay !== undefined && {
      forecast: {
        day: of.forecastDay,
        pBelowTarget: 0.1,
        expected: 99,
        predicted: 99,
        lower80: 98,
        upper80: 100,
        lower95: 97,
        upper95: 100,
        naive: 99,
      },
    }),
    ...of,
  });
  const sources = ['shop', 'ads'].map((source) => ({
    source,
    labels: {},
    arrived: source === 'shop',
    quantiles: [],
  }));

  it('are the share of those series that have a forecast whose results are there', () => {
    const facts = forecastFacts({
      day: 10,
      sources,
      series: [
        series('a', { source: 'shop', forecastDay: 11 }),
        series('b', { source: 'shop', forecastDay: 10 }),
        series('late', { source: 'ads' }),
        series('without results', { source: 'shop', results: [] }),
      ],
    });
    expect(facts).toEqual({ part: 'forecasts', kind: 'forecasts', labels: {}, share: 0.5 });
  });

  it('say nothing where nothing is due', () => {
    expect(forecastFacts({ day: 10, sources, series: [series('late', { source: 'ads' })] })).not.toHaveProperty(
      'share',
    );
  });
});

describe('the facts of jobs', () => {
  const jobs = (of: object) =>
    jobFacts([{ kind: 'grade', oldestDueAt: null, oldestStartedAt: null, failed: 0, ...of }], NOW)[0];

  it('are how long the oldest has waited, or has run beyond two hours, and how many failed for good', () => {
    expect(jobs({})).toEqual({ part: 'jobs grade', kind: 'job', labels: {}, age: 0, failures: 0 });
    expect(jobs({ oldestDueAt: NOW - HOUR })).toMatchObject({ age: HOUR });
    expect(jobs({ oldestStartedAt: NOW - HOUR })).toMatchObject({ age: 0 });
    expect(jobs({ oldestStartedAt: NOW - 5 * HOUR, oldestDueAt: NOW - HOUR, failed: 2 })).toMatchObject({
      age: 3 * HOUR,
      failures: 2,
    });
  });
});
