import { EmailChannel, mailServerOf, Secret } from '../../src/channels/index.js';
import { incidentMessage } from '../../src/index.js';
import { EXAMPLE_DIGEST, EXAMPLE_MESSAGE, firstDelivery } from '../../src/testing/channel-messages.js';
import { SCENES } from '../support/incident-214.js';
import { startMailPeer, stopMailPeers } from '../support/mail-peer.js';

afterEach(stopMailPeers);

async function openEmail(...to: string[]) {
  const peer = await startMailPeer();
  const server = { host: '127.0.0.1', port: peer.port, allowPlain: true };
  const receivers = to.length === 0 ? ['{owner}@example.com'] : to;
  return { channel: new EmailChannel({ to: receivers, from: 'DQS <dqs@example.com>', server }), peer };
}

describe('the address of a mail server', () => {
  it.each([
    ['smtps://dqs:p%40ss@mail.example.com', { host: 'mail.example.com', port: 465, secure: true, allowPlain: false }],
    ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, secure: false, allowPlain: false }],
    ['smtp://[::1]:25?plain=yes', { host: '::1', port: 25, secure: false, allowPlain: true }],
  ])('%s', (address, expected) => {
    expect(mailServerOf(new Secret(address))).toMatchObject(expected);
  });

  it('holds user and password', () => {
    const { user, password } = mailServerOf(new Secret('smtps://dqs:p%40ss@mail.example.com'));
    expect([user, password!.reveal()]).toEqual(['dqs', 'p@ss']);
  });

  it.each([
    'https://very-secret@mail.example.com',
    'very-secret',
    'smtp://',
    'smtp://dqs:very-secret%zz@mail.example.com',
  ])('%s is none, and is not shown', (address) => {
    const read = () => mailServerOf(new Secret(address));
    expect(read).toThrow('expected the address of a mail server');
    expect(read).not.toThrow('very-secret');
  });
});

describe('mail', () => {
  it('about one incident is one thread: every later mail answers the first', async () => {
    const { channel, peer } = await openEmail();
    let handle: string | undefined;
    for (const { name, facts } of SCENES.slice(0, 3)) {
      const sent = await channel.deliver(firstDelivery(incidentMessage(facts), `msg_${name}`, handle));
      if (sent.status === 'sent') ({ handle } = sent);
    }
    const [first, second, third] = peer.mails;
    expect(first!.messageId).toBe('<msg_1-opened@example.com>');
    expect([first!.inReplyTo, second!.inReplyTo, third!.inReplyTo]).toEqual([
      undefined,
      first!.messageId,
      first!.messageId,
    ]);
    expect(first!.subject).toBe('Likely to fail: customers · fresh [INC-214]');
    expect(first!.text).toContain('69\u00a0% likely below its target of 95 today');
    expect(first!.headers.get('auto-submitted')).toBe('auto-generated');
    expect(peer.receivers[0]).toEqual(['team-shop@example.com']);
  });

  it('with a digest has a text and a page, and no picture', async () => {
    const { channel, peer } = await openEmail();
    await channel.deliver(firstDelivery(EXAMPLE_DIGEST));
    const [mail] = peer.mails;
    expect([mail!.subject, mail!.text!.trim(), mail!.html]).toEqual([
      EXAMPLE_DIGEST.subject,
      EXAMPLE_DIGEST.text.trim(),
      EXAMPLE_DIGEST.html,
    ]);
    expect(mail!.attachments).toEqual([]);
  });

  it('about what nobody owns goes to the addresses without an owner, or is refused', async () => {
    const { owner: _, ...facts } = SCENES[0]!.facts;
    const message = incidentMessage(facts);
    const { channel, peer } = await openEmail('{owner}@example.com', 'data@example.com');
    expect((await channel.deliver(firstDelivery(message))).status).toBe('sent');
    expect(peer.receivers).toEqual([['data@example.com']]);
    const without = await openEmail();
    expect((await without.channel.deliver(firstDelivery(message))).status).toBe('refused');
  });

  it.each(['a@b.example, all@example.com', 'x>\r\nRCPT TO:<all@example.com', 'a b', '"q"'])(
    'to an owner %p, whose name is no part of an address, goes to nobody',
    async (owner) => {
      const { channel, peer } = await openEmail();
      const message = incidentMessage({ ...SCENES[0]!.facts, owner });
      expect((await channel.deliver(firstDelivery(message))).status).toBe('refused');
      expect(peer.raw).toEqual([]);
    },
  );

  it('an owner that is an address is written to as it is', async () => {
    const { channel, peer } = await openEmail();
    await channel.deliver(firstDelivery(incidentMessage({ ...SCENES[0]!.facts, owner: 'ines@shop.example' })));
    expect(peer.receivers).toEqual([['ines@shop.example']]);
  });

  it('goes out encrypted or not at all, unless plain mail is allowed', async () => {
    const peer = await startMailPeer();
    const server = { host: '127.0.0.1', port: peer.port, user: 'dqs', password: new Secret('very-secret') };
    const settings = { to: ['a@example.com'], from: 'dqs@example.com', server };
    const outcome = await new EmailChannel(settings).deliver(firstDelivery(EXAMPLE_MESSAGE));
    expect(outcome.status).toBe('refused');
    expect(peer.raw).toEqual([]);
  });

  it('that a server refuses for good is refused, and for now is sent later', async () => {
    const { channel, peer } = await openEmail();
    peer.mood = 'refusing';
    expect(await channel.deliver(firstDelivery(EXAMPLE_MESSAGE))).toMatchObject({
      status: 'refused',
      why: expect.stringContaining('mail server 127.0.0.1: 550 no such mailbox') as string,
    });
    peer.mood = 'broken';
    expect((await channel.deliver(firstDelivery(EXAMPLE_MESSAGE))).status).toBe('later');
  });
});
