import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { hostname } from 'node:os';

import { DqsError, SYSTEM_CLOCK, type Clock } from '@dqs/core';

import { anchorFailed, type AnchorWriter } from './anchors.js';

/** Facility 13, log audit, of severity 5, notice. */
const PRIORITY = 13 * 8 + 5;
/** Ports of RFC 5426 and RFC 6587. */
const PORTS = new Map([
  ['syslog:', 514],
  ['syslog+tcp:', 601],
]);
/** Until a server has taken it, milliseconds. */
const WAIT_MS = 10_000;

/**
 * Checkpoints sent to a syslog server (RFC 5424), `syslog://host:514` by UDP, of which nobody learns whether it arrived, or
 * `syslog+tcp://host:601`. Servers rewrite line ends, so a checkpoint is sent as base64.
 *
 * @throws DqsError `config-invalid` for what is no such URL; `anchor-failed` from `write` where it cannot be sent.
 */
export function syslogAnchor(address: string, { now }: Clock = SYSTEM_CLOCK): AnchorWriter {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const standard = url && PORTS.get(url.protocol);
  if (url === undefined || standard === undefined || url.hostname === '') {
    throw new DqsError(
      'config-invalid',
      'expected a URL such as syslog://host:514 or syslog+tcp://host:601, got another text',
    );
  }
  const target = { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? standard : Number(url.port) };
  const send = url.protocol === 'syslog:' ? sendDatagram : sendByStream;
  return {
    write: async (note) => {
      try {
        await send(Buffer.from(messageOf(note, now())), target);
      } catch (cause) {
        throw anchorFailed(`${url.host}: ${(cause as Error).message}`, cause);
      }
    },
  };
}

function messageOf(note: string, now: number): string {
  // What a name of a host may hold is for RFC 5424 to say: printable ASCII without spaces.
  const host =
    hostname()
      .replace(/[^!-~]/g, '')
      .slice(0, 255) || '-';
  const text = Buffer.from(note).toString('base64');
  return `<${PRIORITY}>1 ${new Date(now).toISOString()} ${host} dqs ${process.pid} checkpoint - ${text}`;
}

interface Target {
  readonly host: string;
  readonly port: number;
}

async function sendDatagram(message: Buffer, { host, port }: Target): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((done, failed) => {
      socket.once('error', failed);
      socket.send(message, port, host, (error) => (error ? failed(error) : done()));
    });
  } finally {
    socket.close();
  }
}

/** Framed by its length, RFC 6587. */
async function sendByStream(message: Buffer, target: Target): Promise<void> {
  const signal = AbortSignal.timeout(WAIT_MS);
  const socket = connect(target);
  const stop = () => socket.destroy(new Error(`no answer within ${WAIT_MS} ms`));
  signal.addEventListener('abort', stop, { once: true });
  try {
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    socket.resume().end(Buffer.concat([Buffer.from(`${message.byteLength} `), message]));
    await closed;
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}
