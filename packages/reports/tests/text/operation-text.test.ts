import { backfilledText, collectedRevisionsText, gradedDaysText, issuedText } from '../../src/text.js';

describe('forecasts that were issued', () => {
  const arm = { arm: 'champion', model: 'orders', version: '1.0.0', due: 1200, issued: 1200 } as const;
  const issued = {
    date: '2026-03-02',
    asOfDate: '2026-03-01',
    knownAt: '2026-03-02T06:30:00Z',
    issuedAt: '2026-03-02T06:31:00Z',
    naive: { name: 'last-28', from: 'training' },
    arms: [arm, { ...arm, arm: 'naive', model: 'naive', version: 'last-28' }],
  } as const;

  it('are counted over all arms, with what was known', () => {
    expect(issuedText(issued)).toBe(
      [
        '2,400 forecasts of 2026-03-02 issued, from results up to 2026-03-01 that had arrived by 2026-03-02 06:30',
        '',
        'arm       model   version  series  issued',
        'champion  orders  1.0.0     1,200   1,200',
        'naive     naive   last-28   1,200   1,200\n',
      ].join('\n'),
    );
    expect(issuedText({ ...issued, arms: [{ ...arm, issued: 1 }] })).toMatch(/^1 forecast of 2026-03-02 issued, /);
  });

  it('twice were not issued again, and say how they would be', () => {
    const again = { ...issued, arms: [{ ...arm, issued: 0 }] };
    expect(issuedText(again).split('\n')[0]).toBe(
      'forecasts of 2026-03-02 are issued already; nothing was added (--again issues them with what is known now)',
    );
  });

  it('by a model that does not tell its naive forecast say which one they are compared with', () => {
    const naive = { name: 'last-28', from: 'default' } as const;
    expect(issuedText({ ...issued, naive })).toMatch(
      /\n\nThe model does not tell which naive forecast did best on its training days, so it is compared with last-28\.\n$/,
    );
  });
});

describe('a backtest in a ledger', () => {
  const backfilled = { from: '2026-01-01', to: '2026-01-31', days: 31, issued: 1240, naiveIssued: 1240 };

  it('is counted, and says what comes next', () => {
    expect(backfilledText(backfilled, 'res\nults')).toBe(
      '1,240 forecasts of 31 days, 2026-01-01 to 2026-01-31, as backfill, 1,240 naive ones beside them; ' +
        'dqs ledger grade --store res\\nults grades them\n',
    );
    expect(backfilledText({ ...backfilled, days: 1, issued: 1, naiveIssued: 1 }, 'results')).toBe(
      '1 forecast of 1 day, 2026-01-01 to 2026-01-31, as backfill, 1 naive one beside it; ' +
        'dqs ledger grade --store results grades it\n',
    );
  });

  it('that is there already adds nothing', () => {
    expect(backfilledText({ ...backfilled, issued: 0 }, 'results')).toBe(
      'forecasts of 2026-01-01 to 2026-01-31 are there already; nothing was added\n',
    );
  });
});

describe('revisions of results', () => {
  const text = (entries: number, revisions: number, isEmpty = false) =>
    collectedRevisionsText({ entries, revisions, upTo: entries }, { isEmpty, store: 'results' });

  it('are counted, with the entries that brought them', () => {
    expect(text(1, 1)).toBe('1 entry of deliveries brought 1 result of series and days\n');
    expect(text(2, 4000)).toBe('2 entries of deliveries brought 4,000 results of series and days\n');
  });

  it('that are not there say whether anything ever was', () => {
    expect(text(0, 0)).toBe('nothing has arrived since the last time\n');
    expect(text(0, 0, true)).toBe('no deliveries in results; dqs collect adds files to it\n');
  });
});

describe('days that were graded', () => {
  const waits = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ date: `2026-03-0${i + 1}`, sources: i === 0 ? [] : ['shop', 'c\nrm'] }));

  it('are one or a span, and say whom others wait for', () => {
    expect(gradedDaysText({ dates: ['2026-03-01'], grades: 1, waiting: [] }, 'results')).toBe(
      '2026-03-01 graded, 1 grade added\n',
    );
    const dates = ['2026-02-26', '2026-02-27', '2026-02-28'];
    expect(gradedDaysText({ dates, grades: 1200, waiting: waits(2) }, 'results')).toBe(
      '3 days from 2026-02-26 to 2026-02-28 graded, 1,200 grades added\n' +
        '2026-03-01 waits for the day to end\n2026-03-02 waits for shop, c\\nrm\n',
    );
  });

  it('that wait are named up to a week, the rest is counted', () => {
    const lines = (count: number) =>
      gradedDaysText({ dates: [], grades: 0, waiting: waits(count) }, 'results').split('\n');
    expect(lines(7)).toHaveLength(1 + 7 + 1);
    expect(lines(8).slice(-2)).toEqual(['and 1 more day waits', '']);
    expect(lines(9).slice(-2)).toEqual(['and 2 more days wait', '']);
  });

  it('are none where nothing is new, and where nothing waits either it says what brings results', () => {
    expect(gradedDaysText({ dates: [], grades: 0, waiting: waits(1) }, 'results')).toBe(
      'nothing new to grade\n2026-03-01 waits for the day to end\n',
    );
    expect(gradedDaysText({ dates: [], grades: 0, waiting: [] }, 'results')).toBe(
      'nothing new to grade (dqs ledger collect --store results brings in what has arrived)\n',
    );
  });
});
