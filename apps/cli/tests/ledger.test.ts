import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
const store = join(folder, 'store');
const model = join(folder, 'model');
/** Of 6 series, by the model and by the naive forecast. */
const FORECASTS = 12;
const ids = { champion: '', naive: '' };

type Row = Readonly<Record<string, unknown>> & { readonly forecast_id: string; readonly arm: 'champion' | 'naive' };

const lines = (text: string) => text.trimEnd().split('\n');
const jsonLines = (text: string) => lines(text).map((line) => JSON.parse(line) as Row);
const json = async <T>(args: readonly string[]) => JSON.parse(await expectFine([...args, '--json'])) as T;

beforeAll(async () => {
  const history = await smallHistory(folder);
  await smallBundle(folder, history);
  await expectFine(['collect', history, '--store', store]);
  const last = lines(readFileSync(history, 'utf8'))
    .map((line) => /\d{4}-\d{2}-\d{2}/.exec(line)?.[0] ?? '')
    .sort()
    .at(-1)!;
  await expectFine(['forecast', 'issue', '--store', store, '--model', model, '--date', last]);
  await expectFine(['ledger', 'collect', '--store', store]);
  await expectFine(['ledger', 'grade', '--store', store, '--grace-hours', '0']);
  const rows = jsonLines(await expectFine(['ledger', 'grades', '--store', store, '--format', 'jsonl']));
  for (const { arm, forecast_id: id } of rows) ids[arm] = id;
});

describe('dqs ledger grades', () => {
  it('shows each arm beside the naive forecast, then the greatest errors', async () => {
    const text = await expectFine(['ledger', 'grades', '--store', store, '--top', '3']);
    expect(text).toMatch(/arm +model +standing +forecasts +graded +ungraded +intervened +MAE +naive MAE +skill/);
    expect(text).toMatch(/champion +model@\S+ +backfill +6/);
    const { summaries, worst } = await json<{ summaries: { arm: string; graded: number }[]; worst: Row[] }>([
      'ledger',
      'grades',
      '--store',
      store,
      '--top',
      '3',
    ]);
    expect(summaries.map(({ arm }) => arm)).toEqual(['champion', 'naive']);
    const errors = worst.map(({ absolute_error: error }) => error as number);
    expect(errors).toEqual([...errors].sort((a, b) => b - a));
    expect(errors).toHaveLength(3);
  });

  it('writes all rows as CSV or JSON lines, of some arms, datasets and days', async () => {
    const rows = async (...args: string[]) =>
      lines(await expectFine(['ledger', 'grades', '--store', store, '--format', 'csv', ...args])).length - 1;
    const all = jsonLines(await expectFine(['ledger', 'grades', '--store', store, '--format', 'jsonl']));
    expect(all).toHaveLength(FORECASTS);
    expect(await rows()).toBe(FORECASTS);
    expect(await rows('--arm', 'naive')).toBe(FORECASTS / 2);
    expect(await rows('--rule', String(all[0]!['rule_code']), '--dataset', String(all[0]!['dataset_uuid']))).toBe(2);
    expect(await rows('--dataset', String(all[0]!['dataset_name']))).toBe(FORECASTS / 2);
    expect(await rows('--to', '2020-01-01')).toBe(0);
    expect(await rows('--known-at', '2020-01-01')).toBe(0);
  });

  it('says of a dataset that it does not know', async () => {
    const { code, stderr } = await dqs(['ledger', 'grades', '--store', store, '--dataset', '__proto__']);
    expect(code).toBe(1);
    expect(stderr).toContain('the ledger knows no series of "__proto__"');
  });

  it('of a store without a ledger makes none, and says what would', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(await expectFine(['ledger', 'grades', '--store', empty])).toContain('dqs forecast issue --store');
    expect(existsSync(join(empty, 'postgres'))).toBe(false);
  });
});

describe('dqs ledger show', () => {
  it('shows what was forecast, what came and the grade', async () => {
    const text = await expectFine(['ledger', 'show', ids.champion, '--store', store]);
    expect(text).toMatch(/grade +[\d.]+ % came, error/);
    expect(text).toMatch(/entry +arrived +passes +fails +errors +delivery/);
    const { forecast, revisions } = await json<{ forecast: Row; revisions: unknown[] }>([
      ...['ledger', 'show', ids.champion, '--store', store],
    ]);
    expect([forecast['status'], revisions.length]).toEqual(['graded', 1]);
  });

  it('knows ids that are none from ids that it does not hold', async () => {
    const unknown = await dqs(['ledger', 'show', '0'.repeat(32), '--store', store]);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('dqs ledger grades shows the ids')]);
    const none = await dqs(['ledger', 'show', 'abc', '--store', store]);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('32 hexadecimal digits, got "abc"')]);
    const early = await dqs(['ledger', 'show', ids.champion, '--store', store, '--known-at', '2020-01-01']);
    expect(early.code).toBe(1);
  });
});

describe('dqs ledger replay', () => {
  it('makes a forecast again, equal in every bit', async () => {
    const equal = await expectFine(['ledger', 'replay', ids.champion, '--store', store, '--model', model]);
    expect(equal).toContain('equal in every bit');
    expect(await json(['ledger', 'replay', ids.naive, '--store', store])).toEqual({
      forecastId: ids.naive,
      isEqual: true,
      differences: [],
    });
  });

  it('says which version made it where another is named', async () => {
    const other = join(folder, 'other');
    await expectFine([
      'train',
      '--store',
      store,
      '--backend',
      'ridge',
      '--spec',
      'classic',
      '--no-gates',
      '--out',
      other,
    ]);
    const { code, stderr } = await dqs(['ledger', 'replay', ids.champion, '--store', store, '--model', other]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/expected the version model@\S+, which made the forecast, got other@/);
  });
});

describe('dqs ledger export', () => {
  it('writes the same rows in both formats, by the extension', async () => {
    const [csv, jsonl] = [join(folder, 'ledger.csv'), join(folder, 'ledger.jsonl')];
    expect(await expectFine(['ledger', 'export', '--store', store, '--out', csv])).toContain(`${FORECASTS} forecasts`);
    await expectFine(['ledger', 'export', '--store', store, '--out', jsonl]);
    const rows = jsonLines(readFileSync(jsonl, 'utf8'));
    const [header, ...records] = lines(readFileSync(csv, 'utf8'));
    expect(header!.split(',')).toEqual(Object.keys(rows[0]!));
    expect(records.map((record) => record.split(',')[0])).toEqual(rows.map(({ forecast_id: id }) => id));
    expect(await expectFine(['ledger', 'export', '--store', store])).toBe(readFileSync(csv, 'utf8'));
  });
});
