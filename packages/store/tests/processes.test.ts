import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Random } from '@dqs/core';

import { isAlive } from '../src/embedded/server-record.js';
import { openDatabase, SCHEMA_VERSION } from '../src/index.js';
import { testFolder } from './support/folders.js';

const at = testFolder();
const WORKER = resolve(__dirname, '../coverage/worker/worker.mjs');
const PSQL = '/usr/bin/psql';

const serverOf = (folder: string) =>
  Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);

/** Whatever a test leaves when it fails: nobody waits for it for ever. */
const started: ChildProcess[] = [];
afterAll(() => started.forEach((child) => child.kill('SIGKILL')));

/** A process that works on a folder. */
class Worker {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output = '';
  errors = '';

  constructor(args: readonly string[], user: { uid?: number; gid?: number } = {}) {
    this.child = spawn(process.execPath, [WORKER, ...args], { ...user, cwd: '/' });
    started.push(this.child);
    this.child.stdout!.on('data', (text: Buffer) => (this.output += text.toString()));
    this.child.stderr!.on('data', (text: Buffer) => (this.errors += text.toString()));
    this.ended = new Promise((done) => this.child.on('close', done));
  }

  get numbers(): number[] {
    return this.output.trim().split('\n').filter((line) => line !== '').map(Number); // prettier-ignore
  }

  async says(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.child.exitCode !== null) throw new Error(`ended: ${this.errors}`);
      await sleep(20);
    }
  }
}

async function withNumbers(folder: string): Promise<void> {
  const database = await openDatabase({ folder });
  await database.withClient((client) => client.query('CREATE TABLE numbers (number integer PRIMARY KEY)'));
  await database.close();
}

describe('processes that share an embedded database', () => {
  it('lose nothing that was committed when some of them and the server are killed at any moment', async () => {
    const folder = at('shared');
    await withNumbers(folder);
    const random = new Random(7);
    const workers: Worker[] = [];
    for (let round = 0; round < 4; round += 1) {
      const started = [0, 1, 2].map((i) => new Worker(['insert', folder, String((3 * round + i) * 1000), '150']));
      workers.push(...started);
      await started[0]!.says('\n');
      await sleep(random.integer(80));
      started[random.integer(3)]!.child.kill('SIGKILL');
      if (round % 2 === 1) process.kill(serverOf(folder), 'SIGKILL');
      for (const one of started) await one.ended;
    }
    expect(workers.map(({ errors }) => errors).join('')).toBe('');
    const database = await openDatabase({ folder });
    const { rows } = await database.withClient((client) =>
      client.query<{ number: number }>('SELECT number FROM numbers'),
    );
    const server = serverOf(folder);
    await database.close();
    const there = new Set(rows.map(({ number }) => number));
    const lost = workers.flatMap(({ numbers }) => numbers).filter((number) => !there.has(number));
    expect(lost).toEqual([]);
    const others = workers.filter(({ child }) => child.signalCode === null);
    expect(others.map(({ child }) => child.exitCode)).toEqual(others.map(() => 0));
    expect(isAlive(server)).toBe(false);
  });

  it('leave no server behind after Ctrl-C', async () => {
    const folder = at('interrupted');
    const worker = new Worker(['hold', folder]);
    await worker.says('open');
    const server = serverOf(folder);
    worker.child.kill('SIGINT');
    expect(await worker.ended).toBe(130);
    while (isAlive(server)) await sleep(20);
  });

  it('are not counted once they were killed: the next one to leave stops the server', async () => {
    const folder = at('left');
    const worker = new Worker(['hold', folder]);
    await worker.says('open');
    const server = serverOf(folder);
    worker.child.kill('SIGKILL');
    await worker.ended;
    const database = await openDatabase({ folder });
    expect(serverOf(folder)).toBe(server);
    await database.close();
    expect(isAlive(server)).toBe(false);
  });

  (existsSync(PSQL) ? it : it.skip)('let psql in with the password of the folder, and nobody without it', async () => {
    const folder = at('psql');
    const worker = new Worker(['hold', folder]);
    await worker.says('open');
    const database = await openDatabase({ folder });
    const { folder: socket, passwordFile } = database.socket!;
    const psql = ['-h', socket, '-U', 'dqs', '-w', '-At', '-c', 'SELECT count(*) FROM dqs.migration', 'postgres'];
    const env = { PATH: process.env['PATH'], PGPASSFILE: passwordFile };
    expect(execFileSync(PSQL, psql, { env, encoding: 'utf8' }).trim()).toBe(String(SCHEMA_VERSION));
    const stranger = spawnSync(PSQL, psql, { env: { ...env, PGPASSFILE: '/dev/null' }, encoding: 'utf8' });
    expect(stranger.stderr).toMatch(/no password supplied/);
    await database.close();
    worker.child.stdin!.end();
    expect(await worker.ended).toBe(0);
  });

  (process.getuid?.() === 0 ? it : it.skip)('run the server as themselves where they are not root', async () => {
    const folder = at('own');
    mkdirSync(folder);
    chownSync(folder, 65_534, 65_534);
    const worker = new Worker(['hold', folder], { uid: 65_534, gid: 65_534 });
    await worker.says('open');
    // Root works on it as well, on the same server.
    const database = await openDatabase({ folder });
    await database.close();
    worker.child.stdin!.end();
    expect([await worker.ended, worker.errors]).toEqual([0, '']);
  });
});
