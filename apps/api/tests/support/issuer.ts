import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

/** A key of an issuer. */
export interface IssuerKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** An OpenID issuer on this machine: it tells its configuration and its keys. */
export interface Issuer {
  readonly url: string;
  /** Keys that it tells; tests change them. */
  readonly keys: IssuerKey[];
  /** Requests that it has answered. */
  readonly asked: string[];
  /** While true it answers nothing but 500. */
  isBroken: boolean;
  close(): Promise<void>;
}

/** Starts an issuer without keys. */
export async function startIssuer(): Promise<Issuer> {
  const server = createServer((request, answer) => {
    issuer.asked.push(request.url ?? '');
    if (issuer.isBroken) return void answer.writeHead(500).end();
    const known =
      request.url === '/keys'
        ? { keys: issuer.keys.map(({ jwk }) => jwk) }
        : { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` };
    answer.setHeader('content-type', 'application/json').end(JSON.stringify(known));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer: Issuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys: [],
    asked: [],
    isBroken: false,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return issuer;
}

/** Makes a key. */
export async function newKey(alg: string, kid: string): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** A token of claims, signed by a key. */
export function tokenOf(
  { privateKey, alg, kid }: Pick<IssuerKey, 'privateKey' | 'alg' | 'kid'>,
  claims: JWTPayload,
  header: object = {},
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, kid, typ: 'JWT', ...header }).sign(privateKey);
}
