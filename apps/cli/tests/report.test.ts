import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PageView } from '@dqs/runtime/pages';

import { gatherPages } from '../src/commands/report/gather.js';
import { dqs, scratchFolder } from './support/dqs.js';

const folder = scratchFolder();

/** A view of so many series, of which one in ten is in an incident. */
function viewOf(count: number): PageView {
  const series = Array.from({ length: count }, (_, i) => ({
    ...{ id: `set/${i}`, labels: { dataset: 'set', rule: String(i) }, target: 90, importance: 1 },
    results: [{ day: 10, passes: i % 10 === 3 ? 0 : 10, fails: i % 10 === 3 ? 10 : 0, errors: 0 }],
  }));
  const facts = { at: 0, day: 10, series, sources: [], models: [{ model: '../m', labels: {} }], system: [] };
  const incidents = [
    { id: 'old', state: 'resolved', openedAt: 3, members: [] },
    { id: 'new', state: 'open', openedAt: 2, members: [] },
  ];
  return { tick: { facts }, state: { alerts: [], incidents } } as unknown as PageView;
}

const hooks = { signal: new AbortController().signal };
const paths = ['/today', '/series'];

describe('what a file holds', () => {
  it('is the pages, then incidents, models and series, those in trouble first', async () => {
    const read = (twin: string) => Promise.resolve({ twin });
    const { pages, ...held } = await gatherPages(
      { read, paths, view: viewOf(20) },
      { mostBytes: 10_000, mostSeries: 3 },
      hooks,
    );
    expect(Object.keys(pages)).toEqual([
      ...['/frame.json', '/today.json', '/series.json?group=source', '/incidents/new.json', '/incidents/old.json'],
      ...['/models/..%2Fm.json', '/series/set%2F13.json', '/series/set%2F3.json', '/series/set%2F0.json'],
    ]);
    expect(held).toEqual({
      incidents: { held: 2, of: 2 },
      models: { held: 1, of: 1 },
      series: { held: 3, of: 20 },
      leftOut: [],
    });
  });

  it('never grows beyond its size, and says what it leaves out', async () => {
    const text = '<'.repeat(100);
    const read = (twin: string) => Promise.resolve(twin.startsWith('/series.json') ? text.repeat(100) : text);
    const limits = { mostBytes: 10_000, mostSeries: 100 };
    const { pages, series, leftOut } = await gatherPages({ read, paths, view: viewOf(100) }, limits, hooks);
    expect(JSON.stringify(pages).replaceAll('<', '\\u003c').length).toBeLessThanOrEqual(limits.mostBytes);
    expect(leftOut).toEqual(['/series']);
    expect(series.held).toBeGreaterThan(5);
    expect(series.held).toBeLessThan(20);
  });

  it('is told as it comes, and ends when it is told to', async () => {
    const told: number[] = [];
    const ended = new AbortController();
    const read = (twin: string) => (twin.startsWith('/series.json') && ended.abort(), Promise.resolve({}));
    const gathering = gatherPages(
      { read, paths, view: viewOf(9) },
      { mostBytes: 9999, mostSeries: 9 },
      {
        signal: ended.signal,
        onProgress: ({ done, total }) => told.push(done, total!),
      },
    );
    await expect(gathering).rejects.toMatchObject({ code: 'aborted' });
    expect(told).toEqual([0, 15, 1, 15, 2, 15]);
  });
});

describe('dqs report', () => {
  it('needs to know where to write', async () => {
    const { code, stderr } = await dqs(['report', '--store', 'store'], { cwd: folder });
    expect([code, stderr]).toEqual([2, expect.stringContaining('--out')]);
  });

  it('says what to do where there is nothing to show, and writes nothing', async () => {
    const { code, stdout } = await dqs(['report', '--store', 'none', '--out', 'none.html'], { cwd: folder });
    expect([code, stdout, existsSync(join(folder, 'none.html'))]).toEqual([
      0,
      expect.stringContaining('dqs forecast issue'),
      false,
    ]);
  });

  it('refuses to write over what it reads', async () => {
    const policy = join(folder, 'alerts.yaml');
    writeFileSync(policy, 'kept');
    const { code, stderr } = await dqs(['report', '--store', 'none', '--policy', policy, '--out', policy], {
      cwd: folder,
    });
    expect([code, stderr, readFileSync(policy, 'utf8')]).toEqual([2, expect.stringContaining('alerts.yaml'), 'kept']);
  });
});
