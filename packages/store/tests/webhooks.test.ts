import type { OutboxMessage } from '@dqs/alerting';

import { PostgresEvents, PostgresWebhooks, type NewEvent, type Webhook } from '../src/index.js';
import { describeOnPlaces } from './support/contract-places.js';

const hook = (id: string, more: Partial<Webhook> = {}): Webhook => ({
  id,
  createdAt: 1000,
  createdBy: 'ann',
  url: `https://example.com/${id}`,
  secrets: [{ text: 'whsec_1' }],
  ...more,
});

const eventOf = (type: string, more: Partial<NewEvent> = {}): NewEvent => ({
  at: 2000,
  type,
  subject: 'INC-1',
  data: null,
  ...more,
});

describeOnPlaces('webhooks', (it, placeOf) => {
  const webhooks = () => new PostgresWebhooks(placeOf().keeper);
  const happen = (...events: NewEvent[]) => new PostgresEvents(placeOf().keeper).append(events);
  const queued = async (id: string) =>
    (await webhooks().recent(id, 10)).map(({ message: { content } }) => (content as { type?: string }).type);
  beforeEach(() =>
    placeOf().keeper.withClient((client) =>
      client.query('TRUNCATE dqs.event, dqs.webhook, dqs.outbox_message, dqs.outbox_receiver'),
    ),
  );

  it('are kept as they were made, in that order', async () => {
    const late = hook('a', { createdAt: 2000, types: ['incident'], tenants: ['no\0rth'] });
    for (const one of [late, hook('c'), hook('b')]) await webhooks().add(one);
    expect(await webhooks().list()).toEqual([hook('b'), hook('c'), late]);
    expect(await webhooks().get('a')).toEqual(late);
    expect(await webhooks().get('\0')).toBeUndefined();
  });

  it('change their secrets and nothing else, if they are there', async () => {
    await webhooks().add(hook('a'));
    const secrets = [{ text: 'whsec_2' }, { text: 'whsec_1', until: 5000 }];
    expect(await webhooks().change('a', (before) => [secrets[0]!, { ...before.secrets[0]!, until: 5000 }])).toEqual(
      hook('a', { secrets }),
    );
    expect(await webhooks().get('a')).toEqual(hook('a', { secrets }));
    expect(await webhooks().change('b', () => secrets)).toBeUndefined();
    expect(await webhooks().list()).toHaveLength(1);
  });

  it('are told of what happens after they were made, each event once', async () => {
    await happen(eventOf('day.graded'));
    await webhooks().add(hook('a'));
    expect([await webhooks().isDue(3000), await webhooks().queue()]).toEqual([false, { queued: 0, isMore: false }]);
    await happen(eventOf('incident.opened', { data: { text: '\0' } }), eventOf('incident.resolved'));
    expect(await webhooks().isDue(3000)).toBe(true);
    const both = await Promise.all([webhooks().queue(), webhooks().queue()]);
    expect(both.map((one) => one.queued).sort()).toEqual([0, 2]);
    expect((await webhooks().recent('a', 10)).map(({ message }) => message)).toEqual(
      [3, 2].map((number) => ({
        id: `a_${number}`,
        receiver: 'a',
        subject: 'INC-1',
        content: {
          kind: 'event',
          ...eventOf(
            number === 2 ? 'incident.opened' : 'incident.resolved',
            number === 2 ? { data: { text: '\0' } } : {},
          ),
        },
        anew: true,
        createdAt: 2000,
      })),
    );
    expect(await webhooks().recent('a', 1)).toHaveLength(1);
  });

  it('are due as long as a message waits for them', async () => {
    await webhooks().add(hook('a'));
    await happen(eventOf('incident.opened'));
    await webhooks().queue();
    expect([await webhooks().isDue(1999), await webhooks().isDue(2000)]).toEqual([false, true]);
    const [claim] = await webhooks().outbox.claim({ now: 3000, leaseMs: 1000, limit: 1 });
    await webhooks().outbox.settle(claim!, { kind: 'sent' }, 3000);
    expect(await webhooks().isDue(1e12)).toBe(false);
  });

  it('hear of types that they ask for, or of areas of them, and of their tenants', async () => {
    await webhooks().add(hook('all'));
    await webhooks().add(hook('area', { types: ['incident'] }));
    await webhooks().add(hook('type', { types: ['incident.opened', 'day'] }));
    await webhooks().add(hook('north', { tenants: ['north'] }));
    await happen(
      eventOf('incident.opened', { tenant: 'north' }),
      eventOf('incident.resolved', { tenant: 'south' }),
      eventOf('incidents.counted'),
      eventOf('day.graded'),
    );
    expect(await webhooks().queue()).toEqual({ queued: 4 + 2 + 2 + 1, isMore: false });
    expect(await Promise.all(['all', 'area', 'type', 'north'].map(queued))).toEqual([
      ['day.graded', 'incidents.counted', 'incident.resolved', 'incident.opened'],
      ['incident.resolved', 'incident.opened'],
      ['day.graded', 'incident.opened'],
      ['incident.opened'],
    ]);
    expect(await webhooks().queue()).toEqual({ queued: 0, isMore: false });
  });

  it('hear of many events in several goes, and of all of them', async () => {
    await webhooks().add(hook('a'));
    await webhooks().add(hook('b', { types: ['never'] }));
    await happen(...Array.from({ length: 401 }, () => eventOf('day.graded')));
    const goes: Awaited<ReturnType<PostgresWebhooks['queue']>>[] = [];
    do goes.push(await webhooks().queue());
    while (goes.at(-1)!.isMore);
    expect(goes).toEqual([
      { queued: 200, isMore: true },
      { queued: 200, isMore: true },
      { queued: 1, isMore: false },
    ]);
    expect(new Set((await webhooks().recent('a', 1000)).map(({ message }) => message.id)).size).toBe(401);
    expect(await webhooks().recent('b', 10)).toEqual([]);
  });

  it('that are removed take along what was queued for them, and nothing else', async () => {
    for (const id of ['a', 'b']) await webhooks().add(hook(id));
    await happen(eventOf('incident.opened'));
    await webhooks().queue();
    await webhooks().remove('a');
    expect([await queued('a'), await queued('b')]).toEqual([[], ['incident.opened']]);
    expect((await webhooks().list()).map(({ id }) => id)).toEqual(['b']);
    expect(await webhooks().outbox.receivers()).toEqual(['b']);
  });

  it('that were gone are tried again when something is sent to them by hand', async () => {
    await webhooks().add(hook('a'));
    const test: OutboxMessage = {
      id: 'test',
      receiver: 'a',
      subject: 'test',
      content: { kind: 'event', ...eventOf('webhook.test') },
      anew: true,
      createdAt: 2000,
    };
    await happen(eventOf('incident.opened'));
    await webhooks().queue();
    const [claim] = await webhooks().outbox.claim({ now: 3000, leaseMs: 1000, limit: 1 });
    await webhooks().outbox.settle(claim!, { kind: 'gone', why: '410' }, 3000);
    expect((await webhooks().outbox.status()).off).toEqual([{ receiver: 'a', why: '410', at: 3000 }]);
    expect(await webhooks().isDue(1e12)).toBe(false);
    await webhooks().send(test);
    expect((await webhooks().outbox.status()).off).toEqual([]);
    expect(await webhooks().isDue(1e12)).toBe(true);
    expect(await queued('a')).toContain('webhook.test');
  });
});
