import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { native } from '../src/binding.js';
import { TreeEnsemble } from '../src/index.js';
import { readModel } from '../src/model/read-model.js';
import { toTreeArrays } from '../src/model/tree-arrays.js';
import type { NativeTrees } from '../src/native.js';
import { smallModel, toDMatrix } from './support/models.js';
import { table } from './support/data.js';
import { codeOf } from './support/native-calls.js';

const data = table(81, 200, 3, 1);

describe('the native module', () => {
  it('exports what native.ts declares, and nothing else', () => {
    const source = readFileSync(resolve(__dirname, '../src/native.ts'), 'utf8');
    const body = source.slice(source.indexOf('export interface NativeModule'));
    const declared = [...body.matchAll(/^ {2}(\w+)\(/gm)].map((match) => match[1]);
    expect(Object.keys(native()).sort()).toEqual(declared.sort());
  });

  it('distinguishes handles of different kinds', async () => {
    const dmatrix = await toDMatrix(data);
    const { booster } = await smallModel();
    const module = native();
    const token = module.newAbortToken();
    for (const wrong of [token, {}, null, undefined, 7, 'x', Object.create(dmatrix.handle) as object]) {
      expect(await codeOf(() => module.dmatrixShape(wrong as never))).toBe('invalid-argument');
      expect(await codeOf(() => module.boosterInfo(wrong as never))).toBe('invalid-argument');
      expect(await codeOf(() => module.treesClose(wrong as never))).toBe('invalid-argument');
    }
    expect(await codeOf(() => module.boosterInfo(dmatrix.handle))).toBe('invalid-argument');
    expect(await codeOf(() => module.dmatrixShape(booster.handle))).toBe('invalid-argument');
    expect(await codeOf(() => module.abort(dmatrix.handle))).toBe('invalid-argument');
    module.abort(token);
  });

  it('throws typed errors whatever it is called with', async () => {
    const dmatrix = await toDMatrix(data);
    const { booster } = await smallModel();
    const junk = [
      ...[undefined, null, 0, -1, NaN, 2 ** 40, '', 'x', {}, [], new Float64Array(3), new Int32Array(2)],
      ...[new Uint8Array(4), () => 0, Symbol('s'), 3n],
    ];
    const module = native() as unknown as Record<string, (...args: unknown[]) => unknown>;
    const harmless = new Set(['newAbortToken', 'processors', 'dmatrixClose', 'boosterClose', 'treesClose']);
    for (const [name, work] of Object.entries(module)) {
      if (harmless.has(name)) continue;
      expect([name, await codeOf(() => work())]).toEqual([name, expect.stringMatching(/^[a-z-]+$/)]);
      for (const a of [...junk, dmatrix.handle, booster.handle]) {
        for (const b of junk) {
          const code = await codeOf(() => work(a, b, b, a, b));
          expect([name, typeof code]).toEqual([name, 'string']);
        }
      }
    }
    expect(dmatrix.numRows).toBe(200);
  });

  it('refuses trees that could not be walked', async () => {
    const { booster } = await smallModel();
    const model = booster.save();
    const sound = () => toTreeArrays(readModel(model));
    const create = (change: (trees: NativeTrees) => Partial<NativeTrees> | void) => {
      const trees = sound();
      return codeOf(() => native().treesCreate({ ...trees, ...change(trees) }, 4));
    };
    const damages: ((trees: NativeTrees) => Partial<NativeTrees> | void)[] = [
      (trees) => void (trees.left[0] = 0),
      (trees) => void (trees.left[0] = -5),
      (trees) => void (trees.left[0] = 2 ** 30),
      (trees) => void (trees.left[0] = 2 ** 31 - 1),
      (trees) => void (trees.features[0] = 4),
      (trees) => void (trees.features[0] = -1),
      (trees) => void (trees.roots[1] = -1),
      (trees) => void (trees.roots[1] = 2 ** 30),
      (trees) => void (trees.groups[0] = 1),
      (trees) => void (trees.groups[0] = -1),
      (trees) => {
        trees.sets[0] = trees.words.length;
        trees.setWords[0] = 1;
      },
      (trees) => ({ cover: trees.cover.slice(1) }),
      (trees) => ({ weights: trees.weights.slice(1) }),
      () => ({ base: new Float64Array() }),
      () => ({ scores: new Float32Array(2) }),
      () => ({ link: 3 }),
      // Two parents share a child, and another node has none: of use to nobody but whoever wants them walked for ever.
      (trees) => void (trees.left[2] = trees.left[1]!),
      () => ({ values: new Float64Array(3) as never }),
    ];
    for (const damage of damages) expect(await create(damage)).toBe('invalid-argument');
    expect(await create(() => undefined)).toBe('nothing thrown');
    const trees = native().treesCreate(sound(), 4);
    const { rows, columns } = { rows: 2, columns: [0, 1, 2, 3].map(() => new Float32Array(2)) };
    const right = { kind: 2, transform: 1, first: 0, last: 5, threads: 1 };
    for (const wrong of [
      { kind: 3 },
      { transform: 6 },
      { first: 6 },
      { last: 6 },
      { first: 3, last: 2 },
      { kind: 1, first: 1 },
    ]) {
      const options = { ...right, ...wrong };
      expect(await codeOf(() => native().treesEvaluateSync(trees, { rows, columns }, options))).toBe(
        'invalid-argument',
      );
    }
    expect(native().treesEvaluateSync(trees, { rows, columns }, right)).toHaveLength(2);
    expect(TreeEnsemble.from(model).numRounds).toBe(5);
  });
});
