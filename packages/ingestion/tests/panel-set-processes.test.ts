import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { listPanelSet, poolPanelSet, readPanelSet, replaceInPanelSet, verifyPanelSet } from '../src/index.js';
import { panelOf } from './support/delivered.js';
import { hashOf, placeAt } from './support/panel-sets.js';

const TIMEOUT_MS = 120_000;
/** The worker as bundled by the global setup. */
const WORKER = resolve(__dirname, '..', 'coverage', 'worker', 'worker.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-panel-set-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs an operation as a real process that is killed at a step; with step 0 it ends, and prints how many there are. */
async function dieAt(place: string, operation: string, step: number) {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS'));
  const args = [WORKER, 'die', place, operation, String(step), step % 4 === 1 ? 'half' : 'whole'];
  const child = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  return new Promise<{ readonly stdout: string; readonly signal: NodeJS.Signals | null }>((done) =>
    child.on('close', (_, signal) => done({ stdout, signal })),
  );
}

/** What readers see of a set. */
async function stateOf(path: string) {
  const place = placeAt(path);
  const { problems, digest, content } = await verifyPanelSet(place, 'set');
  const { pools } = await listPanelSet(place);
  return { panel: hashOf((await readPanelSet(place, 'set')).panel), problems, digest, content, pools };
}

it.each([
  ['building', 'panel set'],
  ['counting', 'pools'],
] as const)(
  'kill -9 at any step of %s a set leaves the old state or the new one, and the next start ends it',
  async (_, operation) => {
    const origin = join(folder, 'origin');
    await replaceInPanelSet(placeAt(origin), { panel: panelOf('before') });
    const old = await stateOf(origin);
    const copy = (name: string) => {
      cpSync(origin, join(folder, name), { recursive: true });
      return join(folder, name);
    };
    const whole = copy('whole');
    const steps = Number((await dieAt(whole, operation, 0)).stdout);
    expect(steps).toBeGreaterThan(8);
    const expected = await stateOf(whole);
    const seen = new Set<string>();
    for (let step = 1; step <= steps; step += 2) {
      const path = copy(`killed-${step}`);
      expect((await dieAt(path, operation, step)).signal).toBe('SIGKILL');
      const killed = await stateOf(path);
      expect([old, expected]).toContainEqual(killed);
      seen.add(JSON.stringify(killed));
      if (operation === 'pools') await poolPanelSet(placeAt(path), 'set');
      else await replaceInPanelSet(placeAt(path), { panel: panelOf('dying') });
      expect({ step, ...(await stateOf(path)) }).toEqual({ step, ...expected });
      rmSync(path, { recursive: true, force: true });
    }
    // Otherwise no step was one of those that matter.
    expect(seen.size).toBe(2);
  },
  TIMEOUT_MS,
);
