import type * as z from 'zod/mini';

import type { Kind } from './kinds.js';

/** One setting, declared once: flag, environment variable, key of the settings file and field of an API follow from it. */
export interface Setting<T extends z.core.$ZodType = z.core.$ZodType> extends Kind<T>, SettingFacts<T> {
  /** How it is written on the command line: `-r, --rounds <n>`. */
  readonly flags: string;
  /** What it is for, with its unit; `{values}` stands for the names it may hold. No range and no default: those follow. */
  readonly about: string;
}

/** What is told of a setting beside its kind. */
export interface SettingFacts<T extends z.core.$ZodType = z.core.$ZodType> {
  /** The value if none is set, as an API would take it. @default the schema's own default */
  readonly default?: z.core.input<T>;
  /** What happens if none is set and no single value tells it: `depends on the spec`. */
  readonly otherwise?: string;
  /** Of a path: whether a run reads what is there, writes it, or keeps there what it reads and writes. */
  readonly place?: 'input' | 'output' | 'kept';
  /** Its environment variable, where others use one already. @default `DQS_` and its name */
  readonly variable?: string;
  /** Whether it may hold a password, and is therefore never repeated. */
  readonly isSecret?: boolean;
  /** Why it is not taken from a settings file that came along with some data; undefined if it is. */
  readonly danger?: string;
}

/** Settings by name: the name is the key in `dqs.config.json`. */
export type Area = Readonly<Record<string, Setting>>;

/** Declares a setting. */
export function setting<T extends z.core.$ZodType>(
  flags: string,
  about: string,
  kind: Kind<T>,
  facts: SettingFacts<T> = {},
): Setting<T> {
  return {
    flags,
    about,
    // Not copied: the schema is made when it is first looked at.
    get schema() {
      return kind.schema;
    },
    read: kind.read,
    expected: kind.expected,
    ...facts,
  };
}

/** The value if none is set, from the declaration or from the schema that it took over; undefined if there is none. */
export function defaultOf<T extends z.core.$ZodType>({ schema, ...declared }: Setting<T>): z.core.input<T> | undefined {
  if (declared.default !== undefined) return declared.default;
  const { def } = schema._zod as unknown as z.core.$ZodDefault['_zod'];
  return def.type === 'default' ? (def.defaultValue as z.core.input<T>) : undefined;
}

/** What `--help` says: what it is for, its range and its default, each from where it is declared. */
export function helpOf(setting: Setting): string {
  const about = aboutOf(setting);
  const value = defaultOf(setting);
  const unset = setting.otherwise ?? (value === undefined ? undefined : String(value));
  const notes = [rangeOf(setting), unset === undefined ? undefined : `default: ${unset}`];
  const told = notes.filter((note) => note !== undefined).join('; ');
  return told === '' ? about : `${about} (${told})`;
}

/** What a setting is for, with the names it may hold. */
export function aboutOf({ about, schema }: Setting): string {
  return about.replace('{values}', () => listed(valuesOf(schema)));
}

/** `1 to 366`, where both ends are given and the flag does not show them already. */
function rangeOf({ schema, flags }: Setting): string | undefined {
  if (flags.includes('..')) return undefined;
  const checks = withoutWrapper(schema)._zod.def.checks?.map(({ _zod }) => _zod.def) ?? [];
  const end = (kind: string) =>
    checks.find(({ check }) => check === kind) as { value: unknown; inclusive?: boolean } | undefined;
  const [least, most] = [end('greater_than'), end('less_than')];
  if (least === undefined || most === undefined) return undefined;
  return `${least.inclusive === true ? '' : 'above '}${String(least.value)} to ${String(most.value)}`;
}

/** The names that a setting may hold; none where it is no choice. */
export function valuesOf(schema: z.core.$ZodType): readonly string[] {
  const { def } = withoutWrapper(schema)._zod as unknown as {
    def: { type: string; entries?: object; element?: unknown };
  };
  if (def.type === 'array') return valuesOf(def.element as z.core.$ZodType);
  return def.type === 'enum' ? Object.values(def.entries ?? {}).map(String) : [];
}

/** A schema without `default` and `optional` around it. */
function withoutWrapper(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod as unknown as { def: { type: string; innerType?: z.core.$ZodType } };
  return def.type === 'default' || def.type === 'optional' ? withoutWrapper(def.innerType!) : schema;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)!}`;
}
