import { gunzipSync } from 'node:zlib';

import { Compressed, isCompressible } from '../src/server/compressed.js';
import { openWorld, serverOf, type World } from './support/world.js';

describe('a long answer', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  const asked = async (url: string, headers: Record<string, string> = {}) => {
    const server = await serverOf(world.services);
    const answer = await server.inject({ url, headers });
    await server.close();
    return answer;
  };
  const LONG = '/series/acme%2Forders%2F101.json?range=365';

  it('is compressed for whoever takes it so, says the same, and is marked as equal, not as the same bytes', async () => {
    const plain = await asked(LONG);
    const answer = await asked(LONG, { 'accept-encoding': 'br, gzip;q=0.5' });
    expect(plain.payload.length).toBeGreaterThan(16_384);
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.headers['vary']).toBe('Accept-Encoding');
    expect(Number(answer.headers['content-length'])).toBe(answer.rawPayload.length);
    expect(answer.rawPayload.length).toBeLessThan(plain.payload.length / 2);
    expect(gunzipSync(answer.rawPayload).toString()).toBe(plain.payload);
    expect(answer.headers['etag']).toBe(`W/${plain.headers['etag'] as string}`);
  });

  it('is spared to whoever has it, compressed or not', async () => {
    const { headers } = await asked(LONG, { 'accept-encoding': 'gzip' });
    for (const known of [headers['etag'] as string, (headers['etag'] as string).slice(2)]) {
      const again = await asked(LONG, { 'accept-encoding': 'gzip', 'if-none-match': known });
      expect([again.statusCode, again.payload, again.headers['content-encoding']]).toEqual([304, '', undefined]);
    }
  });

  it('stays as it is for who does not take it so, or says it in a way that has no end', () => {
    const headers = ['', 'identity', 'br', 'gzip;q=0', 'gzip ; q=0.000', 'gzipped', `${','.repeat(5000)}gzip`, '*;q=0'];
    expect(headers.filter((header) => isCompressible('x'.repeat(20_000), header))).toEqual([]);
  });

  it('is one from 16 KiB on', () => {
    expect(['x'.repeat(16_383), 'x'.repeat(16_384)].map((text) => isCompressible(text, 'GZIP'))).toEqual([false, true]);
  });

  it('varies by what is accepted beside what it varied by before', async () => {
    const { headers } = await asked('/api/v1/ledger?limit=10000', { 'accept-encoding': 'gzip', accept: 'text/csv' });
    expect(headers['vary']).toBe(headers['content-encoding'] === 'gzip' ? 'Accept, Accept-Encoding' : 'Accept');
  });
});

describe('compressed texts', () => {
  it('are made once for all who ask at the same time or later', async () => {
    const compressed = new Compressed();
    const [first, second] = await Promise.all([compressed.of('a', 'text'), compressed.of('a', 'text')]);
    expect(second).toBe(first);
    expect(await compressed.of('a', 'text')).toBe(first);
  });

  it('are forgotten beyond their bytes, what was not asked for longest first', async () => {
    const size = (await new Compressed().of('a', 'text of a')).length;
    const compressed = new Compressed(2 * size);
    const [a, b] = [await compressed.of('a', 'text of a'), await compressed.of('b', 'text of b')];
    expect(await compressed.of('a', 'text of a')).toBe(a);
    await compressed.of('c', 'text of c');
    expect(await compressed.of('a', 'text of a')).toBe(a);
    expect(await compressed.of('b', 'text of b')).not.toBe(b);
  });
});
