import { BlockList, isIP } from 'node:net';

import { DqsError } from '@dqs/core';

/**
 * Networks that no receiver on the internet has (IANA special-purpose registries, RFC 6890 and its updates): loopback,
 * private, link-local with the metadata services of clouds, shared, documentation, multicast, reserved.
 */
const SPECIAL_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Azure's metadata and management address, public by its number.
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Of version 6 only 2000::/3 is in use; within it these carry other addresses inside them, or none. */
const SPECIAL_V6 = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

/**
 * Networks of a house: loopback and private addresses. Link-local ones, where clouds keep the credentials of a machine, are
 * none of them.
 */
export const PRIVATE_NETWORKS = [
  '10.0.0.0/8',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1',
  'fc00::/7',
] as const;

/** Metadata services within private networks; no permission of a network includes them. */
const METADATA = networksOf([{ address: 'fd00:ec2::254', bits: 128 }]);

interface Network {
  readonly address: string;
  readonly bits: number;
}

/** Networks of one version: a list of both would find an address of version 4 in networks of version 6. */
type Networks = Readonly<Record<Family, BlockList>>;

type Family = 'ipv4' | 'ipv6';

const SPECIAL = networksOf([...SPECIAL_V4, ...SPECIAL_V6].map(([address, bits]) => ({ address, bits })));

function networksOf(networks: readonly Network[]): Networks {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const { address, bits } of networks) lists[familyOf(address)].addSubnet(address, bits, familyOf(address));
  return lists;
}

function isIn(networks: Networks, address: string): boolean {
  return networks[familyOf(address)].check(address, familyOf(address));
}

/** Which addresses may be connected to: public ones, and those of the networks that an operator allows. */
export class AddressRules {
  readonly #allowed: Networks;

  /**
   * @param allowed networks as `10.1.0.0/16`, `fd00::/8` or one address.
   * @throws DqsError `invalid-argument` for a text that is no network.
   */
  constructor(allowed: readonly string[] = []) {
    this.#allowed = networksOf(allowed.map(networkOf));
  }

  /** Whether an address was allowed by name: only there may a connection go without TLS. */
  isAllowed(address: string): boolean {
    const plain = withoutMapping(address);
    return isIn(this.#allowed, plain) && !isIn(METADATA, plain);
  }

  /** Whether an address may be connected to. */
  permits(address: string): boolean {
    return this.isAllowed(address) || !isIn(SPECIAL, withoutMapping(address));
  }
}

function networkOf(text: string): Network {
  const [address = '', bits] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : NaN;
  if (version === 0 || !(length <= most)) {
    const message = `expected a network such as 10.1.0.0/16 or fd00::/8, got ${JSON.stringify(text)}`;
    throw new DqsError('invalid-argument', message, { details: { network: text } });
  }
  return { address, bits: length };
}

/** `::ffff:10.0.0.1` is 10.0.0.1. Zones, `fe80::1%eth0`, say nothing here. */
function withoutMapping(address: string): string {
  const plain = address.split('%', 1)[0]!;
  return /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(plain)?.[1] ?? plain;
}

function familyOf(address: string): Family {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}
