import type { PoolReport } from '@dqs/monitoring';

import { monitoringPage } from '../src/index.js';
import { monitoringText } from '../src/text.js';
import { rowsOf } from './support/markup.js';
import { monitored, nothingGraded } from './support/monitored.js';

const createdAt = new Date('2025-05-03T04:05:06Z');

describe('monitoringText', () => {
  const text = monitoringText(monitored(), { store: 'results' });

  it('says first what has become worse, then windows, pools and months', () => {
    expect(text.split('\n')[0]).toMatch(/^1970-05-10, known at .*% below that of the naive forecast.*1 of 4 pools/);
    expect(text).toMatch(/r0 · ROW · shop · t +168 .* degraded/);
    expect(text).toMatch(/drift that costs +PSI/);
    expect(text).toMatch(/1970-04 +720 /);
    expect(text).toContain('3 issued after the result and left out');
  });

  it('of an empty ledger says what to do', () => {
    expect(monitoringText(monitored(true), { store: 'results' })).toContain('dqs forecast issue --store results');
  });
});

describe('monitoringPage', () => {
  const page = monitoringPage(monitored(), { store: 'results', createdAt });

  it('shows skill, calibration, pools, drift, months and plumbing', () => {
    for (const title of [
      'Error against naive, by day',
      'Warnings',
      'Does 70 % mean 70 %?',
      'Do results fall where they should?',
      'Do the ranges hold?',
      'By rule, level and source',
      'Drift that costs',
      'Skill by month and pool',
      'Plumbing',
      'What these figures leave out',
    ]) {
      expect(page).toContain(title);
    }
  });

  it('shows the degraded pool before those that are as before, and the costly drift before quiet ones', () => {
    expect(page.indexOf('>degraded<')).toBeLessThan(page.indexOf('>as before<'));
    expect(page.indexOf('>costs<')).toBeLessThan(page.indexOf('>quiet<'));
  });

  it('of an empty ledger says what to do', () => {
    expect(monitoringPage(monitored(true), { store: 'results', createdAt })).toContain('dqs forecast issue');
  });

  it('of 28 days without a grade has dashes, and no figure that would be drawn from nothing', () => {
    const report = nothingGraded(monitored());
    const html = monitoringPage(
      { ...report, pools: [], degraded: [], drift: [], daily: [] },
      { store: 'r', createdAt },
    );
    expect(html).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(html).toContain('No naive forecast to compare with; nothing has become worse.');
    expect(html).toContain(
      'Precision –, recall –, in brackets bands of 95\u00a0%. Median lead time –. Pages a week –.',
    );
    for (const title of ['Error against naive', 'Does 70', 'Do results fall', 'Do the ranges hold'])
      expect(html).not.toContain(title);
    expect(html).toContain('Nothing to compare with yet');
  });

  it('of a pool without a naive forecast, and of drift whose cost nobody knows, has dashes', () => {
    const report = monitored();
    const [pool] = report.pools;
    const [drift] = report.drift;
    const { accuracy, calibration, evidence } = pool!;
    const unknown: PoolReport = {
      ...pool!,
      accuracy: { ...accuracy, bias: null, naive: { ...accuracy.naive, mae: null, skill: null } },
      calibration: { ...calibration, coverage80: { ...calibration.coverage80, share: null } },
      evidence: {
        ...{ ...evidence, degradation: { ...evidence.degradation, eValue: null } },
        earned: { ...evidence.earned, earned: false, eValue: 3.14 },
      },
    };
    const months = report.months.map((one) => ({ ...one, skill: null }));
    const quantity = { ...drift!, verdict: 'inconclusive', expectedLoss: null, ofTheError: null } as const;
    const html = monitoringPage(
      { ...report, pools: [unknown], drift: [quantity], months },
      { store: 'results', createdAt },
    );
    const cells = (label: string) => rowsOf(html, label)[0]!;
    expect(cells('Pools').slice(4, 8)).toEqual(['–', '–', '–', '–']);
    expect(cells('Pools').slice(-2)).toEqual(['–', 'not earned, e = 3.1 of 20']);
    expect(cells('Drift').slice(1, 2)).toEqual(['cost unknown']);
    expect(cells('Drift').slice(-2)).toEqual(['–', '–']);
    expect(rowsOf(html, 'Skill by month and pool').map(([, ...skills]) => new Set(skills))).toEqual([
      new Set(['–']),
      new Set(['–']),
    ]);
  });

  it('has the last thirteen months', () => {
    const report = monitored();
    const [month] = report.months;
    const names = Array.from({ length: 15 }, (_, i) => `20${String(10 + i)}-01`);
    const months = names.map((name) => ({ ...month!, month: name }));
    const html = monitoringPage({ ...report, months }, { store: 'results', createdAt });
    expect(names.filter((name) => html.includes(`>${name}<`))).toEqual(names.slice(2));
  });
});
