import { ok, rejects, strictEqual } from 'node:assert/strict';

import type { ModelBackend } from '../backend.js';
import type { SearchedParameter } from '../descriptor.js';
import { hasCode, requestOf, SAMPLE, withModel, type ContractCase, type ContractOptions } from './contract-case.js';
import { whereTrained } from './learning-cases.js';

/** A backend's description of itself is true: its texts, its defaults, its search space. */
export const DESCRIPTOR_CASES: readonly ContractCase[] = [
  { title: 'has wording for help and lists, and describes its contributions if it has them', run: wording },
  ...whereTrained([
    { title: 'trains with its own defaults for any features', run: defaultsTrain },
    { title: 'the search space contains the defaults for any features', run: spaceHoldsDefaults },
    {
      title: 'the threshold model trains with its defaults, and at both ends of its space, which contains them',
      run: thresholdSpace,
    },
    {
      title: 'trains at both ends of its search space, which names only known parameters',
      run: spaceEnds,
    },
    { title: 'trains over several machines only if declared', run: machines },
  ]),
];

/** Feature specs to learn from, and one that there may be. */
const SPECS = ['extended', 'classic', 'a-later-one'];
/** Enough to show that a training works; as many as the defaults ask for would take minutes. */
const MOST_ROUNDS = 10;

/** A backend's facts about a spec, once if they are the same for several. */
function distinct<Said>(said: (spec: string) => Said): [spec: string, said: Said][] {
  const seen = new Map<string, [string, Said]>();
  for (const spec of SPECS) {
    const text = JSON.stringify(said(spec));
    if (!seen.has(text)) seen.set(text, [spec, said(spec)]);
  }
  return [...seen.values()];
}

async function wording({ wording: words, capabilities }: ModelBackend) {
  for (const [name, text] of Object.entries({ label: words.label, description: words.description })) {
    ok(/\S/.test(text) && !/[.\n]$/.test(text), `expected wording.${name} without a full stop, got "${text}"`);
  }
  strictEqual(/\S/.test(words.contributions ?? ''), capabilities.contributions, 'wording.contributions and capability');
}

async function defaultsTrain(backend: ModelBackend, options?: ContractOptions) {
  const rows = SAMPLE.frame.rows;
  for (const [spec, defaults] of distinct((spec) => ({
    ...backend.defaults(spec),
    chosen: backend.defaults(spec).params(rows),
  }))) {
    const { objective, rounds, halfLifeDays, chosen } = defaults;
    ok(Number.isInteger(rounds) && rounds >= 1, `${spec}: expected rounds from 1, got ${rounds}`);
    ok(backend.rate === undefined || Number(chosen[backend.rate]) > 0, `${spec}: expected a rate by its name`);
    ok(Number.isFinite(halfLifeDays) && halfLifeDays >= 0, `${spec}: expected a half-life from 0, got ${halfLifeDays}`);
    const changes = {
      objective,
      rounds: Math.min(rounds, MOST_ROUNDS),
      params: { ...chosen, ...options?.params },
    };
    await withModel(backend.train(requestOf(backend, options, changes)), () => undefined);
  }
}

/** Training rows of a history of weeks, and of one of years: defaults may depend on them. */
const ROWS = [500, 5_000_000];

async function spaceHoldsDefaults(backend: ModelBackend) {
  for (const spec of backend.search ? SPECS : []) {
    const { space, libraryDefaults } = backend.search!(spec);
    const { halfLifeDays, params } = backend.defaults(spec);
    for (const rows of ROWS) {
      const values: Readonly<Record<string, unknown>> = {
        __proto__: null,
        ...libraryDefaults,
        ...params(rows),
        halfLifeDays,
      };
      for (const [name, parameter] of Object.entries(space)) {
        // Without ageing there is no half-life to search.
        if ((name === 'halfLifeDays' && halfLifeDays === 0) || !isActive(parameter, values)) continue;
        const value = values[name];
        ok(holds(parameter, value), `${spec}: expected the space of ${name} to hold its default, got ${String(value)}`);
      }
    }
  }
}

function isActive({ when = {} }: SearchedParameter, values: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(when).every(([name, value]) => values[name] === value);
}

function holds(parameter: SearchedParameter, value: unknown): boolean {
  if (parameter.type === 'categorical') return parameter.choices.some((choice) => choice === value);
  const { type, low, high } = parameter;
  if (typeof value !== 'number' || !(value >= low && value <= high)) return false;
  return type === 'float' || Number.isInteger(value);
}

async function spaceEnds(backend: ModelBackend, options?: ContractOptions) {
  if (!backend.search) return;
  for (const [, space] of distinct((spec) => backend.search!(spec).space)) {
    for (const end of ['low', 'high'] as const) {
      const params = parametersAt(space, end);
      const changes = { rounds: MOST_ROUNDS, params: { ...params, ...options?.params } };
      await withModel(backend.train(requestOf(backend, options, changes)), () => undefined);
    }
  }
}

async function thresholdSpace(backend: ModelBackend, options?: ContractOptions) {
  const { thresholds } = backend;
  if (thresholds === undefined) return;
  const { objective, rounds, space = {} } = thresholds;
  const train = (params: Readonly<Record<string, string | number | boolean>>) => {
    const changes = { objective, rounds: Math.min(rounds, MOST_ROUNDS), params: { ...params, ...options?.params } };
    return withModel(backend.train(requestOf(backend, options, changes)), () => undefined);
  };
  await train(thresholds.params(SAMPLE.frame.rows));
  for (const rows of ROWS) {
    const defaults = thresholds.params(rows);
    for (const [name, parameter] of Object.entries(space)) {
      ok(holds(parameter, defaults[name]), `expected the space of ${name} to hold ${String(defaults[name])}`);
    }
  }
  for (const end of ['low', 'high'] as const) await train(parametersAt(space, end));
}

/** Parameters of the backend with every one at an end of its range; settings of a training are not among them. */
function parametersAt(space: Readonly<Record<string, SearchedParameter>>, end: 'low' | 'high') {
  const values = new Map<string, string | number | boolean>();
  for (const [name, parameter] of Object.entries(space)) {
    const value = parameter.type === 'categorical' ? parameter.choices.at(end === 'low' ? 0 : -1)! : parameter[end];
    if (!['halfLifeDays', 'objective', 'rounds'].includes(name)) values.set(name, value);
  }
  const known = Object.fromEntries(values);
  return Object.fromEntries([...values].filter(([name]) => isActive(space[name]!, known)));
}

async function machines(backend: ModelBackend, options?: ContractOptions) {
  if (backend.capabilities.distributed) return;
  const addresses = ['127.0.0.1:12400', '127.0.0.1:12401'];
  const request = requestOf(backend, options, { machines: { addresses, rank: 0 } });
  await rejects(backend.train(request), hasCode('model-backend-unsupported'));
}
