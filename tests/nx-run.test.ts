import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consumerEnvironment } from './support/consumer.js';
import { runProcess } from './support/process.js';
import { root } from './support/workspace.js';

const BUILD_TIMEOUT_MS = 15 * 60_000;
jest.setTimeout(BUILD_TIMEOUT_MS);

describe('a command of the program as an Nx target, in a pipe', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dqs-nx-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (target: string, ...args: string[]) =>
    runProcess('npx', ['nx', 'run', target, '--', ...args], root, consumerEnvironment(root));

  it('prints its result alone, though packages may be built before', () => {
    const args = ['--datasets', '2', '--rules', '3', '--days', '20', '--out', join(folder, 'history.csv')];
    const { code, stdout, output } = run('cli:generate', ...args, '--json');
    expect(output).toContain('cli:generate');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ datasets: 2, rules: 3, days: 20 });
  });

  it('prints a result for people without colours', () => {
    const { stdout } = run('cli:generate', '--datasets', '2', '--days', '20', '--out', join(folder, 'other.csv'));
    expect(stdout).toMatch(/^[\d,]+ rule results of 2 datasets[^\u001b]+\n$/);
  });

  it('prints nothing where it fails; the message, with the exit code that Nx makes 1, stands on standard error', () => {
    const { code, stdout, output } = run('cli:predict', '--no-such-option');
    expect([code, stdout]).toEqual([1, '']);
    expect(output).toContain('--no-such-option');
    expect(output).toContain('exit code 2');
  });
});
