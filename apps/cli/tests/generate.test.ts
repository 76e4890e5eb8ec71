import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { readPanel, readRules } from '@dqs/ingestion';
import type { GeneratedCounts } from '@dqs/synthetic';

import { scratchFolder } from './support/dqs.js';
import { expectFine } from './support/fixtures.js';

const folder = scratchFolder();

describe('dqs generate', () => {
  it('writes what ingestion reads, row for row, in every format', async () => {
    const reports = [];
    for (const ending of ['csv', 'csv.gz', 'jsonl', 'jsonl.gz']) {
      const out = join(folder, `same.${ending}`);
      await expectFine(['generate', '--datasets', '2', '--rules', '3', '--days', '20', '--out', out]);
      reports.push(await readPanel([out]));
    }
    for (const { panel, report } of reports) {
      expect(report.rowsRejected).toBe(0);
      expect(panel).toEqual(reports[0]!.panel);
    }
    const plain = readFileSync(join(folder, 'same.csv'));
    expect(gunzipSync(readFileSync(join(folder, 'same.csv.gz'))).equals(plain)).toBe(true);
  });

  it('corrupts the requested share of rows, and reports how many will be rejected', async () => {
    const out = join(folder, 'garbage.csv');
    const args = ['generate', '--rows', '5000', '--garbage', '0.1', '--out', out, '--json'];
    const told = JSON.parse(await expectFine(args)) as GeneratedCounts;
    const { report } = await readPanel([out], { maxRejectRatio: 1 });
    expect(told).toMatchObject({ rows: 5000, rejects: report.rowsRejected, errors: report.neither });
    expect((told.rejects + told.errors) / 5000).toBeCloseTo(0.1, 1);
  });

  it('writes the metadata of its rules in the form that is read', async () => {
    const rules = join(folder, 'rules.json');
    const args = ['generate', '--datasets', '1', '--rules', '6', '--days', '3', '--start', '2024-02-28'];
    const text = await expectFine([...args, '--out', join(folder, 'r.csv'), '--rules-out', rules]);
    expect(text).toContain('2024-02-28 to 2024-03-01');
    const catalogue = await readRules(rules);
    expect([...catalogue.keys()]).toEqual(['101', '102', '103', '104', '105', '106']);
  });
});
