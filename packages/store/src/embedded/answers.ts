import { connect } from 'node:net';

import { socketIn } from './run-folder.js';

/** How long a server may think about the first message, in milliseconds. */
const PATIENCE_MS = 2000;
/** Length, version 3.0 and a user: what a client sends first. */
const STARTUP = startupMessage('dqs');
/** The code in the error of a server that starts or ends. */
const CANNOT_CONNECT_NOW = 'C57P03\0';

/** `ready`: it lets clients in; `changing`: it starts, repairs its data or ends; `silent`: nothing is heard. */
export type Answer = 'ready' | 'changing' | 'silent';

/** What the server of a socket says to a client that has not yet shown who it is. */
export function answerOf(runFolder: string): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(socketIn(runFolder));
    const finish = (answer: Answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PATIENCE_MS, () => finish('silent'));
    socket.on('error', () => finish('silent')).on('end', () => finish('silent'));
    socket.on('connect', () => socket.write(STARTUP));
    socket.on('data', (bytes) => finish(bytes.includes(CANNOT_CONNECT_NOW) ? 'changing' : 'ready'));
  });
}

function startupMessage(user: string): Buffer {
  const body = Buffer.from(`user\0${user}\0database\0postgres\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, body]);
}
