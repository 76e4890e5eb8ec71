import { MemoryAlertingStore } from '@dqs/alerting';
import { MS_PER_MINUTE } from '@dqs/core';
import { MemoryLedger } from '@dqs/ledger';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { openPolicyOrNone } from '../../src/alerting/open-policy.js';
import { PageViews } from '../../src/pages/index.js';
import type { OpenedOperation } from '../../src/stores/open-alerting.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-views-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Views whose ledger counts how often all series were asked for: once a view. */
function openViews() {
  const clock = { time: Date.parse('2026-05-02T06:00:00Z'), now: () => clock.time };
  const ledger = new MemoryLedger();
  const made = jest.spyOn(ledger, 'series');
  const store = join(folder, 'store');
  const alerting = new MemoryAlertingStore();
  const views = new PageViews({
    settings: { store },
    operation: { ledger, alerting } as unknown as OpenedOperation,
    policy: () => openPolicyOrNone({ store }),
    clock,
  });
  return { views, clock, alerting, countMade: () => made.mock.calls.length };
}

describe('views of pages', () => {
  it('are made once for all who look at the same time', async () => {
    const { views, countMade } = openViews();
    await Promise.all(Array.from({ length: 20 }, () => views.of({})));
    await views.of({ owner: 'team' });
    expect(countMade()).toBe(1);
  });

  it('are made anew once something has come, and whoever asks then waits for it', async () => {
    const { views, alerting, countMade } = openViews();
    const before = await views.of({});
    await alerting.addMark('none', { series: 'a/1', kind: 'fixed', day: 1, by: 'x', at: 2 } as never);
    await sleep(550);
    expect((await views.of({})).tick).not.toBe(before.tick);
    expect(countMade()).toBe(2);
  });

  it('are looked at again by whoever is told of an event, once for each event', async () => {
    const { views, alerting } = openViews();
    const [before, looked] = [await views.of({}), views.mark()];
    await alerting.addMark('none', { series: 'a/1', kind: 'fixed', day: 1, by: 'x', at: 2 } as never);
    expect(views.mark()).toBe(looked);
    views.lookAgain(7);
    const again = views.mark();
    expect((await views.of({})).tick).not.toBe(before.tick);
    for (const event of [7, 3]) views.lookAgain(event);
    expect(views.mark()).toBe(again);
    views.lookAgain(8);
    expect(views.mark()).not.toBe(again);
  });

  it('show what is there while only the clock has gone on, and are made anew beside it', async () => {
    const { views, clock } = openViews();
    const before = await views.of({});
    clock.time += 2 * MS_PER_MINUTE;
    expect((await views.of({})).at).toBe(before.at);
    await sleep(100);
    expect((await views.of({})).at).toBe(clock.time);
  });

  it('of a time that is past are kept, and stay what they were', async () => {
    const { views, clock, countMade } = openViews();
    const knownAt = clock.time - 60 * MS_PER_MINUTE;
    const before = await views.of({ knownAt });
    clock.time += 60 * MS_PER_MINUTE;
    expect((await views.of({ knownAt })).tick).toEqual(before.tick);
    expect([before.isNow, before.at, countMade()]).toEqual([false, knownAt, 1]);
  });
});
