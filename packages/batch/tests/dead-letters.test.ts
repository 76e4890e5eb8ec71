import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  DeadLetterSource,
  perRecord,
  RecordRejection,
  runBatch,
  textFileSource,
  type BatchSource,
} from '../src/index.js';
import { file, scratchFolder } from './support/scratch.js';

const folder = scratchFolder();

/** Copies records with a number as second field; others are rejected. */
async function numbersOnly(source: BatchSource, output: string) {
  const process = perRecord((text) => {
    if (!/,\d+$/.test(text)) throw new RecordRejection('no-number', 'expected a number');
    return `${text}\n`;
  });
  await runBatch({ source, process, sink: { path: output }, shard: { rows: 2 } });
  return readFileSync(output, 'utf8');
}

describe('dead letters', () => {
  it('can be used as input once corrected', async () => {
    const input = file(folder, 'in.csv', 'id,n\na,1\nb,two\n"c,3\nd,4\ne,five\n');
    const output = join(folder, 'out.csv');
    const source = textFileSource(input, { format: 'csv', singleLineColumns: ['id'] });
    expect(await numbersOnly(source, output)).toBe('a,1\nd,4\n');
    const letters = readFileSync(`${output}.dead-letters.jsonl`, 'utf8');
    const corrected = letters.replace('b,two', 'b,2').replace('\\"c,3', 'c,3');
    const again = await DeadLetterSource.open(file(folder, 'dead.jsonl', corrected));
    expect(again!.recordFormat).toEqual({ format: 'csv', delimiter: ',', header: 'id,n' });
    const second = join(folder, 'second.csv');
    expect(await numbersOnly(again!, second)).toBe('b,2\nc,3\n');
    const left = readFileSync(`${second}.dead-letters.jsonl`, 'utf8').split('\n').slice(1, -1);
    expect(left.map((line) => JSON.parse(line) as object)).toEqual([
      { record: 3, byte_offset: null, reason: 'no-number', message: 'expected a number', raw: 'e,five' },
    ]);
  });

  it('that are broken during correction become dead letters again', async () => {
    const header = { dead_letters: 1, input: 'x', record_format: { format: 'csv', delimiter: ',', header: 'id,n' } };
    const lines = [header, { raw: 'a,1' }, { raw: 'a,1\nb,2' }, { raw: '"a,1' }, { text: 'a,1' }];
    const content = `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot JSON\n`;
    const source = await DeadLetterSource.open(file(folder, 'spoilt.jsonl', content));
    const output = join(folder, 'third.csv');
    expect(await numbersOnly(source!, output)).toBe('a,1\n');
    const left = readFileSync(`${output}.dead-letters.jsonl`, 'utf8').split('\n').slice(1, -1);
    const reasons = left.map((line) => (JSON.parse(line) as { record: number; reason: string }).reason);
    expect(reasons).toEqual(['malformed-quotes', 'malformed-quotes', 'malformed-json', 'malformed-json']);
  });

  it('are distinguished from any other file', async () => {
    expect(await DeadLetterSource.open(file(folder, 'a.jsonl', '{"id":1}\n'))).toBeUndefined();
    expect(await DeadLetterSource.open(file(folder, 'b.jsonl', 'id,n\n1,2\n'))).toBeUndefined();
    expect(await DeadLetterSource.open(file(folder, 'c.jsonl', ''))).toBeUndefined();
    await expect(DeadLetterSource.open(file(folder, 'd.jsonl', '{"dead_letters":2}\n'))).rejects.toMatchObject({
      code: 'input-unreadable',
    });
  });
});
