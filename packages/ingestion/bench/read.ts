/**
 * Reads a generated log and prints time and memory as one JSON line.
 *
 *   node --conditions=@dqs/source --import tsx bench/read.ts [datasets] [executions a day] [reader]
 *
 * 20 rules and 365 days; 50 datasets and 3 executions are 1,095,000 rows, 500 datasets ten times that.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { Random, formatDay, parseDay } from '@dqs/core';

import { readPanel, type ReaderChoice } from '../src/index.js';

const [datasets = 50, executions = 3] = process.argv.slice(2, 4).map(Number);
const reader = (process.argv[4] ?? 'native') as ReaderChoice;

function* lines(): Generator<string> {
  const random = new Random(1);
  yield 'source,tenant_id,dataset_uuid,dataset_name,business_date,dataset_record_count,rule_code,level_of_execution,' +
    'attribute_name,results,context_id,filtered_record_count\n';
  for (let day = parseDay('2025-01-01')!, last = day + 365; day < last; day += 1) {
    for (let dataset = 0; dataset < datasets; dataset += 1) yield datasetDay(random, formatDay(day), dataset);
  }
}

function datasetDay(random: Random, date: string, dataset: number): string {
  const uuid = `${(0x368a1020 + dataset).toString(16)}-8a4a-5607-a6fe-c6af310e5e5c`;
  const records = 1000 + random.integer(5000);
  let text = '';
  for (let rule = 0; rule < 20; rule += 1) {
    for (let execution = 0; execution < executions; execution += 1) {
      const word = random.next() < 0.8 ? 'Pass' : 'Fail';
      const where = rule % 2 === 0 ? 'DATASET,' : `ATTRIBUTE,attribute_${execution}`;
      const results = `"{""result"": ""${word}"", ""partialResult"": false, ""resultDescription"": ""${word}""}"`;
      text += `SRC,TENANT,${uuid},dataset_${dataset},${date},${records},${101 + rule},${where},${results},c-${date},${records - 5}\n`;
    }
  }
  return text;
}

const folder = await mkdtemp(join(tmpdir(), 'dqs-bench-'));
try {
  const path = join(folder, 'log.csv');
  await pipeline(Readable.from(lines()), createWriteStream(path));
  await import('@duckdb/node-api');
  const [started, cpuBefore] = [performance.now(), process.cpuUsage()];
  const { report } = await readPanel([path], { reader });
  const { user, system } = process.cpuUsage(cpuBefore);
  const result = {
    stage: 'read',
    reader,
    rows: report.rows,
    cells: report.cells,
    bytes: (await stat(path)).size,
    wallMs: Math.round(performance.now() - started),
    cpuMs: Math.round((user + system) / 1000),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  console.log(JSON.stringify(result));
} finally {
  await rm(folder, { recursive: true, force: true });
}
