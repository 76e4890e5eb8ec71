import { monitoringPage } from '../src/index.js';
import { monitoringText } from '../src/text.js';
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
});
