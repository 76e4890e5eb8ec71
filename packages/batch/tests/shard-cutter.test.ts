import * as fc from 'fast-check';

import { CsvFinder } from '../src/records/csv-finder.js';
import { LineFinder } from '../src/records/line-finder.js';
import { ShardCutter } from '../src/records/shard-cutter.js';
import { ShardMemory } from '../src/records/shard-memory.js';
import type { Shard } from '../src/shard.js';
import { faultyRecords, recordTexts } from './support/scratch.js';

const MEGABYTE = 1024 * 1024;

function cut(
  chunks: readonly (string | Uint8Array)[],
  rows = 3,
  kind: 'csv' | 'lines' = 'csv',
  bytes = MEGABYTE,
): Shard[] {
  const finder = kind === 'csv' ? new CsvFinder({ delimiter: 0x2c }) : new LineFinder();
  const cutter = new ShardCutter(finder, { rows, bytes }, { offset: 0 });
  const shards = chunks.flatMap((chunk) => [...cutter.push(Buffer.from(chunk as string))]);
  return [...shards, ...cutter.end()];
}

/** Byte offset of every record. */
const offsets = (shards: readonly Shard[]) =>
  shards.flatMap(({ byteOffset, bounds }) =>
    Array.from({ length: bounds.length / 2 }, (_, at) => byteOffset! + bounds[2 * at]!),
  );

describe('ShardCutter', () => {
  it('cuts after the given number of records and numbers shards and records consecutively', () => {
    const shards = cut(['a\nb\nc\nd\ne\n']);
    expect(shards.map(({ index, firstRecord, byteOffset }) => [index, firstRecord, byteOffset])).toEqual([
      [0, 1, 0],
      [1, 4, 6],
    ]);
    expect(recordTexts(shards)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('skips empty lines without counting them', () => {
    expect(recordTexts(cut(['\n a\n\n  \t\nb\r\n\r\nc']))).toEqual([' a', 'b', 'c']);
  });

  it('cuts early if records are long', () => {
    const shards = cut(
      Array.from({ length: 10 }, () => `${'x'.repeat(100)}\n`),
      1000,
      'lines',
      250,
    );
    expect(shards.map(({ bounds }) => bounds.length / 2)).toEqual([3, 3, 3, 1]);
  });

  it.each(['csv', 'lines'] as const)(
    'keeps the beginning of a record of 100 MB and continues after it (%s)',
    (kind) => {
      const huge = Buffer.alloc(MEGABYTE, 'x');
      const chunks = ['a\nb\n', ...Array.from({ length: 100 }, () => huge), '\nc\nd\n'];
      const shards = cut(chunks, 100, kind);
      expect(faultyRecords(shards)).toEqual([[3, 'record-too-long']]);
      const texts = recordTexts(shards);
      expect(texts.map((text) => text.length)).toEqual([1, 1, 64 * 1024, 1, 1]);
      expect(offsets(shards).slice(-2)).toEqual([4 + 100 * MEGABYTE + 1, 4 + 100 * MEGABYTE + 3]);
    },
  );

  it('keeps the beginning of a long record that ends within the chunk it began in', () => {
    const shards = cut([`a\n${'x'.repeat(2 * MEGABYTE)}\nb\n`], 100);
    expect(faultyRecords(shards)).toEqual([[2, 'record-too-long']]);
    expect(offsets(shards)).toEqual([0, 2, 2 + 2 * MEGABYTE + 1]);
  });

  it('reports a record truncated at the end of the input as a fault', () => {
    const cutter = new ShardCutter(new CsvFinder({ delimiter: 0x2c }), { rows: 10, bytes: MEGABYTE }, { offset: 0 });
    const shards = [
      ...cutter.push(Buffer.from('a,1\nb,2')),
      ...cutter.end({ reason: 'input-truncated', message: 'cut' }),
    ];
    expect(recordTexts(shards)).toEqual(['a,1', 'b,2']);
    expect(faultyRecords(shards)).toEqual([[2, 'input-truncated']]);
  });

  it('gives the same records, numbers and offsets whatever the pieces and the size of shards', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n', '\r\n', ' '), maxLength: 80 });
    const property = fc.property(text, fc.array(fc.nat(80)), fc.integer({ min: 1, max: 6 }), (content, cuts, rows) => {
      const bytes = Buffer.from(content);
      const places = [...new Set(cuts.map((at) => Math.min(at, bytes.length)))].sort((a, b) => a - b);
      const pieces = [0, ...places].map((from, i) => bytes.subarray(from, places[i] ?? bytes.length));
      const [whole, parts] = [cut([bytes], 1000), cut(pieces, rows)];
      expect(recordTexts(parts)).toEqual(recordTexts(whole));
      expect(faultyRecords(parts)).toEqual(faultyRecords(whole));
      expect(offsets(parts)).toEqual(offsets(whole));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('gives the same shards when bytes are read into its own memory and finished memory is reused', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ',', ' '), maxLength: 60 });
    const longLine = line.map((text) => text.repeat(1500));
    const lines = fc.array(fc.oneof({ weight: 9, arbitrary: line }, { weight: 1, arbitrary: longLine }), {
      maxLength: 40,
    });
    const property = fc.property(lines, fc.integer({ min: 1, max: 50_000 }), fc.nat(2), (content, size, held) => {
      const bytes = Buffer.from(content.join('\n'));
      const memory = new ShardMemory();
      const cutter = new ShardCutter(new LineFinder(), { rows: 4, bytes: MEGABYTE }, { offset: 0, memory });
      const texts: string[] = [];
      const inWork: Shard[] = [];
      const take = (shard: Shard) => {
        inWork.push(shard);
        if (inWork.length <= held) return;
        const [done] = inWork.splice(0, 1);
        texts.push(...recordTexts([done!]));
        memory.release(done!.bytes);
        // The next user of the memory overwrites it.
        Buffer.from(done!.bytes.buffer).fill('#');
      };
      for (let at = 0; at < bytes.length; at += size) {
        const room = cutter.room(size);
        const count = bytes.copy(room, 0, at, at + size);
        for (const shard of cutter.push(room.subarray(0, count))) take(shard);
      }
      for (const shard of cutter.end()) take(shard);
      expect([...texts, ...recordTexts(inWork)]).toEqual(recordTexts(cut([bytes], 4, 'lines')));
    });
    fc.assert(property, { numRuns: 200 });
  });
});
