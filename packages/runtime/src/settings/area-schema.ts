import * as z from 'zod/mini';

import { aboutOf, defaultOf, type Area } from './setting.js';

/** The fields of an area as an API takes them: every one may be absent. */
type Fields<A extends Area> = { readonly [N in keyof A]: z.ZodMiniOptional<A[N]['schema']> };

/** The schema of an object that holds settings of an area and nothing else. */
export function areaSchema<A extends Area>(area: A): z.ZodMiniObject<Fields<A>, z.core.$strict> {
  const fields = Object.entries(area).map(([name, { schema }]) => [name, z.optional(schema)]);
  return z.strictObject(Object.fromEntries(fields) as Fields<A>);
}

/**
 * The JSON Schema of such an object, with what every setting is for and its default. A date and a duration are texts
 * there, as in a settings file.
 */
export function areaJsonSchema(area: Area): z.core.JSONSchema.JSONSchema {
  const properties = Object.entries(area).map(([name, setting]) => {
    const { $schema: _, ...schema } = z.toJSONSchema(writtenSchema(setting.schema), {
      io: 'input',
      unrepresentable: 'any',
    });
    const value = defaultOf(setting);
    return [name, { ...schema, description: aboutOf(setting), ...(value === undefined ? {} : { default: value }) }];
  });
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
}

/** What is written for a setting: of a check that anything passes to a schema behind it, that schema. */
function writtenSchema(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod as unknown as z.core.$ZodPipe['_zod'];
  return def.type === 'pipe' && def.in._zod.def.type === 'unknown' ? def.out : schema;
}
