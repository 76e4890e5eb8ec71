import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DqsError, PanelBuilder, type DailyPanel } from '@dqs/core';
import fc from 'fast-check';

import { forecastDays, targetsOf } from '../src/index.js';
import { readSettings } from '../src/settings/index.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-targets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function panelOf(...series: (readonly [tenant: string, dataset: string, rule: string])[]): DailyPanel {
  const builder = new PanelBuilder();
  for (const [tenantId, datasetUuid, ruleCode] of series) {
    const key = { source: 'S', tenantId, datasetUuid, datasetName: '', ruleCode };
    builder.addCounts(key, 1, { passes: 1, fails: 0, errors: 0, recordCount: NaN, filteredCount: NaN });
    builder.addLevel(key, 'DATASET', 1);
  }
  return builder.build();
}

const PANEL = panelOf(['EU', 'orders', '101'], ['US', 'orders', '101'], ['US', 'stock', '102'], ['', 'items', '7']);

async function targetsOfText(text: string | Uint8Array) {
  const targets = join(folder, `${Math.random()}.csv`);
  writeFileSync(targets, text);
  return targetsOf({ target: 90, targets }, () => ({ panel: PANEL }));
}

const refused = async (text: string | Uint8Array): Promise<string> => {
  const error: unknown = await targetsOfText(text).catch((caught: unknown) => caught);
  if (!(error instanceof DqsError)) throw new Error(`expected a DqsError, got ${String(error)}`);
  return `${error.code}: ${error.message.replaceAll(folder, '')}`;
};

const HEADER = 'dataset_uuid,rule_code,target_percentage';

describe('targetsOf', () => {
  it.each(['a folder', 'a device', 'a pipe'])(
    'refuses a file of targets that is %s, without waiting for it',
    async (kind) => {
      const pipe = join(folder, 'pipe');
      if (kind === 'a pipe') execFileSync('mkfifo', [pipe]);
      const targets = { 'a folder': folder, 'a device': '/dev/zero', 'a pipe': pipe }[kind]!;
      await expect(targetsOf({ targets }, () => ({ panel: PANEL }))).rejects.toMatchObject({
        code: 'input-unreadable',
        message: expect.stringContaining('a regular file'),
      });
    },
  );

  it('is what a catalog sets, also by the tags that a tool told of a series', async () => {
    const catalog = join(folder, 'dqs.catalog.yaml');
    writeFileSync(catalog, 'entries:\n  - match: { tags: [finance] }\n    set: { target: 42 }\n');
    const key = { source: 'S', tenantId: 'EU', datasetUuid: 'orders', datasetName: '', ruleCode: '101' };
    const facts = [{ ...key, tags: ['finance', 'nightly'] }];
    const told = { tenantId: 'EU', datasetUuid: 'orders', ruleCode: '101', targetPercentage: 42 };
    expect(await targetsOf({ catalog }, () => ({ panel: PANEL, facts }))).toEqual({ everywhere: 100, series: [told] });
    expect(await targetsOf({ catalog }, () => ({ panel: PANEL }))).toEqual({ everywhere: 100, series: [] });
  });

  it('is --target for all, 100 where it is not set, and asks for no history then', async () => {
    const noPanel = () => {
      throw new Error('asked for');
    };
    expect(await targetsOf({}, noPanel)).toEqual({ everywhere: 100, series: [] });
    expect(await targetsOf({ target: 95 }, noPanel)).toEqual({ everywhere: 95, series: [] });
  });

  it('reads columns in any order, beside others, with tenants only where they are needed', async () => {
    const text =
      '\uFEFFowner,target_percentage,rule_code,dataset_uuid,tenant_id\r\n' +
      'A,99.5,102.0,stock,\r\n\r\n"B, C",95, 101 ,orders,EU\r\nD,"80",101,orders,US\r\nE,0,7,items,\r\n';
    expect(await targetsOfText(text)).toEqual({
      everywhere: 90,
      series: [
        { tenantId: 'US', datasetUuid: 'stock', ruleCode: '102', targetPercentage: 99.5 },
        { tenantId: 'EU', datasetUuid: 'orders', ruleCode: '101', targetPercentage: 95 },
        { tenantId: 'US', datasetUuid: 'orders', ruleCode: '101', targetPercentage: 80 },
        { tenantId: '', datasetUuid: 'items', ruleCode: '7', targetPercentage: 0 },
      ],
    });
  });

  it('lists all that is wrong, line by line', async () => {
    const text = [
      `${HEADER},tenant_id`,
      'stock,102,101,',
      'stock,102,95,',
      'stock,102,96,US',
      'orders,101,95,',
      'orders,101,95,FR',
      'order,101,95,',
      'stock,103,95,',
      'stock,102',
      'stock,1"02,95,',
    ].join('\n');
    expect((await refused(text)).split('\n').slice(1)).toEqual([
      '  line 2: expected a target_percentage from 0 to 100, got "101"',
      '  line 4: expected one target of dataset "stock" and rule "102", line 3 has one already',
      '  line 5: name the tenant_id, since several tenants have dataset "orders" and rule "101": "EU", "US"',
      '  line 6: tenant "FR" has no series of dataset "orders" and rule "101": "EU", "US"',
      '  line 7: no series of dataset "order" and rule "101" in the history; did you mean "orders"?',
      '  line 8: no series of dataset "stock" and rule "103" in the history; the dataset has other rules',
      '  line 9: expected 4 fields as in the header, got 2',
      expect.stringMatching(/^ {2}line 10: /),
    ]);
  });

  it('shows the first problems of many, and how many there are', async () => {
    const text = await refused(`${HEADER}\n${'stock,102,high\n'.repeat(5000)}`);
    expect(text).toContain('and 4990 more');
    expect(text.length).toBeLessThan(2000);
  });

  it('names the columns that it expects and those that it found', async () => {
    expect(await refused('dataset,rule_code,target_percentage\n')).toMatch(
      /^config-invalid: expected the columns dataset_uuid, rule_code, target_percentage, each once, .* found "dataset", /,
    );
    expect(await refused(`${HEADER},rule_code\n`)).toContain('found rule_code twice');
    expect(await refused('')).toContain('config-invalid');
  });

  it('tells a missing file, a folder and other bytes than UTF-8 apart', async () => {
    const at = (targets: string) => targetsOf({ targets }, () => ({ panel: PANEL }));
    await expect(at(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'input-not-found' });
    await expect(at(folder)).rejects.toMatchObject({ code: 'input-unreadable' });
    expect(await refused(Uint8Array.of(0xff, 0xfe, 0x41))).toMatch(/^input-unreadable: .*: expected UTF-8 text/);
  });

  it('never takes a hostile name for an object of its own, and a file without rows is none', async () => {
    expect(await refused(`${HEADER}\n__proto__,constructor,95\n`)).toContain('no series of dataset "__proto__"');
    expect(await targetsOfText(HEADER)).toEqual({ everywhere: 90, series: [] });
  });

  it('takes any text for targets or refuses it as a wrong setting', async () => {
    const line = fc.oneof(fc.string(), fc.constantFrom('stock,102,95', 'orders,101,5', '"stock",102,"1"', '"'));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), async (lines) => {
        const found = await targetsOfText([HEADER, ...lines].join('\n')).catch((error: unknown) => error);
        if (found instanceof DqsError) expect(found.code).toBe('config-invalid');
        else expect(found).toMatchObject({ everywhere: 90 });
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});

describe('forecastDays', () => {
  it('is the day after the as-of day, or the one of --date', () => {
    expect(forecastDays({}, 100)).toEqual([{ day: 101 }]);
    expect(forecastDays({ asOf: 50 }, 100)).toEqual([{ day: 51, asOf: 50 }]);
    expect(forecastDays({ date: 30 }, 100)).toEqual([{ day: 30 }]);
  });

  it('counts horizons from the as-of day, each once and in order', () => {
    expect(forecastDays({ forecastHorizon: 7 }, 100)).toEqual([{ day: 107, asOf: 100 }]);
    const days = forecastDays({ horizons: [3, 1, 3], asOf: 50 }, 100);
    expect(days).toEqual([51, 53].map((day) => ({ day, asOf: 50 })));
  });

  it('takes a date that says the same, and refuses one that does not', () => {
    expect(forecastDays({ date: 57, asOf: 50, forecastHorizon: 7 }, 100)).toEqual([{ day: 57, asOf: 50 }]);
    const clash = (settings: Parameters<typeof forecastDays>[0]) => () => forecastDays(settings, 100);
    expect(clash({ date: 57, forecastHorizon: 7 })).toThrow(
      /--date to be the day .* 1970-04-18, got 1970-02-27; leave/,
    );
    expect(clash({ date: 102, horizons: [1, 2] })).toThrow(/1970-04-12, 1970-04-13/);
    expect(clash({ horizons: [1], forecastHorizon: 1 })).toThrow(/either --horizon or --horizons/);
  });
});

describe('--horizons', () => {
  const read = async (horizons: string) => {
    const sources = { env: {}, cwd: folder, section: 'predict', sections: ['predict'] };
    return (await readSettings(['horizons'], { horizons }, sources)).horizons;
  };

  it('takes numbers and spans', async () => {
    expect(await read('1-3,7')).toEqual([1, 2, 3, 7]);
    expect(await read(' 2 , 5 - 6 ')).toEqual([2, 5, 6]);
  });

  it.each(['', ',', '0', '15', '7-1', '1-', '-3', '1-99999999', '1.5', 'a', '1--3'])('refuses %j', async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'config-invalid' });
  });
});
