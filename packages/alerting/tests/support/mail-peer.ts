import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

import type { PeerMood } from '../../src/testing/index.js';

/** A mail server that keeps what it gets. */
export interface MailPeer {
  mood: PeerMood;
  readonly port: number;
  readonly mails: ParsedMail[];
  readonly raw: string[];
  /** Receivers of the envelope. */
  readonly receivers: string[][];
  stop(): Promise<void>;
}

const started: MailPeer[] = [];

export async function startMailPeer(): Promise<MailPeer> {
  const [mails, raw, receivers]: [ParsedMail[], string[], string[][]] = [[], [], []];
  const refuse = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'nobody' }),
    onRcptTo: (_address, _session, done) => {
      if (peer.mood === 'refusing') done(refuse(550, 'no such mailbox; you said smtp-very-secret'));
      else if (peer.mood === 'broken') done(refuse(451, 'try again; you said smtp-very-secret'));
      else if (peer.mood !== 'silent') done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        raw.push(text);
        receivers.push(session.envelope.rcptTo.map(({ address }) => address));
        void simpleParser(Readable.from([text])).then((mail) => {
          mails.push(mail);
          done();
        });
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const peer: MailPeer = {
    mood: 'fine',
    port: (server.server.address() as AddressInfo).port,
    mails,
    raw,
    receivers,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
  started.push(peer);
  return peer;
}

export async function stopMailPeers(): Promise<void> {
  await Promise.all(started.splice(0).map((peer) => peer.stop()));
}
