import { Readable } from 'node:stream';

import { formatDay, parseDay } from '@dqs/core';

import { parseRules, readPanelFromStream } from '../src/index.js';

const HEADER = 'source,tenant_id,dataset_uuid,dataset_name,business_date,rule_code,results\n';
const read = (rows: string) => readPanelFromStream(Readable.from([HEADER + rows]), { maxUnreadableRatio: 1 });

describe('faults of the Python original', () => {
  it('text against number rule codes: 101, 101.0 and " 101" are one rule, and its metadata is found', async () => {
    const result = '"{""result"": ""Pass""}"';
    const rows = ['101', '101.0', ' 101'].map((code) => `s,t,u,n,2026-03-01,${code},${result}\n`).join('');
    const { panel } = await read(rows);
    expect(panel.keys.map(({ ruleCode }) => ruleCode)).toEqual(['101']);
    expect([...panel.cells.passes]).toEqual([3]);
    const metadata = { rule_name: 'R', rule_type: 'T', dimension: 'D', rule_description: 'X', category: 2 };
    expect(parseRules(JSON.stringify([{ rule_code: 101.0, ...metadata }])).get(panel.keys[0]!.ruleCode)?.category).toBe(
      'C2',
    );
  });

  it('raw logs without a pass percentage are counted', async () => {
    const outcomes = ['Pass', 'Pass', 'Fail', 'Timeout'];
    const { panel } = await read(outcomes.map((o) => `s,t,u,n,2026-03-01,1,"{""result"": ""${o}""}"\n`).join(''));
    const { passes, fails, errors } = panel.cells;
    expect([passes[0], fails[0], errors[0]]).toEqual([2, 1, 1]);
  });

  it('the latest record count does not depend on the order of the rows of a day', async () => {
    const rows = ['9', '10', ''].map((count) => `s,t,u,n,2026-03-01,1,pass,${count}\n`);
    const header = HEADER.replace('results', 'results,dataset_record_count');
    const counts = [rows, [...rows].reverse()].map(async (order) => {
      const { panel } = await readPanelFromStream(Readable.from([header, ...order]));
      return panel.cells.recordCount[0];
    });
    expect(await Promise.all(counts)).toEqual([10, 10]);
  });

  it('a business date has no time zone: the day is the written one', async () => {
    const { panel } = await read('s,t,u,n,2026-03-01T23:30:00-11:00,1,pass\n');
    expect(formatDay(panel.cells.day[0]!)).toBe('2026-03-01');
    expect(panel.cells.day[0]).toBe(parseDay('2026-03-01'));
  });
});
