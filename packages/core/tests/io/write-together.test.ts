import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertOutputFolder, textFile, writeTogether } from '../../src/io/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-together-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const contents = () => Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(at(name), 'utf8')]));

describe('files that belong together', () => {
  it('are all written, pieces of text one after another', async () => {
    // More than a megabyte, which is written in several batches.
    const piece = 'ä'.repeat(700_000);
    await writeTogether([
      textFile(at('a'), () => ['one', ' ', 'two']),
      textFile(at('b'), () => [piece, piece, 'end']),
      textFile(at('c'), () => []),
    ]);
    expect(contents()).toEqual({ a: 'one two', b: `${piece}${piece}end`, c: '' });
    await writeTogether([]);
  });

  it('are none written where one cannot be made; what was there is untouched and nothing is left', async () => {
    writeFileSync(at('a'), 'before');
    const broken = function* () {
      yield 'half';
      throw new Error('no more');
    };
    await expect(writeTogether([textFile(at('a'), () => ['new']), textFile(at('b'), broken)])).rejects.toThrow(
      'no more',
    );
    expect(contents()).toEqual({ a: 'before' });
  });

  it('are refused where a folder of one is none, before any has its name', async () => {
    writeFileSync(at('file'), '');
    const files = [textFile(at('a'), () => ['new']), textFile(join(at('file'), 'b'), () => ['new'])];
    await expect(writeTogether(files)).rejects.toMatchObject({ code: 'output-not-writable' });
    expect(contents()).toEqual({ file: '' });
  });
});

describe('an output folder', () => {
  it('is made with those above it, or may be there', async () => {
    await assertOutputFolder(at(join('x', 'y')));
    await assertOutputFolder(at(join('x', 'y')));
    expect(readdirSync(at('x'))).toEqual(['y']);
  });

  it('is refused where a file stands', async () => {
    mkdirSync(at('x'));
    writeFileSync(at(join('x', 'file')), '');
    await expect(assertOutputFolder(at(join('x', 'file', 'y')))).rejects.toMatchObject({ code: 'output-not-writable' });
  });
});
