import type { Collected, Delivered, DeliveryEntry, SourceArrivals } from '@dqs/ingestion';
import { DqsError } from '@dqs/core';

import { arrivalsText, collectedText, deliveriesText, deliveryRecord, deliveryText } from '../../src/text.js';

const HASH = 'a'.repeat(64);

const days = (source: string, from: string, to: string) => ({ source, from, to, executions: 5 });

function entry(number: number, body: Partial<Delivered> = {}): DeliveryEntry<Delivered> {
  return {
    schemaVersion: 1,
    number,
    previous: HASH,
    id: `e-${number}`,
    at: '2026-03-02T06:30:59Z',
    by: 'ann',
    body: {
      kind: 'delivered',
      delivery: 'monday',
      version: 1,
      replaces: null,
      name: 'monday.csv',
      content: HASH,
      panel: { sha256: HASH, bytes: 100 },
      series: 4,
      executions: 1200,
      fails: 7,
      errors: 1,
      sources: [days('shop', '2026-03-01', '2026-03-01')],
      ...body,
    },
  };
}

describe('a delivery as data', () => {
  it('is what its entry says, without the links of the journal', () => {
    expect(deliveryRecord(entry(3))).toEqual({
      id: 'monday',
      version: 1,
      entry: 3,
      arrivedAt: '2026-03-02T06:30:59Z',
      by: 'ann',
      replaces: null,
      name: 'monday.csv',
      content: HASH,
      panel: HASH,
      series: 4,
      executions: 1200,
      fails: 7,
      errors: 1,
      sources: [days('shop', '2026-03-01', '2026-03-01')],
    });
  });
});

describe('what was collected', () => {
  const report = {} as never;

  it('is a line a file, then why some failed, then how many of each', () => {
    const error = new DqsError('input-empty', 'expected rows,\nfound none');
    const collected: readonly Collected[] = [
      { path: 'monday.csv', outcome: 'added', entry: entry(1), report },
      { path: 'again.csv', outcome: 'replaced', entry: entry(2, { version: 2, replaces: 1 }), report },
      { path: 'hash.csv', outcome: 'known', entry: entry(1, { delivery: HASH }), report },
      { path: 'none.csv', outcome: 'failed', code: 'input-empty', message: error.message, error },
    ];
    expect(collectedText('results', collected)).toBe(
      [
        'file        outcome   delivery                          executions  failed',
        'monday.csv  added     monday                                 1,200       7',
        'again.csv   replaced  monday (version 2)                     1,200       7',
        `hash.csv    known     ${'a'.repeat(31)}…       1,200       7`,
        'none.csv    failed    input-empty',
        '',
        'none.csv: expected rows,\\nfound none',
        'results: 1 added, 1 replaced, 1 known already, 1 failed\n',
      ].join('\n'),
    );
  });
});

describe('the deliveries of a store', () => {
  it('are the last ones, and how many came before', () => {
    expect(deliveriesText([], 2)).toBe('no deliveries\n');
    const all = [
      entry(1),
      entry(2, { sources: [], name: 'empty.csv' }),
      entry(3, {
        sources: [days('shop', '2026-03-02', '2026-03-03'), days('crm', '2026-02-27', '2026-03-01')],
      }),
    ];
    const lines = [
      'arrived           delivery  source          days                      executions  failed  file',
      '2026-03-02 06:30  monday                                                   1,200       7  empty.csv',
      '2026-03-02 06:30  monday    shop and 1 more  2026-02-27 to 2026-03-03       1,200       7  monday.csv',
    ];
    const columns = (text: string) => text.split('\n').map((line) => line.split(/ {2,}/));
    expect(columns(deliveriesText(all, 2))).toEqual(
      columns(`${lines.join('\n')}\n1 earlier one; --last shows more, --json all\n`),
    );
    expect(deliveriesText(all, 1)).toContain('\n2 earlier ones; --last shows more, --json all\n');
    expect(deliveriesText(all, 3)).not.toContain('earlier');
  });

  it('have their versions one below the other, with who brought them', () => {
    const versions = [entry(2, { version: 2, replaces: 1, fails: 0 }), entry(1)];
    expect(deliveryText(versions)).toBe(
      [
        'monday',
        'version  arrived           by   source  days        executions  failed  file',
        '2        2026-03-02 06:30  ann  shop    2026-03-01       1,200       0  monday.csv',
        '1        2026-03-02 06:30  ann  shop    2026-03-01       1,200       7  monday.csv\n',
      ].join('\n'),
    );
    expect(deliveryText([entry(1, { delivery: 'a\u001b[2J' })]).split('\n')[0]).toBe('a\\x1b[2J');
  });
});

describe('when sources arrive', () => {
  it('is said in hours from the start of the day, or that nothing is known', () => {
    expect(arrivalsText([])).toBe('no source has a day that arrived within a week\n');
    const shop: SourceArrivals = {
      source: 'shop',
      days: 60,
      usualHours: 30.51,
      hours95: 31,
      hours99: 32.25,
      lastDate: '2026-03-01',
      lastArrival: '2026-03-02T06:00:00.000Z',
    };
    expect(arrivalsText([shop])).toBe(
      [
        'source  days  usual hour  95 %  99 %  last day    arrived',
        'shop      60        30.5  31.0  32.3  2026-03-01  2026-03-02 06:00',
        'Hours from the start of the business day, UTC: 30.5 is half past six of the next morning.\n',
      ].join('\n'),
    );
  });
});
