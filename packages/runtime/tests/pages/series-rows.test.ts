import type { Alert, SuppressionKind } from '@dqs/alerting';

import { seriesRows, type PageView } from '../../src/pages/index.js';

const DAY = 20_000;

/** A view of one series whose last result is good, with alerts about it. */
function viewOf(suppressed: readonly (SuppressionKind | null)[]): PageView {
  const alerts = suppressed.map((by, i) => ({
    ...{ key: `${i} s`, rule: `${i}`, level: 'series', subject: 's', labels: {}, phase: 'firing', known: true },
    suppressed: by === null ? null : { by, why: 'why' },
  })) as unknown as Alert[];
  const results = [{ day: DAY, passes: 10, fails: 0, errors: 0 }];
  const series = [{ id: 's', labels: {}, target: 95, importance: 1, day: DAY, results }];
  const state = { at: 1, alerts, incidents: [], pages: [], digests: [] };
  return { tick: { facts: { at: 1, day: DAY, series } }, state } as unknown as PageView;
}

describe('the state of a series', () => {
  it.each<[readonly (SuppressionKind | null)[], string]>([
    [[], 'ok'],
    [['silence'], 'suppressed'],
    [['silence', 'mark'], 'suppressed'],
    [['silence', null], 'ok'],
    [['dry-run'], 'ok'],
    [['dry-run', 'window'], 'suppressed'],
  ])('is suppressed where all that fires is kept from telling anyone: %j', (suppressed, state) => {
    expect(seriesRows(viewOf(suppressed))[0]!.state).toBe(state);
  });
});
