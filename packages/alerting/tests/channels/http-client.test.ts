import { AddressRules, HttpClient, HttpProblem, type Resolve } from '../../src/channels/index.js';
import { waitOf } from '../../src/channels/http/outcome.js';
import { startPeer, stopPeers, type PeerService } from '../support/http-peer.js';

afterEach(stopPeers);

const FINE: PeerService = () => ({ status: 200, body: 'fine' });
const ask = (client: HttpClient, url: string) => client.send({ url: new URL(url), headers: [], body: '{}' });

/** The problem of a request that must not succeed. */
async function problemOf(asking: Promise<unknown>): Promise<HttpProblem> {
  const problem: unknown = await asking.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(problem instanceof HttpProblem)) throw new Error(`expected an HttpProblem, got ${String(problem)}`);
  return problem;
}

describe('addresses that may be connected to', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:a00:1',
    '::7f00:1',
    '64:ff9b::a00:1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
  ])('%s is no receiver', (address) => {
    expect(new AddressRules().permits(address)).toBe(false);
  });

  it.each(['1.1.1.1', '9.255.255.255', '11.0.0.0', '172.32.0.1', '192.167.1.1', '2606:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => {
      expect(new AddressRules().permits(address)).toBe(true);
    },
  );

  it('an operator allows networks or single addresses, and nothing beside them', () => {
    const rules = new AddressRules(['10.1.0.0/16', 'fd00::/8', '127.0.0.1']);
    expect(['10.1.255.1', 'fd12::1', '127.0.0.1', '::ffff:10.1.0.1'].map((one) => rules.permits(one))).toEqual(
      Array(4).fill(true),
    );
    expect(['10.2.0.1', 'fe80::1', '127.0.0.2'].map((one) => rules.permits(one))).toEqual(Array(3).fill(false));
    expect([rules.isAllowed('10.1.0.1'), rules.isAllowed('1.1.1.1')]).toEqual([true, false]);
  });

  it.each(['10.1.0.0/33', 'fd00::/129', 'localhost', '10.1.0.0/', '10.1.0.0/-1', ''])('%p is no network', (network) => {
    expect(() => new AddressRules([network])).toThrow('expected a network such as 10.1.0.0/16');
  });
});

describe('a request', () => {
  it.each([
    'http://127.0.0.1:9',
    'http://2130706433:9',
    'http://0x7f.1:9',
    'http://017700000001:9',
    'https://127.0.0.1:9',
    'http://[::1]:9',
    'http://[::ffff:127.0.0.1]:9',
    'http://localhost:9',
    'https://169.254.169.254/latest/meta-data/',
    'http://0:9',
  ])('to %s is refused before anything is sent', async (url) => {
    expect((await problemOf(ask(new HttpClient(), url))).kind).toBe('forbidden');
  });

  it('without TLS goes to allowed addresses alone', async () => {
    const client = new HttpClient({ resolve: () => Promise.resolve([{ address: '1.1.1.1', family: 4 }]) });
    const { kind, message } = await problemOf(ask(client, 'http://hooks.example.com'));
    expect([kind, message]).toEqual([
      'forbidden',
      'hooks.example.com is asked without TLS; expected an address that begins with https://',
    ]);
  });

  it('with a password in its address, or by another protocol, is refused', async () => {
    const client = new HttpClient();
    expect((await problemOf(ask(client, 'https://user:very-secret@example.com/'))).message).not.toContain(
      'very-secret',
    );
    expect((await problemOf(ask(client, 'file:///etc/passwd'))).kind).toBe('forbidden');
  });

  it('is refused if one of the addresses of its host is private', async () => {
    const resolve: Resolve = () =>
      Promise.resolve([
        { address: '1.1.1.1', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ]);
    const { kind, message } = await problemOf(ask(new HttpClient({ resolve }), 'https://trap.example.com'));
    expect(kind).toBe('forbidden');
    expect(message).toContain('trap.example.com is at 10.0.0.1, which is no public address and is not allowed');
  });

  it('connects to the address that was checked: an answer of the name service that changes has no effect', async () => {
    const [allowed, forbidden] = [await startPeer(FINE), await startPeer(FINE)];
    let asked = 0;
    // The first answer is allowed, every later one leads elsewhere.
    const resolve: Resolve = () => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
    };
    const client = new HttpClient({ allowedNetworks: ['127.0.0.1'], resolve });
    expect((await ask(client, `http://rebind.example.com:${allowed.port}`)).body).toBe('fine');
    expect(asked).toBe(1);
    // The next request asks again, is answered otherwise, and goes nowhere.
    expect((await problemOf(ask(client, `http://rebind.example.com:${forbidden.port}`))).kind).toBe('forbidden');
    expect(forbidden.requests).toEqual([]);
  });

  it('is answered by a redirect that nobody follows', async () => {
    const inner = await startPeer(FINE);
    const outer = await startPeer(() => ({ status: 307, headers: { location: `${inner.address}/secret` } }));
    const answer = await ask(new HttpClient({ allowedNetworks: ['127.0.0.1'] }), outer.address);
    expect([answer.status, inner.requests.length]).toEqual([307, 0]);
  });

  it('reads the beginning of an answer without end, and keeps its status', async () => {
    const peer = await startPeer(() => ({ status: 200, body: 'x'.repeat(5_000_000) }));
    const client = new HttpClient({ allowedNetworks: ['127.0.0.1'], maxAnswerBytes: 1000 });
    const { status, body } = await ask(client, peer.address);
    expect([status, body.length]).toEqual([200, 1000]);
  });

  it('whose host is unknown, or whose port is closed, is unreachable and says so without its path', async () => {
    const peer = await startPeer(FINE);
    const { address } = peer;
    await stopPeers();
    const client = new HttpClient({ allowedNetworks: ['127.0.0.1'] });
    const { kind, message } = await problemOf(ask(client, `${address}/very-secret`));
    expect([kind, message]).toEqual([
      'unreachable',
      `127.0.0.1:${new URL(address).port} cannot be reached: ECONNREFUSED`,
    ]);
  });
});

describe('how long a peer asks to wait', () => {
  const now = Date.parse('2026-11-24T05:00:00Z');

  it.each([
    ['7', 7000],
    ['0', 0],
    ['1.5', 1500],
    ['Tue, 24 Nov 2026 05:01:00 GMT', 60_000],
    ['Tue, 24 Nov 2026 04:59:00 GMT', 0],
    ['99999999', 86_400_000],
    ['soon', undefined],
    [undefined, undefined],
  ])('%p is %p ms', (text, ms) => {
    expect(waitOf(text, now)).toBe(ms);
  });
});
