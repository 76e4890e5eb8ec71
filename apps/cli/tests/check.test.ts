import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING } from './support/fixtures.js';

const folder = scratchFolder();
const place = (name: string) => join(folder, name);
const COLUMNS = 'source,tenant_id,dataset_uuid,dataset_name,business_date,rule_code,level_of_execution,results';
const FIRST = Date.parse('2026-01-01');
const DAYS = 100;
let model = '';
let row = 0;

/** The date of a day of the history, from 0. */
const dateOf = (day: number) => new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10);

/** Results of a day: of every series twenty executions, of which every tenth or so fails, or as many as a rule is told to. */
function dayOf(day: number, failsOf: (rule: number) => number | undefined = () => undefined): string[] {
  return [101, 102, 103, 104].flatMap((rule) => {
    const fails = failsOf(rule) ?? ((row = (row * 31 + 7) % 97) % 5 === 0 ? 4 : 2);
    return Array.from({ length: 20 }, (_, i) =>
      [`shop,eu,d-1,=Orders,${dateOf(day)},${rule},DATASET`, i < fails ? 'fail' : 'pass'].join(','),
    );
  });
}

function write(name: string, rows: readonly string[]): string {
  writeFileSync(place(name), [COLUMNS, ...rows].join('\n'));
  return place(name);
}

interface Checked {
  readonly passed: boolean;
  readonly alarms: number;
  readonly missing: readonly { readonly ruleCode: string }[];
  readonly sources: readonly { readonly source: string; readonly status: string }[];
  readonly results: readonly { readonly ruleCode: string; readonly isAlarm: boolean; readonly odds: number }[];
}

const args = (store: string, day: number) => ['check', '--model', model, '--store', store, '--date', dateOf(day)];

beforeAll(async () => {
  const history = write('history.csv', Array.from({ length: DAYS }, (_, day) => dayOf(day)).flat());
  model = place('model');
  await expectFine(['train', '--input', history, ...QUICK_TRAINING, '--no-gates', '--out', model]);
  await expectFine(['collect', history, '--store', place('store')]);
});

describe('dqs check', () => {
  it('follows three days: a quiet one, one with a drop and a missing series, and the correction of it', async () => {
    const store = place('store');
    const quiet = write('quiet.csv', dayOf(DAYS));
    await expectFine(['collect', quiet, '--store', store, '--id', 'day 100']);
    const calm = await dqs([...args(store, DAYS), '--json']);
    expect([calm.code, JSON.parse(calm.stdout)]).toMatchObject([
      0,
      { passed: true, alarms: 0, missing: [], limit: 0.05 },
    ]);

    const bad = dayOf(DAYS + 1, (rule) => (rule === 103 ? 19 : 2)).filter((line) => !line.includes(',104,'));
    await expectFine(['collect', write('bad.csv', bad), '--store', store, '--id', 'day 101']);
    const html = place('check.html');
    const alarmed = await dqs([...args(store, DAYS + 1), '--html', html, '--json']);
    const report = JSON.parse(alarmed.stdout) as Checked;
    expect([alarmed.code, report.alarms, report.results[0]]).toMatchObject([3, 1, { ruleCode: '103', isAlarm: true }]);
    expect(report.missing.map(({ ruleCode }) => ruleCode)).toEqual(['104']);
    expect(report.results[0]!.odds).toBeLessThan(1e-6);
    const page = readFileSync(html, 'utf8');
    expect(page.indexOf('Missing series')).toBeLessThan(page.indexOf('Results by surprise'));
    expect(page).toContain('alarm');
    const { code, stdout } = await dqs(args(store, DAYS + 1));
    expect(code).toBe(3);
    expect(stdout).toMatch(/eu \/ =Orders \/ 103 .*below 1 in 1,000,000.*ALARM/);

    const mended = write('mended.csv', dayOf(DAYS + 1));
    await expectFine(['deliveries', 'replace', 'day 101', mended, '--store', store]);
    expect((await dqs(args(store, DAYS + 1))).code).toBe(0);
  });

  it('fails where nothing has arrived, and tells which source is silent', async () => {
    const store = place('daily');
    await expectFine(['collect', place('history.csv'), '--store', store]);
    const run = await dqs([...args(store, DAYS), '--json']);
    expect([run.code, JSON.parse(run.stdout)]).toMatchObject([3, { passed: false, results: [], sources: [] }]);
    expect((await dqs(args(store, DAYS))).stdout).toContain('no results to check, 4 series were due');
  });

  it.each([
    [['--date', '2026-02-30'], 2, 'yesterday, today or a calendar date'],
    [['--limit', '0'], 2, '--limit'],
    [['--limit', '1'], 2, '--limit'],
    [['--date', '2020-01-01'], 1, 'not-enough-history'],
    [['--html', 'STORE'], 1, 'error ['],
  ])('%j is refused with code %s', async (more, code, message) => {
    const words = more.map((word) => (word === 'STORE' ? place('store') : word));
    const run = await dqs(['check', '--model', model, '--store', place('store'), ...words]);
    expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(message)]);
  });
});
