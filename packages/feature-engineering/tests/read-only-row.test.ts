import { buildFrame, SeriesHistory, type FeatureRow } from '../src/index.js';
import { POSITION } from '../src/groups/calendar.js';
import { contractOf } from './support/frames.js';
import { MONDAY, panelOf, type DayCounts } from './support/panels.js';

const AS_OF = MONDAY + 20;
const DAYS = 40;

/** Two series; what they hold after the as-of day depends on the world. */
function world(laterPasses: number): SeriesHistory {
  const days = ['a', 'b'].flatMap((dataset) =>
    Array.from({ length: DAYS }, (_, i): DayCounts => {
      const passes = MONDAY + i <= AS_OF ? i % 7 : laterPasses;
      return { dataset, rule: '101', day: MONDAY + i, passes, fails: 9 - passes };
    }),
  );
  return SeriesHistory.fromPanel(panelOf(days));
}

/** Runs `group` in the place of a feature group: on the very row that groups are handed. */
function asGroup<T>(history: SeriesHistory, group: (row: FeatureRow) => T): T {
  let result: { value: T } | undefined;
  const { compute } = POSITION;
  const spy = jest.spyOn(POSITION, 'compute').mockImplementation((row, out, at) => {
    result ??= { value: group(row) };
    compute(row, out, at);
  });
  try {
    const contract = contractOf('extended', panelOf([{ dataset: 'a', rule: '101', day: MONDAY, passes: 1, fails: 0 }]));
    const request = { series: Int32Array.of(0), targetDay: Int32Array.of(AS_OF + 1), asOfDay: Int32Array.of(AS_OF) };
    buildFrame(contract, history, request);
    return result!.value;
  } finally {
    spy.mockRestore();
  }
}

/** The names of all properties of an object and its prototypes, up to those every object has. */
function namesOf(object: object): (string | symbol)[] {
  const names = new Set<string | symbol>();
  for (let at: object | null = object; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Reflect.ownKeys(at)) names.add(name);
  }
  return [...names];
}

/** Says first that it is 0, and a day or place in the future when it is asked again. */
function shifty(...answers: readonly number[]) {
  let asked = 0;
  return { valueOf: () => answers[Math.min(asked++, answers.length - 1)] };
}

const ARGUMENTS: readonly (() => unknown[])[] = [
  () => [],
  ...[0, 1, -1, -5, 0.5, -0.5, 99_999, AS_OF + 1, Number.NaN, Infinity, -Infinity].flatMap((first) => [
    () => [first],
    () => [first, 99_999, { passes: 0, executions: 0 }],
    () => [first, -1, { passes: 0, executions: 0 }],
    () => [first, 0],
  ]),
  () => [shifty(0, -10), { passes: 0, executions: 0 }],
  () => [shifty(AS_OF, AS_OF + 5), shifty(AS_OF, AS_OF + 5), { passes: 0, executions: 0 }],
  () => [0, shifty(0, -10)],
  ...['dataset', 'rule', 'all', 'datasetOf', '__proto__', 'constructor'].flatMap((pool) => [
    () => [pool, MONDAY, { passes: 0, executions: 0 }],
    () => [pool, AS_OF + 1, { passes: 0, executions: 0 }],
    () => [pool, shifty(0, AS_OF + 5), { passes: 0, executions: 0 }],
  ]),
];

/** Calls a function with all sorts of arguments; what came of it, its arguments included, as text. */
function tried(target: object, name: string | symbol): string[] {
  const value = Reflect.get(target, name) as unknown;
  if (typeof value !== 'function' || name === 'constructor')
    return [String(name), JSON.stringify(value) ?? typeof value];
  return ARGUMENTS.map((make) => {
    const given = make();
    try {
      const result = Reflect.apply(value, target, given) as unknown;
      return `${String(name)} ${String(result)} ${JSON.stringify(given.at(-1))}`;
    } catch (error) {
      return `${String(name)} throws ${(error as Error).name}`;
    }
  });
}

/** Where a row stands, and all that it says. */
const stateOf = (row: FeatureRow) => [
  row.targetDay,
  row.weekday,
  { ...row.calendar },
  row.view.asOf,
  row.view.count,
  row.view.dayAt(0),
  row.view.percentageAt(0),
];

describe('the row that a feature group receives', () => {
  it('gives the same answers in two histories that differ after the as-of day', () => {
    const [one, other] = [world(9), world(0)].map((history) =>
      asGroup(history, (row) =>
        [row, row.view].flatMap((target) => namesOf(target).flatMap((name) => tried(target, name))),
      ),
    );
    expect(one!.length).toBeGreaterThan(500);
    expect(other).toEqual(one);
  });

  it('stays where it is: no call and no assignment to any property moves it', () => {
    asGroup(world(9), (row) => {
      const before = stateOf(row);
      for (const target of [row, row.view, row.calendar]) {
        for (const name of namesOf(target)) {
          tried(target, name);
          expect(Reflect.set(target, name, 0)).toBe(false);
          expect(Reflect.defineProperty(target, name, { value: () => 0 })).toBe(false);
          expect(stateOf(row)).toEqual(before);
        }
      }
    });
  });

  it('leads to nothing but the view, the calendar and numbers: no history, no arrays, no mover', () => {
    const names = asGroup(world(9), (row) =>
      [row, row.view].map((target) =>
        namesOf(target).flatMap((name) => {
          const value = Reflect.get(target, name) as unknown;
          return typeof value === 'object' || (typeof value === 'function' && /mov|place|set|seek/i.test(String(name)))
            ? [name]
            : [];
        }),
      ),
    );
    expect(names).toEqual([['view', 'calendar'], []]);
  });

  it('has a class that makes nothing of it: statics that reach a row or a view do not exist', () => {
    asGroup(world(9), (row) => {
      for (const target of [row, row.view]) {
        const statics = Reflect.ownKeys(target.constructor).filter(
          (name) => !['length', 'name', 'prototype'].includes(String(name)),
        );
        expect(statics).toEqual([]);
      }
    });
  });
});
