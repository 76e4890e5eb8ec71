import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { readPanel } from '../src/index.js';

const path = resolve(__dirname, '../../../../shared/data/epidemic_reports.csv.gz');

/** Executions by outcome, per (dataset, rule, date): split by hand, without any code of the package. */
function countByHand(text: string): Map<string, [number, number]> {
  const counts = new Map<string, [number, number]>();
  for (const line of text.split('\n').slice(1)) {
    if (line === '') continue;
    const [, , uuid, , date, , rule] = line.split(',', 7);
    const id = `${uuid} ${rule} ${date}`;
    const count = counts.get(id) ?? [0, 0];
    count[line.includes('""result"": ""Pass""') ? 0 : 1] += 1;
    counts.set(id, count);
  }
  return counts;
}

describe('the real history', () => {
  it('is counted correctly', async () => {
    if (!existsSync(path)) return console.warn(`skipped: ${path} is missing`);
    const { panel, report } = await readPanel([path]);
    expect(report).toMatchObject({ rows: 483_803, rowsUsed: 483_803, neither: 0, unparsableCounts: 0, keys: 230 });
    expect([report.firstDate, report.lastDate]).toEqual(['2020-01-22', '2021-05-14']);
    expect(new Set(panel.keys.map(({ datasetUuid }) => datasetUuid)).size).toBe(23);
    const expected = countByHand(gunzipSync(readFileSync(path)).toString('utf8'));
    const { key, day, passes, fails } = panel.cells;
    expect(key.length).toBe(expected.size);
    let differing = 0;
    for (let row = 0; row < key.length; row += 1) {
      const { datasetUuid, ruleCode } = panel.keys[key[row]!]!;
      const date = new Date(day[row]! * 86_400_000).toISOString().slice(0, 10);
      const [pass, fail] = expected.get(`${datasetUuid} ${ruleCode} ${date}`) ?? [-1, -1];
      if (pass !== passes[row] || fail !== fails[row]) differing += 1;
    }
    expect(differing).toBe(0);
  });
});
