import type { PoolReport } from '@dqs/monitoring';
import type { LedgerMonitoring } from '@dqs/pipelines';

import { printable } from '../../src/terminal.js';
import { monitoringText } from '../../src/text.js';
import { evidenceText, monitoringVerdict, poolState } from '../../src/text/monitoring-text.js';
import { inColors } from '../support/colors.js';
import { monitored, nothingGraded, withMonth } from '../support/monitored.js';

const REPORT = monitored();
const PLAIN = REPORT.pools.find((pool) => poolState(pool) === 'as before')!;
const ABOVE = REPORT.pools.find((pool) => poolState(pool) === 'above its backtest')!;

const view = { store: 'results' };

/** The report with these pools, and none that became worse. */
const withPools = (pools: readonly PoolReport[]): LedgerMonitoring => ({ ...REPORT, pools, degraded: [], drift: [] });

function withSkill(skill: number | null): LedgerMonitoring {
  const { accuracy } = REPORT.windows.find(({ days }) => days === 28)!;
  const report = withPools([PLAIN]);
  return withMonth(report, { accuracy: { ...accuracy, naive: { ...accuracy.naive, skill, mae: 2 } } });
}

describe('what monitoring found in a sentence', () => {
  it('is how the error stands beside the naive forecast, if there is one', () => {
    const quiet = 'nothing has become worse.';
    expect(monitoringVerdict(withSkill(0.25))).toBe(
      `the error is 25.0 % below that of the naive forecast (2.00 points); ${quiet}`,
    );
    expect(monitoringVerdict(withSkill(-0.25))).toBe(
      `the error is 25.0 % above that of the naive forecast (2.00 points); ${quiet}`,
    );
    expect(monitoringVerdict(withSkill(null))).toBe(`no naive forecast to compare with; ${quiet}`);
  });

  it('counts what became worse, what is above its backtest in a window, and drift that costs', () => {
    const findings = (report: LedgerMonitoring) => monitoringVerdict(report).split('; ')[1];
    const [costly] = REPORT.drift.filter(({ verdict }) => verdict === 'fail');
    expect(findings(REPORT)).toBe(
      '1 of 4 pools has become worse than its backtest, 1 pool is above it in a window, drift that costs in 1 quantity.',
    );
    const [group] = REPORT.degraded;
    const members = [...group!.members, ...group!.members];
    expect(findings({ ...REPORT, degraded: [{ ...group!, members }], drift: [] })).toBe(
      '2 of 4 pools have become worse than their backtest, 1 pool is above it in a window.',
    );
    expect(findings({ ...withPools([ABOVE, ABOVE]), drift: [costly!, costly!] })).toBe(
      '2 pools are above it in a window, drift that costs in 2 quantities.',
    );
  });

  it('is red when something became worse, yellow when something may have, and green otherwise', () => {
    const colored = (report: LedgerMonitoring) =>
      /\u001b\[(\d+)m/.exec(inColors(() => printable(monitoringText(report, view))))![1];
    const [costly] = REPORT.drift.filter(({ verdict }) => verdict === 'fail');
    expect(colored(REPORT)).toBe('31');
    expect(colored(withPools([ABOVE]))).toBe('33');
    expect(colored({ ...withPools([PLAIN]), drift: [costly!] })).toBe('33');
    expect(colored(withPools([PLAIN]))).toBe('32');
  });
});

describe('the tables of monitoring', () => {
  it('leave out what 28 days without a grade cannot tell', () => {
    const lines = monitoringText(nothingGraded(withPools([])), view).split('\n');
    expect(lines[0]).toBe(
      '1970-05-10, known at 1970-05-11 08:00 UTC: no naive forecast to compare with; nothing has become worse.',
    );
    expect(lines.find((line) => line.startsWith('  28'))!.split(/ +/)).toEqual(['', '28', '0', '0', '0', '0']);
  });

  it('name the twenty worst pools, and count the rest', () => {
    const pools = (count: number) => Array.from({ length: count }, () => PLAIN);
    const text = (count: number) => monitoringText(withPools(pools(count)), view);
    expect(text(20)).not.toContain('more pool');
    expect(text(21)).toContain('\n1 more pool; --json has all\n');
    expect(text(22)).toContain('\n2 more pools; --json has all\n');
  });

  it('say of a pool that has no reference that it is too early to tell, and that it may not page', () => {
    const { evidence } = PLAIN;
    const unknown = { ...evidence.degradation, eValue: null };
    const early: PoolReport = {
      ...PLAIN,
      evidence: {
        ...{ ...evidence, degradation: unknown, reference: { from: 'none', days: 0, mae: null } },
        earned: { ...evidence.earned, earned: false },
      },
    };
    expect(monitoringText(withPools([early]), view)).toMatch(/ {2}too early to tell {2}not earned\n/);
  });

  it('have no drift where none costs, and end with where the page is', () => {
    const text = monitoringText(withPools([PLAIN]), { ...view, html: 'quality\n.html' });
    expect(text).not.toContain('drift that costs');
    expect(text).toMatch(/\nReport written to quality\\n\.html\n$/);
  });

  it('show evidence with one digit, of much evidence its size', () => {
    expect([null, 0.04, 999.94, 1000, 123_456, 1e6, 1e12].map(evidenceText)).toEqual([
      ...['', '0.0', '999.9', '1,000', '123,456', 'above 1,000,000', 'above 1,000,000'],
    ]);
  });
});
