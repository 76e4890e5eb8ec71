// Calls the native functions directly, past the checks of TypeScript, with arguments that are right but for a few: wrong or
// closed handles, arrays that are detached, shared, resizable, of another type or length, that a getter transfers away
// while they are read or the caller while a job runs. Run with --expose-gc. A crash ends the process; prints how many calls
// went well and how many failed, and whether everything still works.
import { chdir } from 'node:process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { native } from '../../src/binding.js';
import { Dataset, TrainableBooster, train } from '../../src/index.js';
import type { Handle } from '../../src/native.js';
import { DETERMINISTIC, binary, differences, random, table } from '../support/data.js';

const calls = Number(process.argv[2] ?? 3000);
const next = random(Number(process.argv[3] ?? 1));
const pick = <T,>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
const folder = mkdtempSync(join(tmpdir(), 'dqs-hostile-'));
chdir(folder);

const ROWS = 300;
const { columns, label: numbers } = table(3, ROWS);
const label = binary(numbers);
const WIDTH = columns.length;
const params = 'objective=binary num_leaves=4 verbosity=-1 num_threads=2';
const dataset = await Dataset.fromColumns(columns, { label });
const closed = await Dataset.fromColumns(columns, { label });
const { booster } = await train({ ...DETERMINISTIC, objective: 'binary', num_leaves: 4 }, dataset, { rounds: 3 });
const multiclass = await Dataset.fromColumns(columns, { label: label.map((_, i) => i % 3) });
const { booster: three } = await train({ objective: 'multiclass', num_class: 3 }, multiclass, { rounds: 2 });
const trainable = await TrainableBooster.create({ objective: 'binary' }, dataset);
const expected = booster.predictSync(columns);
const module = native() as unknown as Record<string, (...args: unknown[]) => unknown>;
const token = native().newAbortToken();
const stream = (await native().datasetStreamStart({ rows: ROWS, columns }, 10_000, { params, threads: 2 })).value;
const handles: Handle[] = [
  dataset.handle,
  booster.handle,
  three.handle,
  trainable.handle,
  closed.handle,
  stream,
  token,
];
closed.close();

/** The handle that is right, and sometimes another. */
const handle = (...right: Handle[]): Handle => pick(next() < 0.85 ? right : handles);
const data = (): Handle => handle(dataset.handle);
const model = (): Handle => handle(booster.handle, three.handle, trainable.handle);
const trained = (): Handle => handle(trainable.handle);

type View = Float64Array | Float32Array | Int32Array;

/** Takes the memory of arrays away, and has the collector free it. */
function transfer(views: readonly unknown[]): void {
  const buffers = new Set<ArrayBuffer>();
  for (const view of views) {
    const { buffer } = (view ?? {}) as { buffer?: unknown };
    if (buffer instanceof ArrayBuffer && !owned.has(buffer)) buffers.add(buffer);
  }
  for (const buffer of buffers) {
    try {
      structuredClone(buffer, { transfer: [buffer] });
    } catch (error) {
      // Newer versions of Node refuse to give away memory that belongs to an addon.
      if ((error as Error).name !== 'DataCloneError') throw error;
    }
  }
}
const owned = new Set<unknown>([...columns, label].map((array) => array.buffer));

function hostileArray(good: View): unknown {
  const detached = good.slice();
  transfer([detached]);
  const shared = new Float64Array(new SharedArrayBuffer(good.length * 8));
  const resizable = new Float64Array(new ArrayBuffer(good.length * 8, { maxByteLength: good.length * 16 } as never));
  return pick<unknown>([
    detached,
    shared,
    resizable,
    good.slice(1),
    new Uint8Array(good.length),
    new BigInt64Array(good.length),
    Int32Array.from(good, () => pick([-1, 0, 3, 299, 300, 2 ** 31 - 1, -(2 ** 31)])),
    Array.from(good),
    undefined,
    null,
    {},
  ]);
}

/** One of the arrays is replaced now and then. */
const array = (good: View): unknown => (next() < 0.15 ? hostileArray(good) : good.slice());
const integer = (good: number): unknown =>
  next() < 0.1 ? pick([-1, 0, 1, 2, 300, 2 ** 31 - 1, 2 ** 40, NaN, 'x']) : good;
const text = (good: string): unknown => (next() < 0.1 ? pick(['', 'x', 'a\0b', '=', '%s%n', 7, null]) : good);

/** A list whose getters take the array before away. */
function trapped(list: View[]): unknown {
  const trap: unknown[] = [];
  list.forEach((view, i) => Object.defineProperty(trap, i, { get: () => (transfer([list[i - 1]]), view) }));
  return trap;
}

/** An object one of whose getters takes arrays away, or one that is right. */
function options(fields: Record<string, unknown>, victims: readonly unknown[]): unknown {
  if (next() < 0.1) return pick([undefined, null, 7, 'x', []]);
  if (next() < 0.8) return fields;
  const key = pick(Object.keys(fields));
  const value = fields[key];
  return Object.defineProperty({ ...fields }, key, { get: () => (transfer(victims), value) });
}

function matrix(): { value: unknown; views: unknown[] } {
  const list = columns.map((column) => (next() < 0.5 ? column.slice() : Float32Array.from(column)));
  if (next() < 0.3) {
    const data = Float64Array.from({ length: ROWS * WIDTH }, () => next());
    return {
      value: { rows: integer(ROWS), width: integer(WIDTH), data: array(data), rowMajor: next() < 0.5 },
      views: [data],
    };
  }
  if (next() < 0.15) return { value: { rows: ROWS, columns: trapped(list) }, views: list };
  const views = list.map((column) => (next() < 0.05 ? hostileArray(column) : column));
  return { value: { rows: integer(ROWS), columns: next() < 0.05 ? views.slice(1) : views }, views };
}

function csr(): { value: unknown; views: unknown[] } {
  const indptr = Int32Array.from({ length: ROWS + 1 }, (_, i) => i * 2);
  const indices = Int32Array.from({ length: ROWS * 2 }, (_, i) => (i % 2) + (next() < 0.001 ? 1e6 : 0));
  const values = Float64Array.from(indices, () => next());
  const views = [array(indptr), array(indices), array(values)];
  return { value: { indptr: views[0], indices: views[1], values: views[2], columns: integer(WIDTH) }, views };
}

const fields = (): Record<string, unknown> => ({
  label: array(label),
  weight: next() < 0.3 ? array(label) : undefined,
  group: next() < 0.1 ? array(Int32Array.of(100, 200)) : undefined,
  init_score: next() < 0.2 ? array(new Float64Array(ROWS)) : undefined,
});
const draft = (): Record<string, unknown> => ({
  params: text(params),
  threads: integer(2),
  fields: fields(),
  reference: next() < 0.2 ? data() : undefined,
  abort: next() < 0.1 ? handle(token) : undefined,
});
const plan = (): Record<string, unknown> => ({
  params: text(params),
  threads: integer(2),
  rounds: pick([1, 2, 3, 3, 0, -1, 'x']),
  patience: pick([0, 0, 0, 0, 1, -1]),
  minDelta: pick([0, 0, 0, 0, 0, 0, NaN, 'x']),
  metric: next() < 0.1 ? 'x' : undefined,
  learningRates: next() < 0.2 ? array(Float64Array.of(0.1, 0.1, 0.1)) : undefined,
  sets: pick<unknown>([[], [], [{ name: 'v', dataset: data() }], [{}], 7]),
  initModel: next() < 0.2 ? model() : undefined,
  initialScores: next() < 0.3 ? [array(new Float64Array(ROWS))] : undefined,
  keepTraining: next() < 0.3,
});
const prediction = (rows: number): Record<string, unknown> => ({
  type: integer(pick([0, 1, 2, 3])),
  engine: integer(pick([0, 1, 2, 3])),
  threads: integer(2),
  params: text('verbosity=-1'),
  first: integer(0),
  count: integer(-1),
  out: next() < 0.3 ? array(new Float64Array(rows)) : undefined,
});

/** A function, its arguments, and the arrays among them, which the caller may transfer away after the call. */
type Call = readonly [name: string, args: unknown[], views: unknown[]];
const withMatrix = (name: string, first: unknown[], extra: () => Record<string, unknown>): Call => {
  const { value, views } = matrix();
  const more = extra();
  return [name, [...first, value, options(more, views)], [...views, ...Object.values(more)]];
};
const withCsr = (name: string, first: unknown[], extra: () => Record<string, unknown>): Call => {
  const { value, views } = csr();
  return [name, [...first, value, options(extra(), views)], views];
};
const leaves = (): unknown =>
  array(Int32Array.from({ length: ROWS * 3 }, () => (next() < 0.0005 ? pick([-1, 4, 1e9]) : 0)));
const CALLS: readonly (() => Call)[] = [
  () => withMatrix('datasetFromMatrix', [], draft),
  () => withMatrix('boosterPredict', [model()], () => prediction(ROWS)),
  () => withMatrix('boosterPredictSync', [model()], () => prediction(ROWS)),
  () => withCsr('datasetFromCsr', [], draft),
  () => withCsr('boosterPredictCsr', [model()], () => prediction(ROWS)),
  () => {
    const rows = array(Int32Array.from({ length: 50 }, (_, i) => i * 3 + (next() < 0.01 ? 1000 : 0)));
    return ['datasetSubset', [data(), rows, draft()], [rows]];
  },
  () => ['datasetSetField', [data(), pick(['label', 'weight', 'group', 'init_score', 'x']), array(label)], []],
  () => ['datasetGetField', [data(), pick(['label', 'weight', 'group', 'x'])], []],
  () => ['datasetBinCount', [data(), integer(1)], []],
  () => ['datasetSave', [data(), text('d.txt'), next() < 0.5], []],
  () => ['datasetAddFeatures', [data(), data()], []],
  () => ['datasetSetFeatureNames', [data(), pick<unknown>([['a'], [], ['a', 'b', 'c', 'd', 'e'], [7], 'x'])], []],
  () => ['boosterTrain', [data(), options(plan(), [])], []],
  () => ['boosterCreate', [data(), options({ ...plan(), rounds: 0 }, [])], []],
  () => ['boosterUpdate', [trained()], []],
  () => {
    const gradients = [array(new Float32Array(ROWS).fill(0.1)), array(new Float32Array(ROWS).fill(1))];
    return ['boosterUpdateCustom', [trained(), ...gradients], gradients];
  },
  () => ['boosterRollback', [trained()], []],
  () => ['boosterAddValid', [trained(), data()], []],
  () => ['boosterEval', [trained(), integer(0)], []],
  () => ['boosterInnerPredict', [trained(), integer(0)], []],
  () => {
    const numbers_ = leaves();
    return ['boosterRefit', [data(), model(), numbers_, text(params)], [numbers_]];
  },
  () => ['boosterToString', [model(), integer(0), integer(-1), integer(0)], []],
  () => ['boosterToJson', [model(), integer(0), integer(-1), integer(0)], []],
  () => ['boosterImportance', [model(), integer(0), integer(1)], []],
  () => ['boosterLeafValue', [model(), integer(1), integer(1)], []],
  () => ['boosterInfo', [model()], []],
  () => ['boosterLoadedParams', [model()], []],
  () => ['boosterBounds', [model()], []],
  () => ['singleRow', [model(), next() < 0.5, integer(0), integer(-1), next() < 0.5], []],
  () => {
    const { value, views } = next() < 0.5 ? matrix() : csr();
    const name = (value as { indptr?: unknown }).indptr === undefined ? 'datasetStreamPush' : 'datasetStreamPushCsr';
    return [name, [handle(stream), value, next() < 0.1 ? pick(handles) : undefined], views];
  },
  () => ['datasetStreamFinish', [handle(stream), next() < 0.5 ? fields() : {}], []],
  () => ['abort', [pick(handles.slice(0, -1))], []],
];

let well = 0;
let failed = 0;
const pending: Promise<unknown>[] = [];
const settle = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => (well += 1),
    (error: unknown) => {
      if (!(error instanceof Error)) throw error;
      failed += 1;
    },
  );
for (let i = 0; i < calls; i += 1) {
  const [name, args, views] = pick(CALLS)();
  if (process.env['DQS_TRACE'] !== undefined) console.error(i, name);
  pending.push(settle((async () => module[name]!(...args))()));
  if (next() < 0.5) transfer([...args, ...views]);
  if (i % 16 === 0) globalThis.gc?.();
  if (pending.length >= 8) await Promise.all(pending.splice(0));
}
await Promise.all(pending);
chdir(tmpdir());
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ well, failed, differences: differences(booster.predictSync(columns), expected) }));
