import { DqsError, SYSTEM_CLOCK, type Clock } from '@dqs/core';
import { errors, jwtVerify, type JWTPayload } from 'jose';

import { orDefault, required } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { IssuerKeys, type IssuerKeysOptions } from './issuer-keys.js';
import { ROLES, type Principal, type Role } from './principal.js';

/** Signatures that only the issuer can make. With a shared secret, or none, whoever checks a token could make one. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** By so much clocks may differ. */
const TOLERANCE_SECONDS = 30;
const MOST_TOKEN_LENGTH = 8192;
/** Three parts of base64url. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const NAME = /^[^\p{Cc}\p{Surrogate}]{1,200}$/u;

/** The settings that say whose tokens are taken, and what in them says who may do what. */
export type TokenSettings = Settings<'oidcIssuer' | 'oidcAudience' | 'oidcRoles' | 'oidcTenants' | 'oidcName'>;

/** Holders of tokens that an OpenID issuer has signed. */
export class TokenPrincipals {
  readonly #issuer: string;
  readonly #audience: string;
  readonly #claims: { readonly roles: string; readonly tenants: string; readonly name: string };
  readonly #keys: IssuerKeys;
  readonly #clock: Clock;

  /** @throws DqsError `config-invalid` for an issuer that is none, and without an audience. */
  constructor(
    settings: TokenSettings & { readonly oidcIssuer: string },
    { clock = SYSTEM_CLOCK, ...options }: IssuerKeysOptions & { readonly clock?: Clock } = {},
  ) {
    this.#issuer = settings.oidcIssuer;
    this.#audience = required(settings.oidcAudience, 'oidcAudience');
    this.#claims = {
      roles: orDefault(settings.oidcRoles, 'oidcRoles'),
      tenants: orDefault(settings.oidcTenants, 'oidcTenants'),
      name: orDefault(settings.oidcName, 'oidcName'),
    };
    this.#keys = new IssuerKeys(settings.oidcIssuer, options);
    this.#clock = clock;
  }

  /**
   * Who holds a token; undefined for a text that is none, that others have signed, that is not for us, has expired, or names no
   * role and no tenants. Nobody gets a role, or all tenants, because a token says nothing of them.
   *
   * @throws DqsError `issuer-unreachable` if nobody can say by now.
   */
  async principalOf(text: string): Promise<Principal | undefined> {
    if (text.length > MOST_TOKEN_LENGTH || !TOKEN.test(text)) return undefined;
    try {
      const { payload } = await jwtVerify(text, (header, token) => this.#keys.key(header, token), {
        issuer: this.#issuer,
        audience: this.#audience,
        algorithms: ALGORITHMS,
        clockTolerance: TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(this.#clock.now()),
      });
      return this.#principal(payload);
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      if (DqsError.is(error)) throw error;
      // What Web Crypto says of a key or signature that does not go together.
      if (error instanceof TypeError || error instanceof DOMException) return undefined;
      throw error;
    }
  }

  #principal(payload: JWTPayload): Principal | undefined {
    const { roles, tenants, name } = this.#claims;
    const [role, ...moreRoles] = textsOf(claimOf(payload, roles)).filter(isRole);
    const named = textsOf(claimOf(payload, tenants));
    const shown = claimOf(payload, name);
    const id = payload.sub;
    if (role === undefined || named.length === 0 || typeof shown !== 'string') return undefined;
    if (!NAME.test(shown) || typeof id !== 'string' || !NAME.test(id)) return undefined;
    return {
      id: `oidc ${id}`,
      name: shown,
      role,
      ...(moreRoles.length > 0 && { moreRoles }),
      ...(!named.includes('*') && { tenants: named }),
    };
  }
}

/** A claim by its name, or by the names on the way to it: `realm_access.roles`. */
function claimOf(payload: JWTPayload, name: string): unknown {
  const own = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? (value as Readonly<Record<string, unknown>>)[key]
      : undefined;
  return own(payload, name) ?? name.split('.').reduce(own, payload as unknown);
}

function textsOf(value: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one): one is string => typeof one === 'string' && one !== '').slice(0, 1000);
}

function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
