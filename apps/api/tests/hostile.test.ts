import { connect, type AddressInfo, type Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';

import { openWorld, serverOf, type World } from './support/world.js';

/** Short, so that a test sees the end; the order of the times is that of the defaults. */
const LIMITS = { headersMs: 300, requestMs: 600, idleMs: 900, checkEveryMs: 50 };
let world: World;
let server: FastifyInstance;
let port: number;

beforeAll(async () => {
  world = await openWorld();
  server = await serverOf(world.services, LIMITS);
  await server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = server.server.address() as AddressInfo);
});
afterAll(async () => {
  await server.close();
  await world.close();
});

/** A connection and what came over it until it was closed. */
function talk(start: (socket: Socket) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => undefined).on('connect', () => start(socket));
  return new Promise((done) => socket.on('close', () => done(text)));
}

/** On a busy machine this question too may take longer than the times allow: then it is asked again. */
const isAlive = async () => {
  for (let tries = 0; tries < 10; tries += 1) {
    const { status } = await fetch(`http://127.0.0.1:${port}/livez`);
    if (status === 200) return true;
    expect(status).toBe(408);
  }
  return false;
};

const HEAD = 'Host: localhost\r\n';
const POST = `POST /api/v1/forecasts HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\n`;
const LINES = `POST /api/v1/results HTTP/1.1\r\n${HEAD}Content-Type: application/x-ndjson\r\n`;

describe('a client that means no good', () => {
  it('and sends its headers letter by letter is cut off, and so is one that says nothing', async () => {
    const timers: NodeJS.Timeout[] = [];
    const slow = Array.from({ length: 50 }, () =>
      talk((socket) => {
        socket.write('GET /livez HTTP/1.1\r\nX: ');
        timers.push(setInterval(() => socket.write('a'), 50));
      }),
    );
    const silent = Array.from({ length: 50 }, () => talk(() => undefined));
    expect(await isAlive()).toBe(true);
    const answers = await Promise.all([...slow, ...silent]);
    timers.forEach(clearInterval);
    expect(answers.filter((text) => text.includes('200 OK'))).toEqual([]);
    expect(await isAlive()).toBe(true);
  });

  it('and sends a body letter by letter is cut off', async () => {
    let timer: NodeJS.Timeout | undefined;
    const answer = await talk((socket) => {
      socket.write(`${POST}Content-Length: 100000\r\n\r\n[`);
      timer = setInterval(() => socket.write(' '), 50);
    });
    clearInterval(timer);
    expect(answer).toContain('408');
    expect(await isAlive()).toBe(true);
  });

  it('and announces a huge body is refused before it has sent it', async () => {
    const answer = await talk((socket) => socket.write(`${POST}Content-Length: 99999999999\r\n\r\n`));
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('application/problem+json');
  });

  it('and sends a huge body in chunks is refused when it has sent too much', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await talk((socket) => {
      socket.write(`${POST}Transfer-Encoding: chunked\r\n\r\n`);
      for (let i = 0; i < 200; i += 1) socket.write(chunk);
    });
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it('and goes away in the midst of its results leaves no delivery', async () => {
    const before = (await world.deliveries.head()).entries;
    const line = JSON.stringify({ dataset_name: 'x', rule_code: '1', business_date: '2026-04-30', results: 'pass' });
    await talk((socket) => {
      socket.write(`${LINES}Content-Length: 1000000\r\n\r\n${line}\n`);
      setTimeout(() => socket.destroy(), 100);
    });
    expect(await isAlive()).toBe(true);
    await new Promise((done) => setTimeout(done, 100));
    expect((await world.deliveries.head()).entries).toBe(before);
  });

  it('and sends headers without end is refused', async () => {
    const answer = await talk((socket) => socket.write(`GET /livez HTTP/1.1\r\nX: ${'a'.repeat(50_000)}\r\n\r\n`));
    expect(answer).toMatch(/^HTTP\/1.1 431 /);
  });

  it('and never reads its answers is cut off, and the memory of the server stays bounded', async () => {
    const asked = `GET /openapi.json HTTP/1.1\r\n${HEAD}\r\n`.repeat(300);
    const sockets: Socket[] = [];
    const closed = Array.from({ length: 8 }, () => {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      socket.on('error', () => undefined).on('connect', () => socket.write(asked));
      socket.pause();
      return new Promise((done) => socket.on('close', done));
    });
    const before = process.memoryUsage().rss;
    await new Promise((done) => setTimeout(done, 600));
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
    expect(await isAlive()).toBe(true);
    // What was sent is read at the end, so that the client too learns that it was cut off.
    await new Promise((done) => setTimeout(done, 1200));
    sockets.forEach((socket) => socket.resume());
    await Promise.all(closed);
    expect(await isAlive()).toBe(true);
  });
});

describe('a client that asks too often', () => {
  it('is told by RateLimit headers how often it may, and after that to wait', async () => {
    const strict = await serverOf(world.services, { requestsAMinute: 3 });
    const answers = [];
    for (let i = 0; i < 4; i += 1) answers.push(await strict.inject({ url: '/api/v1/series' }));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429]);
    expect(answers[0]!.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2' });
    expect(answers[3]!.json()).toMatchObject({ code: 'rate-exceeded', status: 429 });
    expect(Number(answers[3]!.headers['retry-after'])).toBeGreaterThan(0);
    expect((await strict.inject({ url: '/livez' })).statusCode).toBe(200);
    await strict.close();
  });

  it('or guesses keys, or paths, is stopped sooner', async () => {
    const keys = { principalOf: () => Promise.resolve(undefined) };
    const strict = await serverOf({ ...world.services, keys }, { refusedAMinute: 2 });
    const statuses = [];
    for (const url of ['/api/v1/series', '/api/v1/models', '/api/v1/series']) {
      statuses.push((await strict.inject({ url, headers: { authorization: 'Bearer guess' } })).statusCode);
    }
    expect(statuses).toEqual([401, 401, 429]);
    await strict.close();
  });
});

describe('one idempotency key', () => {
  it('that 32 clients send at once has one effect', async () => {
    const line = JSON.stringify({ dataset_name: 'x', rule_code: '1', business_date: '2026-04-30', results: 'pass' });
    const before = (await world.deliveries.head()).entries;
    const answers = await Promise.all(
      Array.from({ length: 32 }, () =>
        fetch(`http://127.0.0.1:${port}/api/v1/results`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': 'once' },
          body: line,
        }).then((answer) => answer.json() as Promise<{ outcome: string }>),
      ),
    );
    expect(answers.filter(({ outcome }) => outcome === 'added')).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === 'known')).toHaveLength(31);
    expect((await world.deliveries.head()).entries).toBe(before + 1);
  });
});
