import { createPublicKey } from 'node:crypto';

import { TokenPrincipals } from '@dqs/runtime/serving';
import type { FastifyInstance } from 'fastify';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';

import { newKey, startIssuer, tokenOf, type Issuer, type IssuerKey } from './support/issuer.js';
import { openWorld, serverOf, type World } from './support/world.js';

let world: World;
let issuer: Issuer;
let server: FastifyInstance;
let [rsa, ec]: IssuerKey[] = [];

beforeAll(async () => {
  [world, issuer] = await Promise.all([openWorld(), startIssuer()]);
  [rsa, ec] = await Promise.all([newKey('RS256', 'rsa-1'), newKey('ES256', 'ec-1')]);
  issuer.keys.push(rsa!, ec!);
  server = await serverFor();
});
afterAll(async () => {
  await server.close();
  await world.close();
  await issuer.close();
});

/** A server that takes the tokens of the issuer, and has asked for nothing yet. */
function serverFor(settings: object = {}): Promise<FastifyInstance> {
  const given = { oidcIssuer: issuer.url, oidcAudience: 'dqs', ...settings };
  const tokens = new TokenPrincipals(given, { clock: world.clock, coolDownMs: 100 });
  return serverOf({ ...world.services, tokens }, { refusedAMinute: 10_000 });
}

const seconds = () => Math.floor(world.clock.time / 1000);
const claims = (changed: JWTPayload = {}): JWTPayload => ({
  ...{ iss: issuer.url, aud: 'dqs', sub: 'ann', exp: seconds() + 600, roles: ['viewer'], tenants: '*' },
  ...changed,
});

async function ask(token: string, url = '/api/v1/series', at = server) {
  const answer = await at.inject({ url, headers: { authorization: `Bearer ${token}` } });
  return { status: answer.statusCode, data: answer.json<{ data?: { tenant_id: string }[] }>().data };
}

const status = async (token: string, at = server) => (await ask(token, undefined, at)).status;

describe('a token of the issuer', () => {
  it('lets in with the roles and the tenants that it names', async () => {
    for (const key of [rsa!, ec!]) expect(await status(await tokenOf(key, claims()))).toBe(200);
    const acme = await tokenOf(ec!, claims({ tenants: ['acme'], roles: ['other', 'service', 'viewer'] }));
    const { data } = await ask(acme);
    expect(new Set(data!.map(({ tenant_id }) => tenant_id))).toEqual(new Set(['acme']));
    expect((await ask(acme, '/api/v1/keys')).status).toBe(403);
  });

  it('lets nobody in that names no role of ours, or no tenants: nothing is given by default', async () => {
    const nothing: JWTPayload[] = [
      { roles: undefined },
      { roles: [] },
      { roles: ['owner', 'ADMIN', 'toString'] },
      { roles: { admin: true } },
      { tenants: undefined },
      { tenants: [] },
      { tenants: [7] },
      { sub: undefined },
      { sub: 'a\nb' },
    ];
    for (const changed of nothing) expect(await status(await tokenOf(ec!, claims(changed)))).toBe(401);
  });

  it('is read by the claims that are set, also within others', async () => {
    const other = await serverFor({
      ...{ oidcRoles: 'realm_access.roles', oidcTenants: 'https://dqs.example/tenants', oidcName: 'email' },
    });
    const nested = {
      realm_access: { roles: ['viewer'] },
      'https://dqs.example/tenants': 'acme',
      email: 'ann@x.example',
    };
    expect(await status(await tokenOf(ec!, claims({ ...nested, roles: undefined })), other)).toBe(200);
    expect(await status(await tokenOf(ec!, claims()), other)).toBe(401);
    await other.close();
  });

  it('is good until it expires, half a minute for clocks that differ, and for us alone', async () => {
    const cases: [JWTPayload, number][] = [
      [{ exp: seconds() - 29 }, 200],
      [{ exp: seconds() - 31 }, 401],
      [{ exp: undefined }, 401],
      [{ nbf: seconds() + 29 }, 200],
      [{ nbf: seconds() + 60 }, 401],
      [{ aud: 'others' }, 401],
      [{ aud: ['others', 'dqs'] }, 200],
      [{ aud: undefined }, 401],
      [{ iss: 'https://issuer.example' }, 401],
      [{ iss: `${issuer.url}/` }, 401],
    ];
    for (const [changed, expected] of cases) {
      expect([changed, await status(await tokenOf(ec!, claims(changed)))]).toEqual([changed, expected]);
    }
  });
});

describe('a forged token', () => {
  it('is refused without a signature, and signed with what everybody knows', async () => {
    const pem = createPublicKey({ key: rsa!.jwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const hmac = (secret: string) =>
      new SignJWT(claims({ roles: ['admin'] }))
        .setProtectedHeader({ alg: 'HS256', kid: 'rsa-1' })
        .sign(Buffer.from(secret));
    const forged = [
      new UnsecuredJWT(claims({ roles: ['admin'] })).encode(),
      await hmac(String(pem)),
      await hmac(JSON.stringify(rsa!.jwk)),
      await hmac('x'.repeat(32)),
    ];
    for (const token of forged) expect(await status(token)).toBe(401);
  });

  it('brings no key of its own, by no header', async () => {
    const own = await newKey('ES256', 'ec-1');
    const headers = [
      {},
      { jwk: own.jwk },
      { jku: `${issuer.url}/evil` },
      { x5u: `${issuer.url}/evil` },
      { kid: '../../keys' },
      { kid: 'rsa-1' },
      { kid: '__proto__' },
      { crit: ['exp'], exp: 1 },
    ];
    for (const header of headers) {
      const token = await tokenOf(own, claims({ roles: ['admin'] }), header).catch(() => undefined);
      if (token !== undefined) expect([header, await status(token)]).toEqual([header, 401]);
    }
    expect(issuer.asked).not.toContain('/evil');
  });

  it('is refused with another header, other claims, or a part of the signature', async () => {
    const [head, body, signature] = (await tokenOf(ec!, claims())).split('.') as [string, string, string];
    const admin = Buffer.from(JSON.stringify(claims({ roles: ['admin'] }))).toString('base64url');
    const wrong = [
      `${head}.${admin}.${signature}`,
      `${head}.${body}.${signature.slice(0, -4)}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      `${Buffer.from('{"alg":"RS256","kid":"ec-1"}').toString('base64url')}.${body}.${signature}`,
      `${Buffer.from('{').toString('base64url')}.${body}.${signature}`,
    ];
    for (const token of wrong) expect(await status(token)).toBe(401);
  });

  it('and a huge one cost little', async () => {
    const huge = await tokenOf(ec!, claims({ padding: 'x'.repeat(9000) }));
    const before = issuer.asked.length;
    expect(await status(huge)).toBe(401);
    expect(issuer.asked.length).toBe(before);
  });
});

describe('the keys of the issuer', () => {
  it('are asked for once, and anew when a token names one that is not known, but not for every such token', async () => {
    const fresh = await serverFor();
    const before = issuer.asked.length;
    const good = await tokenOf(ec!, claims());
    await Promise.all(Array.from({ length: 20 }, () => status(good, fresh)));
    expect(issuer.asked.length - before).toBe(2);
    const next = await newKey('ES256', 'ec-2');
    issuer.keys.splice(0, issuer.keys.length, next, rsa!);
    // It has just been asked: within the cool-down nobody asks again.
    const rotated = await tokenOf(next, claims());
    await Promise.all(Array.from({ length: 20 }, () => status(rotated, fresh)));
    expect(issuer.asked.length - before).toBe(2);
    await new Promise((done) => setTimeout(done, 120));
    expect(await status(rotated, fresh)).toBe(200);
    expect(await status(good, fresh)).toBe(401);
    issuer.keys.splice(0, issuer.keys.length, rsa!, ec!);
    await fresh.close();
  });

  it('that cannot be had make a token wait, while keys and health go on, and nobody is let in', async () => {
    issuer.isBroken = true;
    const fresh = await serverFor();
    const token = await tokenOf(ec!, claims());
    const before = issuer.asked.length;
    for (let i = 0; i < 5; i += 1) expect(await status(token, fresh)).toBe(503);
    expect(issuer.asked.length - before).toBe(1);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fresh.inject({ url: '/livez', headers })).statusCode).toBe(200);
    expect((await fresh.inject({ url: '/api/v1/series', headers: { authorization: 'Bearer dqs_x' } })).statusCode).toBe(
      401,
    );
    issuer.isBroken = false;
    await new Promise((done) => setTimeout(done, 120));
    expect(await status(token, fresh)).toBe(200);
    await fresh.close();
  });

  it('are taken from no address that anybody could stand in for', () => {
    for (const oidcIssuer of ['http://issuer.example', 'ftp://x', 'issuer', 'https://a:b@issuer.example']) {
      expect(() => new TokenPrincipals({ oidcIssuer, oidcAudience: 'dqs' })).toThrow(
        /expected the address of an issuer/,
      );
    }
    expect(() => new TokenPrincipals({ oidcIssuer: 'https://issuer.example' })).toThrow(/--oidc-audience/);
  });
});
