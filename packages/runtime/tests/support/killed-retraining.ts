import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { FileStore } from '@dqs/core';
import { RetrainingRecord } from '@dqs/pipelines/retrain';
import { Registry } from '@dqs/registry';

import { Automation, weekends } from './automation.js';

const [LEARNED, DAYS] = [120, 219];
const POLICY = `
triggers: { schedule: { every: 28d } }
limits: { lease: 2h }
gates: { better: {}, naive_skill: { above: 0 } }
approval: auto
watch: { days: 3, samples: 6 }
`;

/** When a process is killed: at the n-th moment at which it says how far it has come, or so many milliseconds after its start. */
export type Kill = { readonly moment: number } | { readonly afterMs: number };

/** What a process that was not killed says at its end. */
export interface Ended {
  /** How often it said how far it had come. */
  readonly moments: number;
  readonly verdict: string | null;
  readonly phase: string | null;
}

/** A system of files whose model is to be trained anew, in as many copies as are asked for. */
export class KilledRetraining {
  readonly #folder = mkdtempSync(join(tmpdir(), 'dqs-killed-'));
  #copies = 0;

  private constructor(
    private readonly system: Automation,
    private readonly program: string,
  ) {}

  /** @param program path of `programs/retrain-and-hang.ts`. */
  static async begin(program: string): Promise<KilledRetraining> {
    const system = await Automation.begin(weekends(LEARNED), LEARNED, POLICY);
    await system.load(LEARNED, DAYS);
    system.at(DAYS, 7);
    return new KilledRetraining(system, program);
  }

  /** A folder in which nothing was done yet. */
  copy(): string {
    const copy = join(this.#folder, String((this.#copies += 1)));
    cpSync(this.system.folder, copy, { recursive: true });
    return copy;
  }

  /** Does the job in a process of its own. @returns what it said at last before it was killed; how it ended if it was not. */
  async retrain(folder: string, kill?: Kill): Promise<{ readonly killedAt: string } | Ended> {
    const environment = Object.fromEntries(Object.entries(process.env).filter(([key]) => key !== 'NODE_OPTIONS'));
    const moment = kill !== undefined && 'moment' in kill ? kill.moment : 0;
    const args = [
      '--conditions',
      '@dqs/source',
      '--import',
      'tsx',
      this.program,
      folder,
      `${this.system.now}`,
      `${moment}`,
    ];
    const child = spawn(process.execPath, args, { env: environment, cwd: dirname(this.program) });
    let [said, errors] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
    const closed = once(child, 'close');
    if (kill !== undefined && 'afterMs' in kill)
      void Promise.race([closed, sleep(kill.afterMs)]).then(() => child.kill('SIGKILL'));
    if (moment > 0) {
      await Promise.race([closed, once(child.stdout, 'data')]);
      child.kill('SIGKILL');
    }
    const [code, signal] = (await closed) as [number | null, string | null];
    if (signal === 'SIGKILL') return { killedAt: said.trim() };
    if (code !== 0) throw new Error(`the retraining ended with ${code}: ${errors}`);
    return JSON.parse(said.trim().split('\n').at(-1)!) as Ended;
  }

  /** What is there: how often a training was started, its phase, versions, and moves of the alias. */
  async outcomeIn(folder: string): Promise<readonly [number, string | undefined, number, number]> {
    const store = new FileStore(join(folder, 'registry'));
    const { clock } = this.system.hooks;
    const registry = new Registry(store, { clock });
    const { starts, run } = await new RetrainingRecord(store, 'orders', 'production', clock).state();
    const moves = await registry.aliasHistory('orders', 'production');
    return [starts, run?.phase, (await registry.state('orders')).versions.length, moves.length];
  }

  end(): void {
    this.system.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
