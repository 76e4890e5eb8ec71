import { native } from './binding.js';
import { suggest } from './checks.js';
import { describe, invalidArgument } from './errors.js';
import { ALIASES, OPTIONS, PARAMETERS } from './param-names.js';

/** A parameter's value. A list sets a parameter several times (`eval_metric`), or is written in brackets elsewhere. */
export type ParamValue = string | number | boolean | readonly (string | number)[];

/**
 * XGBoost's parameters by any of their names, e.g. `{ objective: 'binary:logistic', max_depth: 6, eta: 0.1 }`; see
 * https://xgboost.readthedocs.io/en/stable/parameter.html. A name XGBoost does not know is an error; invalid values are
 * reported by XGBoost itself.
 */
export type Params = Readonly<Record<string, ParamValue | undefined>>;

const MAX_THREADS = 256;

/** Parameters ready for XGBoost: canonical names, checked, as text. */
export interface ResolvedParams {
  /** Canonical name → its values, one except for `eval_metric`. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly threads: number;
}

/** Checks parameters and writes them in XGBoost's form. */
export function resolveParams(where: string, params: Params | undefined): ResolvedParams {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw invalidArgument(where, `expected an object of XGBoost parameters, got ${describe(params)}`);
  }
  const values = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue;
    checkName(where, name);
    const canonical = ALIASES[name] ?? name;
    if (values.has(canonical)) throw invalidArgument(where, `"${name}" sets "${canonical}" a second time`);
    values.set(canonical, formatValue(`${where}.${name}`, name, value));
  }
  const threads = threadCount(`${where}.nthread`, values.get('nthread')?.[0]);
  values.set('nthread', [String(threads)]);
  return { values, threads };
}

/** name, value, name, value, … as the native side takes them. */
export function toPairs(values: ReadonlyMap<string, readonly string[]>): string[] {
  return [...values].flatMap(([name, texts]) => texts.flatMap((text) => [name, text]));
}

/** Resolves the option `threads` (or `nthread`): missing or <= 0 means all processors. */
export function threadCount(where: string, value: string | number | undefined): number {
  const count = value === undefined ? 0 : Number(value);
  if (!Number.isInteger(count) || count > MAX_THREADS) {
    throw invalidArgument(where, `expected an integer up to ${MAX_THREADS}, got ${describe(value)}`);
  }
  return count > 0 ? count : Math.min(native().processors(), MAX_THREADS);
}

function checkName(where: string, name: string): void {
  if (Object.hasOwn(OPTIONS, name)) throw invalidArgument(where, `"${name}": ${OPTIONS[name]}`);
  if (PARAMETERS.has(name)) return;
  throw invalidArgument(where, `unknown parameter "${name}"${suggest(name, PARAMETERS)}`);
}

function formatValue(where: string, name: string, value: unknown): string[] {
  if (!Array.isArray(value)) return [formatOne(where, value)];
  const items = value.map((item, i) => formatOne(`${where}[${i}]`, item));
  if (name === 'eval_metric') return items;
  return [`[${value.map((item, i) => (typeof item === 'string' ? JSON.stringify(item) : items[i])).join(',')}]`];
}

function formatOne(where: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw invalidArgument(where, `expected a finite number, got ${value}`);
    return String(value);
  }
  if (typeof value === 'string' && !value.includes('\0')) return value;
  throw invalidArgument(where, `expected a string, number, boolean or a list of them, got ${describe(value)}`);
}
