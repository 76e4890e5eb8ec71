import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
let history = '';

beforeAll(async () => {
  history = await smallHistory(folder);
});

const backtest = (...more: string[]) => ['backtest', '--input', history, ...QUICK_TRAINING, '--folds', '3', ...more];

describe('dqs backtest', () => {
  it('shows a line per fold, the total next to the naive forecasts, a plot and the path of the report', async () => {
    const html = join(folder, 'report.html');
    const text = await expectFine(backtest('--html', html));
    expect(text.match(/^[123] +2025-\d\d-\d\d to .*%$/gm)).toHaveLength(3);
    expect(text).toMatch(/^all .*%$/m);
    expect(text).toMatch(
      /─ actual {3}· forecast {3}· (last-value|mean-7|median-7|median-28|same-weekday|training-mean)$/m,
    );
    expect(text).toContain(`Report written to ${html}`);
    const page = readFileSync(html, 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(
      page.match(/role="img" aria-label="[^"]*: results and forecasts by day, mean absolute error /g),
    ).toHaveLength(6);
  });

  it('shows the distributions beside the naive ones, and odds about the target that is asked for', async () => {
    const text = await expectFine(backtest('--target', '60'));
    expect(text).toMatch(/^distribution +MAE +RMSE +CRPS +log score +in 80 % +in 95 %$/m);
    for (const name of ['model', 'last-7', 'last-28', 'what-followed'])
      expect(text).toMatch(new RegExp(`^${name} +[\\d.]+ +[\\d.]+ +[\\d.]+ +[\\d.]+ +[\\d.]+ \\(`, 'm'));
    expect(text).toContain('Odds of a result below 60 %');
  });

  it('prints one JSON document: folds, days, series and the total', async () => {
    const json = JSON.parse(await expectFine(backtest('--json'))) as Record<string, unknown[]>;
    expect(json['folds']).toHaveLength(3);
    expect(json['series']).toHaveLength(6);
    expect(json['series']![0]).toMatchObject({ tenantId: 'DEMO', ruleCode: expect.any(String) });
    expect(json['days']).toHaveLength(24);
    expect(json['days']![0]).toMatchObject({ actual: expect.any(Number), naive: expect.any(Number) });
    expect(json['evaluation']).toMatchObject({ horizon: 1, calibration: { target: 100 } });
    expect(json['series']![0]).toMatchObject({ crps: expect.any(Number), naiveCrps: expect.any(Number) });
  });

  it('refuses more folds than test dates, and a report that has no place, before it begins', async () => {
    expect(await dqs(backtest('--folds', '99'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('24 folds'),
    });
    const run = await dqs(['backtest', '--input', 'absent.csv', '--html', join(history, 'report.html')]);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('error [output-not-writable]') });
  });
});
