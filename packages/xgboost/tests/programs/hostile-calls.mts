// Calls the native functions directly, past the checks of TypeScript, with arguments that are right but for a few: wrong or
// closed handles, arrays that are detached, shared, resizable, of another type or length, that a getter transfers away
// while they are read or the caller while a job runs. Run with --expose-gc. A crash ends the process; prints how many calls
// went well and how many failed, and how much a prediction differs afterwards.
import { native } from '../../src/binding.js';
import { DMatrix, train, TreeEnsemble } from '../../src/index.js';
import { readModel } from '../../src/model/read-model.js';
import { toTreeArrays } from '../../src/model/tree-arrays.js';
import type { Handle } from '../../src/native.js';
import { differences, fraction, random, table } from '../support/data.js';

const calls = Number(process.argv[2] ?? 2000);
const next = random(Number(process.argv[3] ?? 1));
const pick = <T,>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;

const ROWS = 300;
const { columns, label: numbers } = table(3, ROWS);
const label = fraction(numbers);
const WIDTH = columns.length;
const params = { objective: 'binary:logistic', tree_method: 'hist', max_depth: 3, nthread: 2 };
const dmatrix = await DMatrix.from(columns, { label });
const closed = await DMatrix.from(columns, { label });
const { booster } = await train(params, dmatrix, { rounds: 3 });
const bytes = booster.save('ubj');
const ensemble = TreeEnsemble.from(bytes);
const arrays = toTreeArrays(readModel(bytes));
const expected = booster.predictSync(columns);
const margins = ensemble.marginsSync(columns);
const module = native() as unknown as Record<string, (...args: unknown[]) => unknown>;
const token = native().newAbortToken();
const trees = native().treesCreate(arrays, WIDTH);
const handles: Handle[] = [dmatrix.handle, booster.handle, trees, closed.handle, token];
closed.close();

/** The handle that is right, and sometimes another. */
const handle = (right: Handle): Handle => (next() < 0.85 ? right : pick(handles));

type View = Float64Array | Float32Array | Int32Array | Uint8Array | Uint32Array;
const owned = new Set<unknown>(
  [...columns, label, bytes, ...Object.values(arrays)].map((view) => (view as Partial<View>).buffer),
);

/** Takes the memory of arrays away, for the collector to free. */
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

function hostileArray(good: View): unknown {
  const detached = good.slice();
  transfer([detached]);
  return pick<unknown>([
    detached,
    new Float32Array(new SharedArrayBuffer(good.length * 4)),
    new Float64Array(new ArrayBuffer(good.length * 8, { maxByteLength: good.length * 16 } as never)),
    good.slice(1),
    new BigInt64Array(good.length),
    Int32Array.from(good, () => pick([-1, 0, 3, 2 ** 31 - 1, -(2 ** 31)])),
    undefined,
    {},
  ]);
}

/** The array, or now and then another. */
const array = (good: View): unknown => (next() < 0.1 ? hostileArray(good) : good.slice());
const integer = (good: number): unknown =>
  next() < 0.1 ? pick([-1, 0, 1, 2, 300, 2 ** 31 - 1, 2 ** 40, NaN, 'x']) : good;
const text = (good: string): unknown => (next() < 0.1 ? pick(['', 'x', 'a\0b', '%s%n', '{', 7, null]) : good);

/** A list whose getters take the array before away. */
function trapped(list: View[]): unknown {
  const trap: unknown[] = [];
  list.forEach((view, i) => Object.defineProperty(trap, i, { get: () => (transfer([list[i - 1]]), view) }));
  return trap;
}

/** The object, another thing, or an object one of whose getters takes arrays away. */
function options(fields: Record<string, unknown>, victims: readonly unknown[]): unknown {
  if (next() < 0.1) return pick([undefined, null, 7, 'x', []]);
  if (next() < 0.8) return fields;
  const key = pick(Object.keys(fields));
  const value = fields[key];
  return Object.defineProperty({ ...fields }, key, { get: () => (transfer(victims), value) });
}

function matrix(): { value: unknown; views: unknown[] } {
  const list = columns.map((column) => (next() < 0.5 ? column.slice() : Float32Array.from(column)));
  if (next() < 0.4) {
    const data = Float64Array.from({ length: ROWS * WIDTH }, () => next());
    const value = { rows: integer(ROWS), width: integer(WIDTH), data: array(data), rowMajor: next() < 0.5 };
    return { value, views: [value.data] };
  }
  if (next() < 0.15) return { value: { rows: ROWS, columns: trapped(list) }, views: list };
  const views = list.map((column) => (next() < 0.04 ? hostileArray(column) : column));
  return { value: { rows: integer(ROWS), columns: next() < 0.05 ? views.slice(1) : views }, views };
}

/** A function, its arguments, and the arrays among them, which the caller may transfer away after the call. */
type Call = readonly [name: string, args: unknown[], views: unknown[]];

function prediction(name: string): Call {
  const { value, views } = matrix();
  const rows = next() < 0.2 ? { dmatrix: handle(dmatrix.handle) } : options({ matrix: value }, views);
  const how = { type: pick([0, 1, 2, 6, 6, 5]), begin: integer(0), end: integer(0), threads: integer(2) };
  return [name, [handle(booster.handle), rows, options(how, views)], views];
}

function evaluation(name: string): Call {
  const { value, views } = matrix();
  const range = { first: pick([0, 0, 1, 4, -1]), last: integer(3) };
  const how = {
    kind: pick([0, 1, 2, 2, 3]),
    transform: pick([0, 1, 2, 3, 4, 5, 6, -1]),
    ...range,
    threads: integer(2),
  };
  return [name, [handle(trees), value, options(how, views)], views];
}

function creation(): Call {
  const { value, views } = matrix();
  const fields = { label: array(label), weight: next() < 0.2 ? array(label) : undefined };
  const group = next() < 0.2 ? { group: array(Int32Array.of(100, 200)) } : {};
  const how = { threads: integer(2), fields: { ...fields, ...group }, names: undefined, types: undefined };
  return ['dmatrixCreate', [value, options(how, views)], [...views, ...Object.values(fields)]];
}

function training(): Call {
  const set = { name: text('v'), dmatrix: handle(dmatrix.handle) };
  const how = {
    params: pick<unknown>([Object.entries(params).flat().map(String), ['max_depth'], ['x', 'y'], 'x']),
    threads: integer(2),
    rounds: pick([1, 2, 3, 0, -1, 'x']),
    sets: pick<unknown>([[], [set], [{}], 7]),
    patience: pick([0, 0, 0, 1, -1]),
    minDelta: pick([0, 0, 0, NaN, 'x']),
    set: integer(-1),
    direction: integer(0),
    initModel: next() < 0.2 ? handle(booster.handle) : undefined,
    reproducible: next() < 0.3 ? { loss: integer(0), subsample: pick([1, 0.5, 0, NaN]), seed: integer(7) } : undefined,
  };
  return ['boosterTrain', [handle(dmatrix.handle), options(how, [])], []];
}

function treeCreation(): Call {
  const copy = Object.fromEntries(
    Object.entries(arrays).map(([name, view]) => [name, name === 'link' ? pick([0, 1, 2, 3]) : array(view as View)]),
  );
  const one = pick(Object.keys(copy));
  const view = copy[one] as View | undefined;
  if (next() < 0.5 && view instanceof Int32Array)
    view[Math.floor(next() * view.length)] = pick([-1, 0, 1, 7, 2 ** 31 - 1]);
  return ['treesCreate', [options(copy, Object.values(copy)), integer(WIDTH)], []];
}

// What a model says is checked by TypeScript, as fuzz-models.mts shows: here it is always sound.
function load(): Call {
  const gone = bytes.slice();
  transfer([gone]);
  return [
    'boosterLoad',
    [next() < 0.2 ? pick<unknown>([gone, undefined, {}, new Float64Array(3)]) : bytes.slice()],
    [],
  ];
}

const model = (): Handle => handle(booster.handle);
const CALLS: readonly (() => Call)[] = [
  () => prediction('boosterPredict'),
  () => prediction('boosterPredictSync'),
  () => evaluation('treesEvaluate'),
  () => evaluation('treesEvaluateSync'),
  creation,
  training,
  treeCreation,
  load,
  () => ['dmatrixShape', [handle(dmatrix.handle)], []],
  () => ['dmatrixSetInfo', [handle(dmatrix.handle), pick(['label', 'weight', 'x', '']), array(label)], []],
  () => ['dmatrixGetInfo', [handle(dmatrix.handle), pick(['label', 'weight', 'base_margin', 'x', ''])], []],
  () => ['boosterSave', [model(), pick(['json', 'ubj', 'x'])], []],
  () => ['boosterSlice', [model(), integer(0), integer(2)], []],
  () => ['boosterInfo', [model()], []],
  () => ['boosterFeatureInfo', [model(), text('feature_name')], []],
  () => ['boosterAttributes', [model()], []],
  () => ['boosterSetAttribute', [model(), text('a'), text('b')], []],
  () => ['boosterImportance', [model(), text('{"importance_type":"gain"}')], []],
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
  if (next() < 0.5) transfer(views);
  if (i % 16 === 0) globalThis.gc?.();
  if (pending.length >= 8) await Promise.all(pending.splice(0));
}
await Promise.all(pending);
const changed =
  differences(booster.predictSync(columns), expected) + differences(ensemble.marginsSync(columns), margins);
console.log(JSON.stringify({ well, failed, differences: changed }));
