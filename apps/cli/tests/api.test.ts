import { once } from 'node:events';
import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, finished, scratchFolder, start } from './support/dqs.js';
import { expectFine, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
const store = join(folder, 'store');
const model = join(folder, 'model');

beforeAll(async () => {
  const history = await smallHistory(folder);
  await smallBundle(folder, history);
  await expectFine(['collect', history, '--store', store]);
});

/** Requests that a server answers while the gates of one promotion are asked. */
const MEANWHILE = 100;

/** A server that listens on a free port, where, and what it has said. */
async function serving(...args: string[]) {
  const child = start(['api', '--store', store, '--model', model, '--port', '0', ...args]);
  const end = finished(child);
  const [line] = (await once(child.stderr!, 'data')) as [string];
  const said = JSON.parse(line.split('\n')[0]!) as { url: string; msg: string };
  return { child, end, ...said };
}

interface Gated {
  readonly to?: string;
  readonly gates?: { readonly checks: readonly object[] };
}

describe('dqs api', () => {
  it('serves this machine without a key and says so, and ends well when it is asked to', async () => {
    const { child, end, url, msg } = await serving();
    expect(msg).toContain('nobody is asked for a key');
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const { data } = (await (await fetch(`${url}/api/v1/series`)).json()) as { data: Record<string, string>[] };
    expect(data).toHaveLength(6);
    const [{ dataset_uuid: dataset, rule_code: rule }] = data as [Record<string, string>];
    const tensor = (name: string, text: string) => ({ name, shape: [1], datatype: 'BYTES', data: [text] });
    const inputs = [
      tensor('dataset_uuid', dataset!),
      tensor('rule_code', rule!),
      tensor('business_date', '2031-01-01'),
    ];
    const answer = await fetch(`${url}/v2/models/model/infer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ inputs }),
    });
    expect(await answer.json()).toMatchObject({ model_name: 'model', outputs: expect.any(Array) });
    child.kill('SIGTERM');
    const { code, stdout } = await end;
    expect([code, stdout]).toEqual([0, `${url} has stopped\n`]);
  });

  it('asks for the keys of the store where it is told to, and refuses one that was revoked', async () => {
    const made = JSON.parse(
      await expectFine(['keys', 'create', '--store', store, '--name', 'ann', '--role', 'viewer', '--json']),
    ) as { id: string; text: string };
    const { child, end, url } = await serving('--auth', 'keys');
    const status = async (key?: string) =>
      (await fetch(`${url}/api/v1/series`, key ? { headers: { authorization: `Bearer ${key}` } } : {})).status;
    expect(await status()).toBe(401);
    expect(await status(made.text)).toBe(200);
    await expectFine(['keys', 'revoke', made.id, '--store', store]);
    const until = Date.now() + 5000;
    while ((await status(made.text)) === 200 && Date.now() < until) await new Promise((done) => setTimeout(done, 200));
    expect(await status(made.text)).toBe(401);
    child.kill('SIGTERM');
    expect((await end).code).toBe(0);
    const listed = await expectFine(['keys', 'list', '--store', store]);
    expect(listed).toMatch(new RegExp(`${made.id} +ann +viewer +all`));
    expect(listed).not.toContain(made.text.split('_')[3]!);
  });

  it('answers others while the gates of a promotion are asked, and says what they found', async () => {
    const registry = ['--registry', join(folder, 'registry')];
    for (let i = 0; i < 2; i += 1) await expectFine(['registry', 'register', 'checks', '--model', model, ...registry]);
    const { child, end, url } = await serving(...registry);
    const order: string[] = [];
    const promote = async (version: string, headers: Record<string, string>, payload = {}) => {
      const answer = await fetch(`${url}/api/v1/models/checks/aliases/production/promote`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ version, ...payload }),
      });
      order.push('promoted');
      return { status: answer.status, etag: answer.headers.get('etag')!, body: (await answer.json()) as Gated };
    };
    const others = async () => {
      for (let i = 0; i < MEANWHILE; i += 1) {
        expect((await fetch(`${url}/api/v1/series?limit=1`)).status).toBe(200);
        order.push('read');
      }
    };
    const anyway = { override: true, reason: 'the first' };
    const [first] = await Promise.all([promote('1.0.0', { 'if-none-match': '*' }, anyway), others()]);
    expect(order).toEqual([...Array.from({ length: MEANWHILE }, () => 'read'), 'promoted']);
    expect([first.status, first.body.to, first.body.gates!.checks.length > 3]).toEqual([200, '1.0.0', true]);
    // What the thread finds wrong comes back as what it is.
    for (const name of readdirSync(join(folder, 'registry'), { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('model.txt')) truncateSync(join(folder, 'registry', name), 10);
    }
    expect(await promote('1.0.1', { 'if-match': first.etag })).toMatchObject({ body: { code: 'registry-corrupt' } });
    child.kill('SIGTERM');
    expect((await end).code).toBe(0);
  });

  it('does not serve other machines without keys', async () => {
    const { code, stderr } = await dqs([
      'api',
      '--model',
      model,
      '--store',
      store,
      '--host',
      '0.0.0.0',
      '--auth',
      'none',
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('expected --auth keys with --host 0.0.0.0');
    const other = await dqs(['api', '--model', model, '--host', '0.0.0.0']);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('expected --store')]);
  });

  it('says which key it does not know', async () => {
    const { code, stderr } = await dqs(['keys', 'revoke', 'constructor1', '--store', store]);
    expect(code).toBe(1);
    expect(stderr).toContain('error [key-unknown]');
  });
});
