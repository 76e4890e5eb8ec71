import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { encodePanel, FileStore } from '@dqs/core';

import { Deliveries, verifyDeliveries } from '../src/index.js';
import { PAGE } from '../src/deliveries/layout.js';
import { add, panelOf, TestClock } from './support/delivered.js';

const PROCESSES = 16;
const TIMEOUT_MS = 300_000;
/** The worker as bundled by the global setup. */
const WORKER = resolve(__dirname, '..', 'coverage', 'worker', 'worker.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-deliveries-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a worker as a real process until it exits. */
async function runWorker(args: readonly string[]) {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS'));
  const child = spawn(process.execPath, [WORKER, ...args], { env: environment });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => (texts[name] += chunk));
  }
  return new Promise<typeof texts & { readonly code: number | null; readonly signal: NodeJS.Signals | null }>((done) =>
    child.on('close', (code, signal) => done({ code, signal, ...texts })),
  );
}

const bytesOf = (panel: Parameters<typeof encodePanel>[0]) => Buffer.from(encodePanel(panel)).toString('hex');

it(
  'the same delivery from 16 processes at once is counted once',
  async () => {
    const store = join(folder, 'store');
    const go = join(folder, 'go');
    const running = Array.from({ length: PROCESSES }, () => runWorker(['contend', store, 'the same', go]));
    // Each process waits for this file, then all begin.
    writeFileSync(go, '');
    const ended = await Promise.all(running);
    expect(ended.filter(({ code }) => code !== 0).map(({ stderr }) => stderr)).toEqual([]);
    expect(ended.map(({ stdout }) => stdout).sort()).toEqual(['added', ...Array<string>(PROCESSES - 1).fill('known')]);
    const deliveries = new Deliveries(new FileStore(store));
    expect((await deliveries.entries()).length).toBe(1);
    expect(bytesOf(await deliveries.panel())).toBe(bytesOf(panelOf('shared')));
    expect((await verifyDeliveries(new FileStore(store))).problems).toEqual([]);
  },
  TIMEOUT_MS,
);

describe('kill -9 at any step', () => {
  async function prepared(entries: number): Promise<string> {
    const place = join(folder, 'origin');
    const deliveries = new Deliveries(new FileStore(place), { clock: new TestClock() });
    for (let i = 0; i < entries; i += 1) await add(deliveries, `id ${i % 3}`, `seed ${i}`);
    return place;
  }

  /** What is in a store, and what its check finds. */
  async function stateOf(place: string) {
    const panel = bytesOf(await new Deliveries(new FileStore(place)).panel());
    const { problems } = await verifyDeliveries(new FileStore(place));
    return { newest: await newest(place), panel, problems };
  }

  const newest = async (place: string) =>
    (await new Deliveries(new FileStore(place)).list()).map(({ body }) => `${body.delivery} ${body.version}`).join();

  it.each([
    ['adding', 'new', 4, 1],
    ['correcting', 'id 1', 4, 1],
    ['compacting', 'compact', 4, 1],
    // One entry short of a full page: pages, ids and the checkpoint are saved too.
    ['adding and saving a page', 'new', PAGE - 1, 9],
  ] as const)(
    'while %s leaves it done or not done, the store intact and the next process unhindered',
    async (_, operation, entries, stride) => {
      const origin = await prepared(entries);
      const copy = (name: string) => {
        const place = join(folder, name);
        cpSync(origin, place, { recursive: true });
        return place;
      };
      const whole = copy('whole');
      const steps = Number((await runWorker(['die', whole, operation, '0', 'whole'])).stdout);
      expect(steps).toBeGreaterThan(8);
      const expected = await stateOf(whole);
      const seen = new Set<string>();
      for (let step = 1; step <= steps; step += stride) {
        const place = copy(`${operation}-${step}`);
        const { signal } = await runWorker(['die', place, operation, String(step), step % 2 === 0 ? 'half' : 'whole']);
        expect(signal).toBe('SIGKILL');
        seen.add(await newest(place));
        // Whoever comes next delivers again, and the result is that of one undisturbed delivery.
        const next = new Deliveries(new FileStore(place));
        if (operation === 'compact') await next.compact('next');
        else await next.add({ id: operation, panel: panelOf('dying'), name: 'dying.csv', by: 'next' });
        expect({ step, ...(await stateOf(place)) }).toEqual({ step, ...expected });
        rmSync(place, { recursive: true, force: true });
      }
      expect([...seen].sort()).toEqual([...new Set([await newest(origin), await newest(whole)])].sort());
    },
    TIMEOUT_MS,
  );
});
