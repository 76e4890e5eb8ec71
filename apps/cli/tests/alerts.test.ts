import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine } from './support/fixtures.js';

const folder = scratchFolder();
const EXAMPLE = readFileSync(
  resolve(__dirname, '../../../packages/alerting/tests/fixtures/policy.yaml'),
  'utf8',
).replace('until: 2026-12-31', 'until: 9999-12-31');

/** A folder with files in it. */
function folderWith(name: string, files: Readonly<Record<string, string>>): string {
  const place = join(folder, name);
  mkdirSync(place);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
  return place;
}

describe('dqs alerts check', () => {
  it('says of a policy that can decide what it holds, and that nothing is doubtful', async () => {
    const cwd = folderWith('fine', { 'dqs.alerts.yaml': EXAMPLE });
    const { stdout } = await dqs(['alerts', 'check'], { cwd });
    expect(stdout).toMatch(/^main: 5 rules, 4 receivers, digest [0-9a-f]{16}\nNothing in it is doubtful\n$/);
  });

  it('ends with 3 where something is doubtful, by the owners of the catalog that it finds', async () => {
    const [policy, catalog] = EXAMPLE.split('---\n') as [string, string];
    const cwd = folderWith('doubtful', {
      'p.yaml': policy,
      'dqs.catalog.yaml': catalog.replaceAll('team-payments', 'team-money'),
    });
    const { code, stdout } = await dqs(['alerts', 'check', '--policy', 'p.yaml', '--json'], { cwd });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      policy: 'main',
      doubts: [{ problem: expect.stringContaining('got "team-payments"') as string }],
    });
  });

  it('reads the catalog that the policy names, from where the policy lies', async () => {
    const [policy, catalog] = EXAMPLE.split('---\n') as [string, string];
    const text = policy.replace('metadata:', 'catalog: owners.yaml\nmetadata:');
    folderWith('named', { 'p.yaml': text, 'owners.yaml': catalog });
    await expectFine(['alerts', 'check', '--policy', 'named/p.yaml'], folder);
  });

  it('ends with 2 and every problem, its place and what to do where the policy cannot decide', async () => {
    const text = EXAMPLE.replace('when: p_below_target >= 0.6', 'when: p_below_target >= 60').replace(
      'mode: mute',
      'mode: loud',
    );
    const cwd = folderWith('wrong', { 'dqs.alerts.yaml': text });
    const { code, stderr, stdout } = await dqs(['alerts', 'check'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(
      'dqs.alerts.yaml:15:29: expected a share from 0 to 1 beside p_below_target, got 60; write 0.6 or 60 %',
    );
    expect(stderr).toMatch(/dqs\.alerts\.yaml:\d+:\d+: expected what happens to alerts: mute, got "loud"/);
  });

  it('ends with 1 where there is no policy, and says how to name one', async () => {
    const { code, stderr } = await dqs(['alerts', 'check'], { cwd: folderWith('none', {}) });
    expect(code).toBe(1);
    expect(stderr).toContain('expected an alert policy at dqs.alerts.yaml');
    expect(stderr).toContain('name one with --policy');
  });
});

describe('dqs alerts test', () => {
  it('runs the tests of a policy and ends with 3 if one fails, with day, line, what was expected and what came', async () => {
    const fine = folderWith('passes', { 'dqs.alerts.yaml': EXAMPLE });
    expect((await dqs(['alerts', 'test'], { cwd: fine })).stdout).toMatch(
      /^passed {2}dqs\.alerts\.yaml:\d+: three bad days.*\n1 of 1 tests passed\n$/,
    );
    const cwd = folderWith('fails', {
      'dqs.alerts.yaml': EXAMPLE.replace('{ day: 3, sent: [] }', '{ day: 3, sent: [page] }'),
    });
    const { code, stdout } = await dqs(['alerts', 'test'], { cwd });
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /FAILED .*\n {4}dqs\.alerts\.yaml:\d+: day 3: expected sent: \[page\], got \[\]\n0 of 1 tests passed\n$/,
    );
  });
});

describe('dqs alerts schema', () => {
  it('prints a JSON schema and nothing else', async () => {
    const { stdout } = await dqs(['alerts', 'schema']);
    expect(JSON.parse(stdout)).toMatchObject({
      title: 'DQS alert policy',
      required: ['apiVersion', 'kind', 'rules', 'routes', 'receivers'],
    });
  });
});
