import type { JsonObject } from './document.js';

/**
 * What in a later document of an API breaks a program that was written by the earlier one: a path or method that is gone, a
 * parameter or field that is newly asked for or no longer taken, a field that is no longer answered, a value of another type.
 *
 * @returns one sentence each, none where every earlier program goes on working.
 */
export function incompatibilities(before: JsonObject, after: JsonObject): string[] {
  const [earlier, later] = [objectAt(before, 'paths'), objectAt(after, 'paths')];
  return Object.entries(earlier).flatMap(([path, operations]) =>
    Object.entries(operations as JsonObject).flatMap(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`;
      const now = objectAt(objectAt(later, path), method);
      if (Object.keys(now).length === 0) return [`${name} is gone`];
      return operationChanges(operation as JsonObject, now).map((change) => `${name}: ${change}`);
    }),
  );
}

function operationChanges(before: JsonObject, after: JsonObject): string[] {
  return [
    ...parameterChanges(listAt(before, 'parameters'), listAt(after, 'parameters')),
    ...contentChanges(objectAt(before, 'requestBody'), objectAt(after, 'requestBody'), 'request'),
    ...Object.entries(objectAt(before, 'responses')).flatMap(([status, response]) => {
      const now = objectAt(objectAt(after, 'responses'), status);
      return contentChanges(response as JsonObject, now, 'answer').map((change) => `${status}: ${change}`);
    }),
  ];
}

function parameterChanges(before: readonly JsonObject[], after: readonly JsonObject[]): string[] {
  const id = (one: JsonObject) => `${String(one['in'])} ${String(one['name'])}`;
  const known = new Map(before.map((one) => [id(one), one]));
  const now = new Map(after.map((one) => [id(one), one]));
  return [
    ...[...known.keys()].filter((name) => !now.has(name)).map((name) => `${name} is no longer taken`),
    ...after
      .filter((one) => one['required'] === true && known.get(id(one))?.['required'] !== true)
      .map((one) => `${id(one)} is newly required`),
    ...before.flatMap((one) => {
      const later = now.get(id(one));
      return later ? schemaChanges(objectAt(one, 'schema'), objectAt(later, 'schema'), id(one), 'request') : [];
    }),
  ];
}

function contentChanges(before: JsonObject, after: JsonObject, side: Side): string[] {
  return Object.entries(objectAt(before, 'content')).flatMap(([type, content]) => {
    const now = objectAt(objectAt(after, 'content'), type);
    if (Object.keys(now).length === 0) return [`${type} is gone`];
    return schemaChanges(objectAt(content as JsonObject, 'schema'), objectAt(now, 'schema'), 'body', side);
  });
}

type Side = 'request' | 'answer';

function schemaChanges(before: JsonObject, after: JsonObject, at: string, side: Side): string[] {
  if (JSON.stringify(before['type']) !== JSON.stringify(after['type'])) return [`${at} has another type`];
  const [earlier, later] = [objectAt(before, 'properties'), objectAt(after, 'properties')];
  const required = (schema: JsonObject) => new Set((schema['required'] as string[] | undefined) ?? []);
  const [was, is] = [required(before), required(after)];
  const inner = ['items', 'additionalProperties'].flatMap((key) =>
    changesOfBoth(before[key], after[key], `${at}.*`, side),
  );
  return [
    ...Object.keys(earlier)
      .filter((name) => !Object.hasOwn(later, name))
      .map((name) => `${at}.${name} is gone`),
    ...(side === 'request'
      ? [...is].filter((name) => !was.has(name)).map((name) => `${at}.${name} is newly required`)
      : []),
    ...(side === 'answer'
      ? [...was]
          .filter((name) => Object.hasOwn(later, name) && !is.has(name))
          .map((name) => `${at}.${name} may be missing`)
      : []),
    ...Object.entries(earlier).flatMap(([name, schema]) => changesOfBoth(schema, later[name], `${at}.${name}`, side)),
    ...inner,
  ];
}

/** Of what both have; what is gone is told one above. */
function changesOfBoth(before: unknown, after: unknown, at: string, side: Side): string[] {
  return isObject(before) && isObject(after) ? schemaChanges(before, after, at, side) : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isObject(value) ? value : {};
}

function listAt(object: JsonObject, key: string): readonly JsonObject[] {
  const value = object[key];
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
