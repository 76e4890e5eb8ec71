import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { newNoteKeys, openCheckpoint, signCheckpoint } from '@dqs/core/audit';

import { syslogAnchor } from '../src/index.js';

const { signer, verifier } = newNoteKeys('example.org/audit');
const checkpoint = { origin: 'example.org/audit', size: 12, root: Buffer.alloc(32, 7).toString('base64') };
const note = signCheckpoint(checkpoint, signer);
const clock = { now: () => Date.parse('2026-03-01T10:00:00Z') };
const LINE = /^<109>1 2026-03-01T10:00:00\.000Z [!-~]+ dqs \d+ checkpoint - ([A-Za-z0-9+/=]+)$/;

function opened(line: string) {
  return openCheckpoint(Buffer.from(LINE.exec(line)![1]!, 'base64').toString(), verifier);
}

describe('a checkpoint sent to a syslog server', () => {
  it('arrives by UDP as one message, from which it is opened again', async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    await once(server, 'listening');
    const received = once(server, 'message');
    await syslogAnchor(`syslog://127.0.0.1:${server.address().port}`, clock).write(note);
    const [message] = (await received) as [Buffer];
    server.close();
    expect(opened(message.toString())).toMatchObject({ origin: 'example.org/audit', size: 12 });
  });

  it('arrives by TCP with its length in front', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const arrived = new Promise<string>((told) => {
      server.once('connection', (socket) => {
        let text = '';
        socket.on('data', (part: Buffer) => (text += part.toString())).on('end', () => told(text));
      });
    });
    await syslogAnchor(`syslog+tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, clock).write(note);
    const [, length, line] = /^(\d+) (.*)$/s.exec(await arrived)!;
    server.close();
    expect([Number(length), opened(line!).size]).toEqual([Buffer.byteLength(line!), 12]);
  });

  it('by TCP to where nobody listens is said not to be anchored', async () => {
    await expect(syslogAnchor('syslog+tcp://127.0.0.1:1').write(note)).rejects.toMatchObject({
      code: 'anchor-failed',
      message: expect.stringContaining('127.0.0.1:1'),
    });
  });

  it.each(['', 'constructor', 'https://example.org', 'syslog:', 'syslog:///dev/log', 'syslog+tls://host:6514'])(
    'has no address like %j',
    (address) => {
      expect(() => syslogAnchor(address)).toThrow(expect.objectContaining({ code: 'config-invalid' }) as Error);
    },
  );
});
