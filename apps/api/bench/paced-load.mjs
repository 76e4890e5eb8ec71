// Requests at an even pace over connections that are kept, each timed from when it was due: a generator that sends in bursts would
// measure its own queue, and one that waits for a slow answer before it sends the next would leave out those that wait behind it.
import { connect } from 'node:net';

import { percentile } from '../../../tools/bench/percentile.mjs';

const END = Buffer.from('\r\n\r\n');
/** So long it sleeps between two looks: a loop that never does takes from the server a processor, and from itself its turn. */
const SLEEP_MS = 0.2;
const NOTHING = new Int32Array(new SharedArrayBuffer(4));

/**
 * Milliseconds of percentiles of requests that are sent `perSecond` for `seconds`; how many failed; and how late the generator itself
 * was with the 99th percentile of them, which is part of their times.
 */
export async function pacedLoad({ url, requests, connections, perSecond, seconds }) {
  const { hostname, port } = new URL(url);
  const idle = await Promise.all(Array.from({ length: connections }, () => opened(hostname, port)));
  const [waiting, times, lags] = [[], [], []];
  let failed = 0;
  const send = (socket, { bytes, due }) => {
    socket.done = (status) => {
      times.push(performance.now() - due);
      if (status !== 200) failed += 1;
      const next = waiting.shift();
      if (next) send(socket, next);
      else idle.push(socket);
    };
    socket.write(bytes);
  };
  const texts = requests.map((request) => bytesOf(request, hostname, port));
  const total = Math.floor(perSecond * seconds);
  const begin = performance.now();
  for (let sent = 0; sent < total; ) {
    const now = performance.now();
    for (let due = dueAt(sent); sent < total && due <= now; due = dueAt((sent += 1))) {
      const request = { bytes: texts[sent % texts.length], due };
      lags.push(now - due);
      const socket = idle.pop();
      if (socket) send(socket, request);
      else waiting.push(request);
    }
    // Timers of an event loop are too coarse.
    const rest = dueAt(sent) - performance.now();
    if (rest > 0) Atomics.wait(NOTHING, 0, 0, Math.min(rest, SLEEP_MS));
    await new Promise((next) => setImmediate(next));
  }
  function dueAt(i) {
    return begin + (1000 * i) / perSecond;
  }
  while (times.length < total) await new Promise((next) => setTimeout(next, 5));
  for (const socket of idle) socket.destroy();
  const [of, late] = [times, lags].map((list) => {
    list.sort((a, b) => a - b);
    return (share) => percentile(list, share);
  });
  return { p50: of(0.5), p99: of(0.99), p999: of(0.999), lateP99: late(0.99), failed };
}

function bytesOf({ path, method = 'GET', headers = {}, body = '' }, host, port) {
  const lines = Object.entries({ host: `${host}:${port}`, ...headers, 'content-length': Buffer.byteLength(body) });
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
}

/** A connection that calls `done` with the status of each answer, once it is whole. */
async function opened(host, port) {
  const socket = connect({ host, port: Number(port), noDelay: true });
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = rest.indexOf(END);
    if (end < 0) return;
    const head = rest.toString('latin1', 0, end);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    if (rest.length < end + END.length + length) return;
    rest = rest.subarray(end + END.length + length);
    socket.done(Number(head.slice(9, 12)));
  });
  await new Promise((done, failed) => socket.once('connect', done).once('error', failed));
  return socket;
}
