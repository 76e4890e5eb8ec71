import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAMS = ['/usr/bin/prometheus-alertmanager', '/usr/bin/alertmanager', '/usr/local/bin/alertmanager'];

/** Debian's Alertmanager; undefined where there is none, which is said aloud. */
export function alertmanagerProgram(): string | undefined {
  const found = PROGRAMS.find((path) => existsSync(path));
  if (found === undefined) console.warn('skipped: no Alertmanager here; npm run setup -- --peers installs it');
  return found;
}

/** An alert as Alertmanager shows it. */
export interface ShownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly status: { readonly state: string };
}

/** A running Alertmanager of its own, that tells nobody. */
export interface Alertmanager {
  readonly url: string;
  /** Alerts that are active now. */
  active(): Promise<readonly ShownAlert[]>;
  stop(): Promise<void>;
}

export async function startAlertmanager(program: string): Promise<Alertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-alertmanager-'));
  const config = join(folder, 'config.yml');
  writeFileSync(config, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = [
    `--config.file=${config}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=${url.slice('http://'.length)}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ];
  const process = spawn(program, args, { stdio: 'ignore' });
  await untilReady(url, process);
  return {
    url,
    active: async () => {
      const answer = await fetch(`${url}/api/v2/alerts?active=true`);
      return (await answer.json()) as ShownAlert[];
    },
    stop: async () => {
      const ended = new Promise((resolve) => process.once('exit', resolve));
      process.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('expected a port');
  return address.port;
}

async function untilReady(url: string, { exitCode }: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300 && exitCode === null; attempt += 1) {
    const isReady = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Alertmanager has not started');
}
