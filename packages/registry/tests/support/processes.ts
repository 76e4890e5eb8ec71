import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** The worker as bundled by the global setup. */
const WORKER = resolve(__dirname, '..', '..', 'coverage', 'worker', 'worker.mjs');

/** How a worker ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a worker as a real process until it exits. */
export async function runWorker(args: readonly string[]): Promise<Ended> {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS'));
  const child = spawn(process.execPath, [WORKER, ...args], { env: environment });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => (texts[name] += chunk));
  }
  return new Promise((done) => child.on('close', (code, signal) => done({ code, signal, ...texts })));
}
