import { Secret, SlackChannel, type Delivery } from '../../src/channels/index.js';
import { incidentMessage, threadNote } from '../../src/index.js';
import { EXAMPLE_DIGEST, EXAMPLE_MESSAGE, EXAMPLE_NOTE, firstDelivery } from '../../src/testing/channel-messages.js';
import { localClient } from '../support/benches.js';
import { startPeer, stopPeers } from '../support/http-peer.js';
import { SCENES } from '../support/incident-214.js';
import { SlackService } from '../support/slack-peer.js';

afterEach(stopPeers);

async function openSlack(token = 'xoxb-very-secret') {
  const service = new SlackService();
  const peer = await startPeer(service.answer);
  const settings = { channel: 'C0123', token: new Secret(token), url: `${peer.address}/api/` };
  return { channel: new SlackChannel(settings, localClient()), service, peer };
}

describe('Slack', () => {
  it('shows a whole incident as one message, edited, with a line in its thread for every edit', async () => {
    const { channel, service } = await openSlack();
    let handle: string | undefined;
    const scenes = SCENES.filter(({ facts }) => facts.incident === 'INC-214');
    for (const { name, facts, event } of scenes) {
      const sent = await channel.deliver(firstDelivery(incidentMessage(facts), `msg_${name}`, handle));
      expect(sent.status).toBe('sent');
      if (sent.status === 'sent') ({ handle } = sent);
      if (event === undefined) continue;
      const note = threadNote(facts.incident, event, facts.timeZone);
      expect(await channel.deliver(firstDelivery(note, `note_${name}`, handle))).toEqual({ status: 'sent', handle });
    }
    const [first, ...lines] = service.messages;
    expect([first!.edits, first!.thread, lines.length]).toEqual([6, undefined, 6]);
    expect(new Set(lines.map(({ thread }) => thread))).toEqual(new Set([first!.ts]));
    expect(lines[1]!.content).toBe(
      '<!here> 05:14 critical: odds 91\u00a0% of at least 85, importance 5, earned. Paged team-shop.',
    );
    expect(JSON.stringify(first!.content)).toContain('✓ Resolved: references of orders broken');
  });

  it('finds the message whose answer was lost instead of posting it again, in the channel and in a thread', async () => {
    const { channel, service } = await openSlack();
    await channel.deliver(firstDelivery(EXAMPLE_MESSAGE, 'msg_a'));
    const again: Delivery = { ...firstDelivery(EXAMPLE_MESSAGE, 'msg_a'), attempt: 2 };
    expect(await channel.deliver(again)).toEqual({ status: 'sent', handle: service.messages[0]!.ts });
    const note = firstDelivery(EXAMPLE_NOTE, 'note_a', service.messages[0]!.ts);
    await channel.deliver(note);
    await channel.deliver({ ...note, attempt: 2 });
    expect(service.messages).toHaveLength(2);
  });

  it('posts a second attempt if it may not look for the first: twice is better than never', async () => {
    const { channel, service } = await openSlack();
    service.errors.set('conversations.history', 'missing_scope');
    const delivery = { ...firstDelivery(EXAMPLE_MESSAGE), attempt: 2 };
    expect((await channel.deliver(delivery)).status).toBe('sent');
    expect(service.messages).toHaveLength(1);
  });

  it('waits with a second attempt while it cannot look for the first', async () => {
    const { channel, service } = await openSlack();
    service.errors.set('conversations.history', 'service_unavailable');
    expect((await channel.deliver({ ...firstDelivery(EXAMPLE_MESSAGE), attempt: 2 })).status).toBe('later');
    expect(service.messages).toHaveLength(0);
  });

  it('posts anew if somebody has deleted the message', async () => {
    const { channel, service } = await openSlack();
    const sent = await channel.deliver(firstDelivery(EXAMPLE_MESSAGE, 'msg_2', '1700000000.000001'));
    expect(sent).toEqual({ status: 'sent', handle: service.messages[0]!.ts });
  });

  it.each([
    ['channel_not_found', 'refused'],
    ['not_in_channel', 'refused'],
    ['invalid_blocks', 'refused'],
    ['is_archived', 'gone'],
    ['token_revoked', 'gone'],
    ['internal_error', 'later'],
    ['ratelimited', 'later'],
  ] as const)('that answers %s makes a delivery %s', async (error, status) => {
    const { channel, service } = await openSlack();
    service.errors.set('chat.postMessage', error);
    expect(await channel.deliver(firstDelivery(EXAMPLE_MESSAGE))).toEqual({
      status,
      why: `Slack's chat.postMessage answered ${error}`,
    });
  });

  it('with a wrong token refuses, and the token is not shown', async () => {
    const { channel } = await openSlack('xoxb-wrong-secret');
    const outcome = await channel.deliver(firstDelivery(EXAMPLE_MESSAGE));
    expect(outcome).toEqual({ status: 'refused', why: "Slack's chat.postMessage answered invalid_auth" });
  });

  it('that answers something else than JSON is asked later', async () => {
    const peer = await startPeer(() => ({ status: 200, body: '<html>maintenance</html>' }));
    const settings = { channel: 'C0123', token: new Secret('xoxb-very-secret'), url: `${peer.address}/api/` };
    const outcome = await new SlackChannel(settings, localClient()).deliver(firstDelivery(EXAMPLE_MESSAGE));
    expect(outcome.status).toBe('later');
  });

  it('is told names that mention nobody', async () => {
    const { channel, service } = await openSlack();
    const facts = { ...SCENES[0]!.facts, title: '<!channel> <@U1> *b* `c`', owner: '<!here>' };
    await channel.deliver(firstDelivery(incidentMessage(facts)));
    const shown = JSON.stringify(service.messages[0]!.content);
    expect(shown).not.toMatch(/<[!@]/);
    expect(shown).toContain('&lt;!channel&gt;');
  });

  it.each(['&', '*', '<'])(
    'takes an incident whose names are hundreds of %p, cut to what a text may hold',
    async (sign) => {
      const { channel, service } = await openSlack();
      const name = sign.repeat(200);
      const member = { dataset: name, rule: name, target: 95, state: 'failing' } as const;
      const subject = { kind: 'series', members: [member, member, member] } as const;
      const message = incidentMessage({ ...SCENES[0]!.facts, reason: name, subject });
      expect((await channel.deliver(firstDelivery(message))).status).toBe('sent');
      const shown = JSON.stringify(service.messages[0]!.content);
      expect(shown.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
    },
  );

  it('cuts a digest to what a text may hold, and says so', async () => {
    const { channel, service } = await openSlack();
    await channel.deliver(firstDelivery({ ...EXAMPLE_DIGEST, text: '&'.repeat(1000) }));
    expect(JSON.stringify(service.messages[0]!.content)).toMatch(/"(?:&amp;){599}…"/);
  });

  it('is called at an address without a slash at its end as at one with it', async () => {
    const service = new SlackService();
    const peer = await startPeer(service.answer);
    const settings = { channel: 'C0123', token: new Secret('xoxb-very-secret'), url: `${peer.address}/api` };
    const outcome = await new SlackChannel(settings, localClient()).deliver(firstDelivery(EXAMPLE_MESSAGE));
    expect(outcome.status).toBe('sent');
    expect(peer.requests[0]!.url.pathname).toBe('/api/chat.postMessage');
  });

  it('has no thread for a line without its message', async () => {
    const { channel } = await openSlack();
    expect((await channel.deliver(firstDelivery(EXAMPLE_NOTE))).status).toBe('refused');
  });
});
