import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
let history = '';
let model = '';
let first: Forecast;

interface Forecast {
  readonly dataset_uuid: string;
  readonly dataset_name: string;
  readonly rule_code: string;
  readonly target_percentage: number;
  readonly p_below_target: number;
}

interface Forecasts {
  readonly forecasts: readonly Forecast[];
}

beforeAll(async () => {
  history = await smallHistory(folder);
  model = await smallBundle(folder, history);
  const { forecasts } = await forecastsWith([]);
  first = forecasts[0]!;
});

/** Forecasts of all series, as made in a folder. */
async function forecastsWith(args: readonly string[], cwd = folder): Promise<Forecasts> {
  const rows = await expectFine(['predict', '--model', model, '--all', '--format', 'json', ...args], cwd);
  return { forecasts: JSON.parse(rows) as Forecast[] };
}

/** A folder with a catalog of the usual name in it. */
function folderWith(name: string, text: string): string {
  const place = join(folder, name);
  mkdirSync(place);
  writeFileSync(join(place, 'dqs.catalog.yaml'), text);
  return place;
}

const catalog = () => `entries:
  - match: { dataset: '${first.dataset_name}', rule: '${first.rule_code}' }
    set: { owner: team-a, target: 80, importance: 5 }
  - match: { dataset: '${first.dataset_uuid}' }
    set: { target: 90, runbook: https://wiki.example.com/a }
  - match: { dataset: nobody }
    set: { owner: nobody }
`;

describe('a catalog', () => {
  it('sets the targets of forecasts where none are given: as --targets would', async () => {
    const place = folderWith('targets', catalog());
    const { forecasts } = await forecastsWith([], place);
    const target = (one: Forecast) => {
      if (one.dataset_uuid !== first.dataset_uuid) return 100;
      return one.rule_code === first.rule_code ? 80 : 90;
    };
    expect(forecasts.map((one) => one.target_percentage)).toEqual(forecasts.map(target));
    const same = await forecastsWith(['--target', '80'], place);
    const found = (rows: Forecasts) =>
      rows.forecasts.find((one) => one.rule_code === first.rule_code && one.dataset_uuid === first.dataset_uuid);
    expect(found({ forecasts })!.p_below_target).toBe(found(same)!.p_below_target);
    expect(same.forecasts.every((one) => one.target_percentage === 80)).toBe(true);
    const named = await forecastsWith(['--catalog', join(place, 'dqs.catalog.yaml')]);
    expect(named.forecasts).toEqual(forecasts);
  });

  it('explains a series by file and line, with and without a history', async () => {
    const place = folderWith('explain', catalog());
    const series = `${first.dataset_name}/${first.rule_code}`;
    const text = await expectFine(['catalog', 'explain', series, '--input', history], place);
    expect(text).toMatch(/owner +team-a +dqs\.catalog\.yaml:3/);
    expect(text).toMatch(/runbook +https:\/\/wiki\.example\.com\/a +dqs\.catalog\.yaml:5/);
    expect(text).toMatch(/tags +no entry sets it/);
    const alone = await expectFine(['catalog', 'explain', `x/eu/${series}`, '--json'], place);
    expect(JSON.parse(alone)).toMatchObject({ series: [{ resolved: { target: { value: 80 } } }] });
  });

  it('is checked, with the series that nobody owns and the entries that match none', async () => {
    const place = folderWith('check', catalog());
    const json = JSON.parse(await expectFine(['catalog', 'check', '--input', history, '--json'], place)) as {
      readonly withoutOwner: readonly unknown[];
    };
    expect(json).toMatchObject({ entries: 3, series: 6, unusedLines: [6] });
    expect(json.withoutOwner).toHaveLength(5);
    expect(await expectFine(['catalog', 'check'], place)).toMatch(/^3 entries, digest [0-9a-f]{16}\n$/);
  });

  it('with mistakes stops everything that would use it, with file and line', async () => {
    const place = folderWith('mistakes', 'entries:\n  - match: { dataset: a }\n    set: { traget: 99 }\n');
    for (const args of [
      ['catalog', 'check'],
      ['catalog', 'explain', 'a/b'],
      ['predict', '--model', model, '--all'],
    ]) {
      const { code, stderr } = await dqs(args, { cwd: place });
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/^error \[catalog-invalid\]: dqs\.catalog\.yaml:3: .*did you mean "target"\?/),
      ]);
    }
  });

  it.each([
    [['catalog', 'check'], 1, 'expected a catalog in dqs.catalog.yaml, found none'],
    [['catalog', 'check', '--catalog', 'nowhere.yaml'], 1, 'nowhere.yaml'],
    [['catalog', 'explain', 'a', '--catalog', 'CATALOG'], 2, 'dataset/rule'],
    [['catalog', 'explain', 'nobody/1', '--catalog', 'CATALOG', '--input', 'HISTORY'], 1, 'series-unknown'],
  ])('%j is refused with code %s', async (words, code, message) => {
    const place = join(folder, 'explain', 'dqs.catalog.yaml');
    const values = new Map([
      ['CATALOG', place],
      ['HISTORY', history],
    ]);
    const run = await dqs(
      words.map((word) => values.get(word) ?? word),
      { cwd: folder },
    );
    expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(message)]);
  });
});
