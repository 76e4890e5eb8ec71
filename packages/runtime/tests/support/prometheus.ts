import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 100;
/** How often it scrapes and evaluates its rules. */
const EVERY = '250ms';

/** Whether Debian's Prometheus is there, with its promtool; where it is not, that is said aloud. */
export function hasPrometheus(): boolean {
  const isThere = ['/usr/bin/prometheus', '/usr/bin/promtool'].every((path) => existsSync(path));
  if (!isThere) console.warn('skipped: no Prometheus here; npm run setup -- --peers installs it');
  return isThere;
}

/** What promtool says, with nothing but findings in it if all is well. */
export function promtool(args: readonly string[], input = ''): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync('promtool', [...args], { input, encoding: 'utf8' });
  return { code: status, text: stdout + stderr };
}

/** A series that a query has found. */
export interface FoundSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** A Prometheus of its own that scrapes one target. */
export interface Prometheus {
  /** The series of an expression now; throws what Prometheus says of one that it does not understand. */
  query(expression: string): Promise<readonly FoundSeries[]>;
  stop(): Promise<void>;
}

/** Starts a Prometheus that scrapes a target by its host and port, with rules. */
export async function startPrometheus(target: string, rules: string): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-prometheus-'));
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    `global: { scrape_interval: ${EVERY}, scrape_timeout: ${EVERY}, evaluation_interval: ${EVERY} }
rule_files: ['${rules}']
scrape_configs: [{ job_name: dqs, static_configs: [{ targets: ['${target}'] }] }]
`,
  );
  const address = `127.0.0.1:${await freePort()}`;
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`, '--log.level=error'];
  const program = spawn('prometheus', [...args, `--web.listen-address=${address}`], { stdio: 'ignore' });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  const stop = async () => {
    program.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const query = async (expression: string) => {
    const answer = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const { status, error, data } = (await answer.json()) as {
      status: string;
      error?: string;
      data?: { result: readonly FoundSeries[] };
    };
    if (status !== 'success') throw new Error(`${expression}: ${error}`);
    return data!.result;
  };
  while (program.exitCode === null && (await query('up').catch(() => [])).length === 0) await sleep(LOOK_MS);
  return { query, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
