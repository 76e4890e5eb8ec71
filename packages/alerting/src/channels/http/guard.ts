import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';

import type { AddressRules } from './addresses.js';
import { HttpProblem } from './http-problem.js';

/** An address of a host. */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/** Finds the addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly HostAddress[]>;

/** The resolver of the machine. */
export const SYSTEM_RESOLVE: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * What a connection asks for the addresses of its host. It goes to an address that was checked, and to no other: nobody
 * asks the name service again in between, so that an answer that changes has no effect.
 *
 * @param isPlain whether the connection goes without TLS, which only addresses allowed by name may.
 */
export function guardedLookup(rules: AddressRules, resolve: Resolve, isPlain: boolean): LookupFunction {
  return (host, options, answer) => {
    checkedAddresses(host, rules, resolve, isPlain).then(
      (found) => (options.all ? answer(null, [...found]) : answer(null, found[0]!.address, found[0]!.family)),
      (error: Error) => answer(error, '', 0),
    );
  };
}

async function checkedAddresses(host: string, rules: AddressRules, resolve: Resolve, isPlain: boolean) {
  const found = await resolve(host);
  if (found.length === 0) throw new HttpProblem('unreachable', `${host} has no address`);
  // One private address among public ones is a trap, too.
  for (const { address } of found) assertAddress(host, address, rules, isPlain);
  return found;
}

/**
 * Refuses a host that is an address itself; for it no connection asks for addresses.
 *
 * @throws HttpProblem `forbidden`.
 */
export function assertLiteral(host: string, rules: AddressRules, isPlain: boolean): void {
  const address = host.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0) assertAddress(host, address, rules, isPlain);
}

function assertAddress(host: string, address: string, rules: AddressRules, isPlain: boolean): void {
  if (!rules.permits(address)) {
    throw new HttpProblem('forbidden', `${host} is at ${address}, which is no public address and is not allowed`);
  }
  if (isPlain && !rules.isAllowed(address)) {
    throw new HttpProblem('forbidden', `${host} is asked without TLS; expected an address that begins with https://`);
  }
}
