import fc from 'fast-check';

import type { JsonObject } from '../../src/index.js';

/** A request that somebody might send who has read the document, or not. */
export interface AnyRequest {
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonObject;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonObject }>> };
  readonly 'x-streams'?: boolean;
}

/** Names that the world of the tests has, and texts that have broken programs before. */
const KNOWN = [
  'checks',
  'production',
  'staging',
  'acme',
  'orders',
  '101',
  'inc-1',
  'history',
  'forecast',
  '2026-05-02',
  '1.0.0',
];
const EVIL = [
  '',
  ' ',
  '\0',
  '../..',
  '%00',
  '%2e%2e',
  "'; DROP TABLE x; --",
  '__proto__',
  'constructor',
  '\ud800',
  '\u202e',
  '1e999',
  '-1',
];
const CURSORS = ['["a"]', '[1]', '[1e308]', '[-1]', '["\\u0000"]', '["a","b","c"]', '[null]', '{}'].map((text) =>
  Buffer.from(text).toString('base64url'),
);

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 2, arbitrary: fc.constantFrom(...EVIL, ...CURSORS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 3000 }).map((length) => 'x'.repeat(length)) },
);
const junk: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
);
const time = fc.constantFrom(
  '2026-04-29T00:00:00Z',
  '2026-04-29T00:00:00+02:00',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
);
const date = fc.constantFrom('2026-04-29', '2026-05-01', '0001-01-01', '9999-12-31', '2026-02-30');

/** Values that fit a schema, mostly. */
function valueOf(schema: JsonObject): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: fittingOf(schema) }, { weight: 1, arbitrary: junk });
}

function fittingOf(schema: JsonObject): fc.Arbitrary<unknown> {
  const of = <T>(name: string) => schema[name] as T | undefined;
  const choices = of<JsonObject[]>('anyOf') ?? of<JsonObject[]>('oneOf');
  if (choices) return fc.oneof(...choices.map(valueOf));
  if ('const' in schema) return fc.constant(schema['const']);
  const named = of<unknown[]>('enum');
  if (named) return fc.constantFrom(...named);
  switch (schema['type']) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return fc.array(valueOf(of<JsonObject>('items') ?? {}), { minLength: of<number>('minItems') ?? 0, maxLength: 5 });
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({ min: of<number>('minimum') ?? -1000, max: Math.min(of<number>('maximum') ?? 1000, 2 ** 31 - 1) }),
        fc.constantFrom(-1, 0, 1, 2 ** 31, 2 ** 53, 1e308, 0.5),
      );
    case 'boolean':
      return fc.boolean();
    case 'string':
      if (schema['format'] === 'date') return date;
      return schema['format'] === 'date-time'
        ? fc.oneof({ weight: 4, arbitrary: time }, { weight: 1, arbitrary: text })
        : text;
    default:
      return junk;
  }
}

function objectOf(schema: JsonObject): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonObject>);
  const required = new Set((schema['required'] as string[] | undefined) ?? []);
  const fields = properties.map(([name, own]) =>
    fc
      .option(valueOf(own), { nil: undefined, freq: required.has(name) ? 30 : 1 })
      .map((value) => [name, value] as const),
  );
  const more = fc.oneof(
    { weight: 12, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.tuple(text, junk) },
  );
  return fc
    .tuple(fc.tuple(...fields), more)
    .map(([own, one]) =>
      Object.fromEntries([...own, ...(one ? [one] : [])].filter(([, value]) => value !== undefined)),
    );
}

function parameterOf({ name, required, schema }: Parameter): fc.Arbitrary<readonly [string, string | undefined]> {
  const value = name === 'cursor' ? fc.constantFrom(...CURSORS, 'x') : valueOf(schema);
  const given = value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  return fc.option(given, { nil: undefined, freq: required ? 20 : 1 }).map((one) => [name, one] as const);
}

function bodyOf({ requestBody }: Operation): fc.Arbitrary<{ readonly type?: string; readonly text?: string }> {
  const [[type, content] = []] = Object.entries(requestBody?.content ?? {});
  if (type === undefined) return fc.constant({});
  const lines = type !== 'application/json';
  const value = valueOf(content!.schema).map((one) => JSON.stringify(one) ?? '');
  const made = lines ? fc.array(value, { maxLength: 4 }).map((all) => all.join('\n')) : value;
  const broken = fc.oneof(fc.constantFrom('', '{', '[]', '"x"', 'null', '{"a":1,}'), fc.string());
  return fc.oneof(
    { weight: 12, arbitrary: made.map((one) => ({ type, text: one })) },
    { weight: 1, arbitrary: broken.map((one) => ({ type, text: one })) },
    { weight: 1, arbitrary: made.map((one) => ({ type: 'text/plain', text: one })) },
  );
}

/** Requests to the operations of a document. */
export function requestsOf(document: JsonObject): fc.Arbitrary<AnyRequest> {
  const paths = Object.entries(document['paths'] as Record<string, Record<string, Operation>>);
  const all = paths.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => requestOf(path, method, operation)),
  );
  return fc.oneof(...all);
}

function requestOf(path: string, method: string, operation: Operation): fc.Arbitrary<AnyRequest> {
  const parameters = operation.parameters ?? [];
  const place = (where: Parameter['in']) =>
    fc.tuple(...parameters.filter((one) => one.in === where).map(parameterOf)).map((all) => all.filter(isGiven));
  return fc
    .tuple(place('path'), place('query'), place('header'), bodyOf(operation))
    .map(([inPath, query, header, body]) => {
      const named = new Map(inPath);
      const own = path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(named.get(name) ?? 'x'));
      // A stream that waits for more would never end.
      const asked = operation['x-streams']
        ? [...query.filter(([name]) => name !== 'follow'), ['follow', 'false'] as const]
        : query;
      const search = asked.map(([name, value]) => `${name}=${encoded(value)}`).join('&');
      const visible = header.map(([name, value]) => [name, value.replace(/[^\x20-\x7e]/g, '') || 'x'] as const);
      return {
        operation: operation.operationId,
        method: method.toUpperCase(),
        url: search === '' ? own : `${own}?${search}`,
        headers: { ...Object.fromEntries(visible), ...(body.type !== undefined && { 'content-type': body.type }) },
        ...(body.text !== undefined && { payload: body.text }),
      };
    });
}

function isGiven(one: readonly [string, string | undefined]): one is readonly [string, string] {
  return one[1] !== undefined;
}

/** Half a pair cannot be encoded; a client would send what stands for it. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
