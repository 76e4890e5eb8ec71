import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..', '..', '..');
const PROGRAM = join(ROOT, 'apps', 'cli', 'bin', 'dqs.js');
/** A filled demonstration serves all tests of a day. */
const FILLED = join(ROOT, 'node_modules', '.cache', 'dqs', 'demo');
const FILL_MS = 600_000;

/** A server with the demonstration's data. */
export interface SharedDemo {
  readonly url: string;
  readonly folder: string;
}

/** One that a test has for itself. */
export interface DemoServer extends SharedDemo {
  stop(): Promise<void>;
}

/**
 * Starts the program as people do, `dqs serve --demo`, on a copy of a demonstration that is filled once a day. Needs the built program.
 *
 * @param args beside those, such as `--auth keys`.
 */
export async function startDemo(...args: string[]): Promise<DemoServer> {
  const folder = await copiedDemo();
  const { url, stop } = await started(folder, args);
  return {
    url,
    folder,
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The server that all test files of a run share, for those that look, or change what no other file looks at. The first who asks
 * starts it; it ends after the last file.
 */
export async function sharedDemo(): Promise<SharedDemo> {
  const place = process.env['DQS_PAGES_SHARED']!;
  const told = join(place, 'demo.json');
  if (isFirst(join(place, 'starts'))) {
    const folder = await copiedDemo();
    const { url, pid } = await started(folder, []);
    writeFileSync(`${told}.new`, JSON.stringify({ url, folder, pid }));
    renameSync(`${told}.new`, told);
  }
  const until = Date.now() + FILL_MS;
  while (!existsSync(told)) {
    if (Date.now() > until) throw new Error('expected the file that came first to start the demonstration');
    await sleep(100);
  }
  return JSON.parse(readFileSync(told, 'utf8')) as SharedDemo;
}

function isFirst(mark: string): boolean {
  try {
    mkdirSync(mark);
    return true;
  } catch {
    return false;
  }
}

/** A folder of its own. A database that runs as another user keeps its owner. */
async function copiedDemo(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-pages-'));
  execFileSync('cp', ['-a', `${await filledDemo()}/.`, folder]);
  return folder;
}

/** The folder of a filled demonstration, of this day and this program. */
async function filledDemo(): Promise<string> {
  const program = createHash('sha256')
    .update(readFileSync(join(ROOT, 'apps', 'cli', 'dist', 'main.js')))
    .digest('hex');
  const name = `${new Date().toISOString().slice(0, 10)}-${program.slice(0, 12)}`;
  const place = join(FILLED, name);
  mkdirSync(FILLED, { recursive: true });
  if (existsSync(place)) return place;
  const folder = mkdtempSync(join(FILLED, 'filling-'));
  const { text, stop } = await started(folder, []);
  const until = Date.now() + FILL_MS;
  while (!/the demonstration (?:is|was) filled/.test(text())) {
    if (Date.now() > until) throw new Error(`expected the demonstration to be filled within ten minutes:\n${text()}`);
    await sleep(500);
  }
  await stop();
  // Whoever was faster has filled the same.
  if (existsSync(place)) rmSync(folder, { recursive: true, force: true });
  else renameSync(folder, place);
  return place;
}

async function started(folder: string, args: readonly string[]) {
  // It writes into a file, so that a shared server outlives the process that has started it.
  const log = join(folder, 'demo.log');
  const output = openSync(log, 'a');
  const server = spawn(process.execPath, [PROGRAM, 'serve', '--demo', '--port', '0', ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', output],
  });
  server.unref();
  closeSync(output);
  const text = () => readFileSync(log, 'utf8');
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
    rmSync(log);
  };
  for (;;) {
    const found = /listening on (http:\/\/[\d.:]+)/.exec(text());
    if (found) return { url: found[1]!, pid: server.pid!, text, stop };
    if (server.exitCode !== null) throw new Error(`expected a server, got:\n${text()}`);
    await sleep(50);
  }
}

/** Runs the program beside a server: `runDqs(demo, 'keys', 'create', …)`. What it says as JSON. */
export async function runDqs<T>({ folder }: Pick<SharedDemo, 'folder'>, ...args: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...args, '--json'], { cwd: folder });
  return JSON.parse(stdout) as T;
}
