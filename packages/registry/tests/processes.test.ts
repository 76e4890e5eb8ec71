import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { FileStore } from '@dqs/core';

import { Registry, type Moved } from '../src/index.js';
import { KEYS } from '../src/layout.js';
import { contentsOf, promoteTo, registryWith } from './support/fixtures.js';
import { runWorker } from './support/processes.js';

const PROCESSES = 64;
const TIMEOUT_MS = 300_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-registry-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('64 processes that register and promote at once', () => {
  it(
    'lose nothing and leave one chain of versions and moves',
    async () => {
      const store = join(folder, 'registry');
      const go = join(folder, 'go');
      const names = Array.from({ length: PROCESSES }, (_, i) => `worker-${i}`);
      const running = names.map((name) => runWorker(['contend', store, name, go]));
      // Each process waits for this file, then all begin.
      writeFileSync(go, '');
      const ended = await Promise.all(running);
      expect(ended.filter(({ code }) => code !== 0).map(({ stderr }) => stderr)).toEqual([]);
      const registry = new Registry(new FileStore(store));
      const state = await registry.state('orders');
      expect(state.versions.map(({ version }) => version)).toEqual(names.map((_, i) => `1.0.${i}`));
      expect(state.versions.map(({ by }) => by).sort()).toEqual([...names].sort());
      const moves = (await registry.aliasHistory('orders', 'production')).map(({ body }) => body as Moved);
      expect(moves).toHaveLength(PROCESSES);
      moves.forEach(({ from }, i) => expect(from).toBe(i === 0 ? null : moves[i - 1]!.to));
      expect(new Set(moves.map(({ to }) => to)).size).toBe(PROCESSES);
      expect((await registry.verify('orders')).problems).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe('a process killed (-9) at any write, flush, link, rename or removal', () => {
  /** A registry of 64 entries without a snapshot: the next entry brings one, so that replacing a file is among the steps. */
  async function prepared(): Promise<string> {
    const { registry, store } = await registryWith([2.5, 2.4, 2.3]);
    await promoteTo(registry, '1.0.0');
    await promoteTo(registry, '1.0.1');
    for (let i = 0; i < 59; i += 1) await registry.tag('orders@1.0.0', { tags: { i: `${i}` }, by: 'ann' });
    const place = join(folder, 'prepared');
    for (const [key, content] of await contentsOf(store)) {
      mkdirSync(dirname(join(place, key)), { recursive: true });
      if (key !== KEYS.snapshot('orders')) writeFileSync(join(place, key), content);
    }
    return place;
  }

  async function summary(place: string): Promise<string> {
    const { versions, aliases } = await new Registry(new FileStore(place)).state('orders');
    return `${versions.length} versions, production at ${aliases['production']?.version}`;
  }

  const results = {
    register: ['3 versions', '4 versions'],
    promote: ['1.0.1', '1.0.2'],
    rollback: ['1.0.1', '1.0.0'],
  };

  it.each(Object.keys(results) as (keyof typeof results)[])(
    'during %s leaves it done or not done, the registry intact and the next process unhindered',
    async (operation) => {
      const origin = await prepared();
      const copy = (name: string) => {
        const place = join(folder, name);
        cpSync(origin, place, { recursive: true });
        return place;
      };
      const whole = await runWorker(['die', copy('whole'), operation, '0', 'whole']);
      const steps = Number(whole.stdout);
      expect(steps).toBeGreaterThan(15);
      const seen = new Set<string>();
      const kill = async (step: number, half: 'half' | 'whole') => {
        const place = copy(`${operation}-${step}-${half}`);
        const { signal } = await runWorker(['die', place, operation, String(step), half]);
        expect(signal).toBe('SIGKILL');
        const after = await summary(place);
        seen.add(after);
        const registry = new Registry(new FileStore(place));
        expect({ step, problems: (await registry.verify('orders')).problems }).toEqual({ step, problems: [] });
        // The next process finds no lock and no draft in its way, not even of the snapshot that is due.
        await registry.tag('orders@latest', { tags: { after: 'kill' }, by: 'next' });
        expect((await registry.verify('orders')).problems).toEqual([]);
        rmSync(place, { recursive: true, force: true });
      };
      for (let step = 1; step <= steps; step += 2) {
        await Promise.all([kill(step, 'whole'), step < steps ? kill(step + 1, 'half') : undefined]);
      }
      const [undone, done] = results[operation];
      expect([...seen].sort()).toHaveLength(2);
      expect([...seen].some((state) => state.includes(undone!))).toBe(true);
      expect([...seen].some((state) => state.includes(done!))).toBe(true);
    },
    TIMEOUT_MS,
  );
});
