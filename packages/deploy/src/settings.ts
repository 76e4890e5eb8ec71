import { DqsError } from '@dqs/core';

/** What a setting may hold, as a JSON Schema says it; `values.schema.json` of the chart is made of these. */
interface Declared<T> {
  readonly default: T;
  /** What it is for. */
  readonly about: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

const NAME = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' };
const TEXT = { type: 'string', minLength: 1 };
const CPU = { type: 'string', pattern: '^[1-9][0-9]{0,5}m?$' };
const SIZE = { type: 'string', pattern: '^[1-9][0-9]{0,5}(Mi|Gi|Ti)$' };
const FLAG = { type: 'boolean' };
const whole = (minimum: number, maximum: number) => ({ type: 'integer', minimum, maximum });

const text = (value: string, about: string, schema: Declared<string>['schema']): Declared<string> => ({
  default: value,
  about,
  schema,
});
const number = (value: number, about: string, schema: Declared<number>['schema']): Declared<number> => ({
  default: value,
  about,
  schema,
});
const flag = (about: string): Declared<boolean> => ({ default: false, about, schema: FLAG });

/** Every setting of the manifests, declared once: the options of {@link manifests} and the values of the chart. */
export const SETTINGS = {
  image: text('dqs:0.1.0', 'image of DQS, with the registry it lies in and a tag or digest', {
    type: 'string',
    pattern: '^[^\\s:@]+(:[0-9]+/[^\\s:@]+)?(:\\w[\\w.-]{0,127}|@sha256:[0-9a-f]{64})$',
    not: { pattern: ':latest$' },
  }),
  'database.secret': text('dqs-database', 'Secret whose key "url" is the URL of the PostgreSQL server', NAME),
  'database.network': text('10.0.0.0/8', 'network in which that server is', {
    type: 'string',
    pattern: '^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$',
  }),
  'data.size': text('20Gi', 'size of the volume with deliveries, registry and inbox', SIZE),
  'data.storageClass': text('standard-rwx', 'storage class whose volumes several nodes can write', NAME),
  ingressNamespace: text('ingress-nginx', 'namespace from which the API may be asked', NAME),
  monitoringNamespace: text('monitoring', 'namespace from which metrics may be read', NAME),
  'api.minReplicas': number(2, 'fewest processes of the API', whole(2, 100)),
  'api.maxReplicas': number(6, 'most processes of the API', whole(2, 100)),
  'api.cpu': text('500m', 'CPU that a process of the API asks for', CPU),
  'api.memory': text('1Gi', 'memory of a process of the API', SIZE),
  'worker.replicas': number(2, 'workers', whole(1, 100)),
  'worker.cpu': text('1', 'CPU that a worker asks for, and threads that it uses', CPU),
  'worker.memory': text('2Gi', 'memory of a worker', SIZE),
  'batch.enabled': flag('whether a batch run is worked on'),
  'batch.run': text('s3://bucket/runs/run', 'URL of the planned run', TEXT),
  'batch.shards': number(64, 'shards of the plan', whole(1, 10_000)),
  'batch.parallelism': number(16, 'shards that are worked on at once', whole(1, 10_000)),
  'batch.memory': text('2Gi', 'memory of a shard', SIZE),
  'train.enabled': flag('whether a model is trained once'),
  'train.cpu': text('4', 'CPU that trainings ask for, and threads that they use', CPU),
  'train.memory': text('8Gi', 'memory of a training', SIZE),
  'retrain.enabled': flag('whether retraining has a timetable of its own'),
  'retrain.schedule': text('15 5 * * *', 'when to look whether a model is trained anew, UTC', {
    type: 'string',
    pattern: '^[0-9*/,-]+( [0-9*/,-]+){4}$',
  }),
  'serviceAccount.annotations': {
    default: {} as Readonly<Record<string, string>>,
    about: 'annotations that tie an identity of a cloud to the pods',
    schema: { type: 'object', additionalProperties: { type: 'string' } },
  },
} satisfies Record<string, Declared<unknown>>;

/** Name of a setting; a point stands between the groups of the chart's values. */
export type SettingName = keyof typeof SETTINGS;

/** Value of every setting. */
export type DeploySettings = { readonly [N in SettingName]: (typeof SETTINGS)[N]['default'] };

/** Every setting as it is by default, with those that are given. */
export function withDefaults(given: Partial<DeploySettings>): DeploySettings {
  const defaults = Object.fromEntries(Object.entries(SETTINGS).map(([name, declared]) => [name, declared.default]));
  const chosen = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(chosen) } as DeploySettings;
}

/**
 * Checks values against what is declared.
 *
 * @throws DqsError `invalid-argument` for the first name that is no setting and the first value that does not fit.
 */
export function assertSettings(given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(SETTINGS, name)) throw wrong(`setting ${name}`, `one of ${Object.keys(SETTINGS).join(', ')}`);
    const { schema, about } = SETTINGS[name as SettingName];
    const expected = value === undefined ? undefined : problem(value, schema);
    if (expected !== undefined)
      throw wrong(`${name} (${about})`, `${expected}, got ${JSON.stringify(value).slice(0, 200)}`);
  }
}

/** What is expected where a value does not fit; undefined where it does. */
function problem(value: unknown, schema: Declared<unknown>['schema']): string | undefined {
  const { type, minimum, maximum, pattern, minLength, not } = schema as Readonly<{
    type: string;
    minimum: number;
    maximum: number;
    pattern?: string;
    minLength?: number;
    not?: { pattern: string };
  }>;
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : 'true or false';
  if (type === 'object') return isTexts(value) ? undefined : 'texts by name';
  if (type === 'integer') {
    const fits = Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
    return fits ? undefined : `a whole number from ${minimum} to ${maximum}`;
  }
  if (typeof value !== 'string' || value.length < (minLength ?? 0)) return 'a text that is not empty';
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return `a text of the form ${pattern}`;
  return not !== undefined && new RegExp(not.pattern, 'u').test(value)
    ? 'a tag that is not moved, or a digest'
    : undefined;
}

const isTexts = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');

const wrong = (where: string, expected: string) => new DqsError('invalid-argument', `${where}: expected ${expected}`);
