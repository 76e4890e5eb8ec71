import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { native } from '../src/binding.js';
import { Dataset, train } from '../src/index.js';
import { fromNative } from '../src/errors.js';
import { table } from './support/data.js';

const { columns, label } = table(81, 200);

/** Calls a native function with arbitrary arguments; only that it throws an Error with a code matters. */
async function codeOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return (fromNative(error) as { code?: unknown }).code;
  }
  return 'nothing thrown';
}

describe('the native module', () => {
  // Some arguments are file names.
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'dqs-lightgbm-'));
  beforeAll(() => process.chdir(folder));
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  it('exports what native.ts declares, and nothing else', () => {
    const source = readFileSync(resolve(__dirname, '../src/native.ts'), 'utf8');
    const body = source.slice(source.indexOf('export interface NativeModule'));
    const declared = [...body.matchAll(/^ {2}(\w+)\(/gm)].map((match) => match[1]);
    expect(Object.keys(native()).sort()).toEqual(declared.sort());
  });

  it('distinguishes handles of different kinds', async () => {
    const dataset = await Dataset.fromColumns(columns, { label });
    const module = native();
    const token = module.newAbortToken();
    for (const wrong of [token, {}, null, undefined, 7, 'x', Object.create(dataset.handle) as object]) {
      expect(await codeOf(() => module.datasetShape(wrong as never))).toBe('invalid-argument');
      expect(await codeOf(() => module.boosterInfo(wrong as never))).toBe('invalid-argument');
    }
    expect(await codeOf(() => module.boosterInfo(dataset.handle))).toBe('invalid-argument');
    expect(await codeOf(() => module.abort(dataset.handle))).toBe('invalid-argument');
    module.abort(token);
  });

  it('checks the leaves of a refit, which LightGBM trusts', async () => {
    const dataset = await Dataset.fromColumns(columns, { label });
    const { booster } = await train({ num_leaves: 4 }, dataset, { rounds: 2 });
    const refit = (wrong: Record<number, number>) => {
      const leaves = Object.assign(new Int32Array(400), wrong);
      return native().boosterRefit(dataset.handle, booster.handle, leaves, 'num_leaves=4 verbosity=-1');
    };
    await refit({ 3: 3 });
    for (const leaf of [4, -1, 2 ** 31 - 1]) {
      await expect(refit({ 7: leaf })).rejects.toThrow(`refit: row 3 names leaf ${leaf} of a tree of 4`);
    }
  });

  it('throws typed errors whatever it is called with', async () => {
    const dataset = await Dataset.fromColumns(columns, { label });
    const junk = [
      undefined,
      null,
      0,
      -1,
      NaN,
      2 ** 40,
      '',
      'x',
      {},
      [],
      new Float64Array(3),
      new Int32Array(2),
      () => 0,
      Symbol('s'),
      3n,
    ];
    const module = native() as unknown as Record<string, (...args: unknown[]) => unknown>;
    const harmless = new Set(['newAbortToken', 'paramAliases', 'processors', 'version', 'engines', 'datasetClose']);
    for (const [name, work] of Object.entries(module)) {
      if (harmless.has(name)) continue;
      expect([name, await codeOf(() => work())]).toEqual([name, expect.stringMatching(/^[a-z-]+$/)]);
      for (const a of [...junk, dataset.handle]) {
        for (const b of junk) {
          const code = await codeOf(() => work(a, b, b, a, b));
          expect([name, typeof code]).toEqual([name, 'string']);
        }
      }
    }
    expect(dataset.numRows).toBe(200);
    // Nothing is written but to the file that a call names.
    expect(readdirSync(folder)).toEqual(['x']);
  });
});
