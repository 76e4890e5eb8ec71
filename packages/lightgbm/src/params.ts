import { native } from './binding.js';
import { suggest } from './checks.js';
import { LightGBMError, describe, fromNative, invalidArgument } from './errors.js';
import { METRICS, OBJECTIVES } from './param-names.js';

/** A parameter's value; lists are joined with commas. */
export type ParamValue = string | number | boolean | readonly (string | number | boolean)[];

/**
 * LightGBM's parameters by any of their names, e.g. `{ objective: 'binary', num_leaves: 31, learning_rate: 0.1 }`; see
 * https://lightgbm.readthedocs.io/en/latest/Parameters.html. A name LightGBM does not know is an error, as is an
 * unknown objective or metric (case does not matter); invalid values are reported by LightGBM itself.
 */
export type Params = Readonly<Record<string, ParamValue | undefined>>;

/** Parameters that are options of our functions; setting them here would be ignored or do harm. */
const OPTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    num_iterations: 'use the option "rounds"',
    early_stopping_round: 'use the option "earlyStopping"',
    categorical_feature: 'use the option "categoricalFeatures" of the dataset',
    input_model: 'use the option "initModel"',
    data: 'use Dataset.fromFile',
    valid: 'use the option "validSets"',
    task: 'call train, predict or refit',
    output_model: 'use booster.save',
    machines: 'use trainDistributed',
    machine_list_filename: 'use trainDistributed',
    num_machines: 'use trainDistributed',
    local_listen_port: 'use trainDistributed',
    time_out: 'use trainDistributed',
    is_provide_training_metric: 'name the training data in the option "validSets"',
    predict_raw_score: 'use the option "type" of predict',
    predict_leaf_index: 'use the option "type" of predict',
    predict_contrib: 'use the option "type" of predict',
    start_iteration_predict: 'use the option "startIteration" of predict',
    num_iteration_predict: 'use the option "numIterations" of predict',
    pred_early_stop: 'use the option "earlyStop" of predict',
    pred_early_stop_freq: 'use the option "earlyStop" of predict',
    pred_early_stop_margin: 'use the option "earlyStop" of predict',
    output_result: 'predict returns its result',
    save_binary: 'use dataset.saveBinary',
    snapshot_freq: 'save the model in the option "onIteration"',
    convert_model: 'only the command line of LightGBM does this',
    convert_model_language: 'only the command line of LightGBM does this',
  }),
);

const MAX_THREADS = 256;
/** LightGBM allocates a table of classes × classes for every call. */
const MAX_CLASSES = 4096;

/** Parameters ready for LightGBM: canonical names, checked, as `name=value` text. */
export interface ResolvedParams {
  readonly text: string;
  readonly threads: number;
  /** Canonical name → text value. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Checks parameters and writes them in LightGBM's form.
 * @param defaults used where `params` has no value
 */
export function resolveParams(
  where: string,
  params: Params = {},
  defaults: Params = {},
  logging = false,
): ResolvedParams {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw invalidArgument(where, `expected an object of LightGBM parameters, got ${describe(params)}`);
  }
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue;
    const canonical = canonicalName(where, name);
    if (values.has(canonical)) throw invalidArgument(where, `"${name}" sets "${canonical}" a second time`);
    const option = OPTIONS.get(canonical);
    if (option !== undefined) throw invalidArgument(where, `"${name}": ${option}`);
    values.set(canonical, formatParam(canonical, `${where}.${name}`, value));
  }
  for (const [name, value] of Object.entries(defaults)) {
    if (value !== undefined && !values.has(name)) values.set(name, formatValue(name, value));
  }
  checkNames(where, values);
  checkClasses(where, values.get('num_class'));
  checkQuantised(where, values);
  const threads = threadCount(`${where}.num_threads`, values.get('num_threads'));
  values.set('num_threads', String(threads));
  // Fatal errors only, unless someone listens.
  if (!values.has('verbosity')) values.set('verbosity', logging ? '1' : '-1');
  return { text: [...values].map(([name, value]) => `${name}=${value}`).join(' '), threads, values };
}

/** Whether a parameter is on, in LightGBM's spelling. */
export function isOn({ values }: Pick<ResolvedParams, 'values'>, name: string): boolean {
  return ['true', '+'].includes(values.get(name)?.toLowerCase() ?? '');
}

/**
 * Throws when a dataset does not match a training: LightGBM would silently use the dataset's own values.
 * @param made the parameters the dataset was created with
 */
export function checkDatasetParams(made: string, { values }: ResolvedParams): void {
  // LightGBM refuses this one even when it is the same.
  const same = made.split(' ').find((entry) => entry.startsWith('forcedbins_filename='));
  const entries = [...values].map(([name, value]) => `${name}=${value}`).filter((entry) => entry !== same);
  try {
    native().checkDatasetParams(made, entries.join(' '));
  } catch (error) {
    const translated = fromNative(error) as LightGBMError;
    if (!/constructed Dataset handle|feature_pre_filter/.test(translated.message)) throw translated;
    const message = `params: ${translated.message} Give this parameter to the dataset too.`;
    throw new LightGBMError('invalid-argument', message, { cause: error });
  }
}

/** Resolves the option `threads` (or `num_threads`): missing or <= 0 means all processors. */
export function threadCount(where: string, value: string | number | undefined): number {
  const count = value === undefined ? 0 : Number(value);
  if (!Number.isInteger(count) || count > MAX_THREADS) {
    throw invalidArgument(where, `expected an integer up to ${MAX_THREADS}, got ${describe(value)}`);
  }
  return count > 0 ? count : Math.min(native().processors(), MAX_THREADS);
}

/** Every parameter LightGBM knows, with its aliases, from the library itself. */
export function paramAliases(): ReadonlyMap<string, readonly string[]> {
  aliases ??= new Map(Object.entries(JSON.parse(native().paramAliases()) as Record<string, string[]>));
  return aliases;
}
let aliases: Map<string, readonly string[]> | undefined;

let canonical: Map<string, string> | undefined;

function canonicalName(where: string, name: string): string {
  canonical ??= new Map([...paramAliases()].flatMap(([known, others]) => [known, ...others].map((n) => [n, known])));
  const known = canonical.get(name);
  if (known !== undefined) return known;
  throw invalidArgument(where, `unknown parameter "${name}"${suggest(name, canonical.keys())}`);
}

// LightGBM takes these names in any case; later checks compare them.
const NAMES: ReadonlySet<string> = new Set(['objective', 'metric']);

function formatParam(name: string, where: string, value: unknown): string {
  const text = formatValue(where, value);
  return NAMES.has(name) ? text.toLowerCase() : text;
}

function formatValue(where: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => formatValue(where, item)).join(',');
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw invalidArgument(where, `expected a finite number, got ${value}`);
    return String(value);
  }
  if (typeof value !== 'string') {
    throw invalidArgument(where, `expected a string, number, boolean or a list of them, got ${describe(value)}`);
  }
  // LightGBM's parameter text is cut at white space and "=".
  if (/[\s=\0]/.test(value))
    throw invalidArgument(where, `white space and "=" are not possible, got ${describe(value)}`);
  return value;
}

function checkClasses(where: string, count: string | undefined): void {
  if (count === undefined || Number(count) <= MAX_CLASSES) return;
  throw invalidArgument(`${where}.num_class`, `expected at most ${MAX_CLASSES}, got ${count}`);
}

// LightGBM accepts these together and then silently learns little or nothing. (Categories are checked natively.)
function checkQuantised(where: string, values: ReadonlyMap<string, string>): void {
  if (!isOn({ values }, 'use_quantized_grad')) return;
  const forced = (values.get('forcedsplits_filename') ?? '') !== '';
  const other = isOn({ values }, 'linear_tree') ? 'linear_tree' : forced && 'forcedsplits_filename';
  if (other === false) return;
  throw invalidArgument(
    `${where}.use_quantized_grad`,
    `LightGBM does not learn with both it and "${other}": set only one of them`,
  );
}

// LightGBM silently ignores unknown metrics.
function checkNames(where: string, values: ReadonlyMap<string, string>): void {
  const objective = values.get('objective');
  if (objective !== undefined && !OBJECTIVES.has(objective)) {
    throw invalidArgument(`${where}.objective`, `unknown objective "${objective}"${suggest(objective, OBJECTIVES)}`);
  }
  for (const metric of values.get('metric')?.split(',') ?? []) {
    if (metric === '' || METRICS.has(metric)) continue;
    throw invalidArgument(`${where}.metric`, `unknown metric "${metric}"${suggest(metric, METRICS.keys())}`);
  }
}
