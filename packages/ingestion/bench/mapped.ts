/**
 * Reads a log under its usual names and the same log under others, with bare outcomes, in turns; prints CPU times and the
 * median of their ratios as one JSON line.
 *
 *   node --conditions=@dqs/source --import tsx bench/mapped.ts [datasets] [rounds]
 *
 * 20 rules, 365 days and 3 executions a day: 50 datasets are 1,095,000 rows. `bare` is the usual names with bare outcomes: what
 * the mapping itself costs is mapped / bare, since shorter texts alone are read faster.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { Random, formatDay, parseDay } from '@dqs/core';

import { readPanel, type ReadOptions } from '../src/index.js';

const [datasets = 50, rounds = 15] = process.argv.slice(2, 4).map(Number);
const NAMES =
  'source,tenant_id,dataset_uuid,dataset_name,business_date,dataset_record_count,rule_code,level_of_execution,' +
  'attribute_name,results,context_id,filtered_record_count';
const OWN = 'system,client,asset,table_name,run_date,total,check_name,scope,column_name,status,run,checked';
const MAP = Object.fromEntries(NAMES.split(',').map((name, i) => [name, OWN.split(',')[i]!]));
const { context_id: _, ...map } = MAP;

function* lines(header: string, result: (word: string) => string): Generator<string> {
  const random = new Random(1);
  yield `${header}\n`;
  for (let day = parseDay('2025-01-01')!, last = day + 365; day < last; day += 1) {
    for (let dataset = 0; dataset < datasets; dataset += 1) yield datasetDay(random, formatDay(day), dataset, result);
  }
}

function datasetDay(random: Random, date: string, dataset: number, result: (word: string) => string): string {
  const uuid = `${(0x368a1020 + dataset).toString(16)}-8a4a-5607-a6fe-c6af310e5e5c`;
  const records = 1000 + random.integer(5000);
  let text = '';
  for (let rule = 0; rule < 20; rule += 1) {
    for (let execution = 0; execution < 3; execution += 1) {
      const word = random.next() < 0.8 ? 'Pass' : 'Fail';
      const where = rule % 2 === 0 ? 'DATASET,' : `ATTRIBUTE,attribute_${execution}`;
      text += `SRC,TENANT,${uuid},dataset_${dataset},${date},${records},${101 + rule},${where},${result(word)},c-${date},${records - 5}\n`;
    }
  }
  return text;
}

/** CPU milliseconds of reading a file. */
async function cpuOf(path: string, options: ReadOptions): Promise<number> {
  const before = process.cpuUsage();
  await readPanel([path], { reader: 'native', fingerprint: false, ...options });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

const folder = await mkdtemp(join(tmpdir(), 'dqs-bench-'));
try {
  const json = (word: string) =>
    `"{""result"": ""${word}"", ""partialResult"": false, ""resultDescription"": ""${word}""}"`;
  const write = async (name: string, header: string, result: (word: string) => string) => {
    await pipeline(Readable.from(lines(header, result)), createWriteStream(join(folder, name)));
    return join(folder, name);
  };
  const usual = await write('usual.csv', NAMES, json);
  const bare = await write('bare.csv', NAMES, (word) => word);
  const mapped = await write('mapped.csv', OWN, (word) => word);
  const times = { usual: [] as number[], bare: [] as number[], mapped: [] as number[] };
  for (let round = -2; round < rounds; round += 1) {
    const one = { usual: await cpuOf(usual, {}), bare: await cpuOf(bare, {}), mapped: await cpuOf(mapped, { map }) };
    // The first rounds warm up.
    if (round >= 0) for (const name of ['usual', 'bare', 'mapped'] as const) times[name].push(one[name]);
  }
  const ratio = (by: 'usual' | 'bare') =>
    Number(median(times.mapped.map((time, i) => time / times[by][i]!)).toFixed(3));
  const cpuMs = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, Math.round(median(list))]));
  console.log(
    JSON.stringify({
      stage: 'mapped',
      rows: datasets * 20 * 365 * 3,
      rounds,
      cpuMs,
      toUsual: ratio('usual'),
      toBare: ratio('bare'),
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
