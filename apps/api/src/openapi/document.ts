import { DQS_VERSION } from '@dqs/core';
import * as z from 'zod';

import { PROBLEM } from '../problems/problem.js';
import { isRepeatable, type RouteDefinition, type RouteExample } from '../routes/route.js';

/** A document of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

const ABOUT =
  'Forecasts of data-quality results. Errors are problems by RFC 9457 whose `type` is the page of the code, below /v2 objects ' +
  'with `error`. Lists come as JSON, as text/csv or as application/x-ndjson, page by page.';

/** The description of some routes by OpenAPI 3.1, the same bytes for the same routes. */
export function openapiDocument(routes: readonly RouteDefinition[]): JsonObject {
  const paths = new Map<string, Record<string, unknown>>();
  for (const definition of routes) {
    const operations = paths.get(definition.path) ?? {};
    operations[definition.method.toLowerCase()] = operationOf(definition);
    paths.set(definition.path, operations);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'DQS',
      version: DQS_VERSION,
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: { Problem: schemaOf(PROBLEM, 'output') },
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, dqs_<env>_<id>_<secret>, or a token of the issuer',
        },
      },
    },
  };
}

function operationOf(definition: RouteDefinition): JsonObject {
  const { id, tag, summary, description, action, answers } = definition;
  const parameters = [...parametersOf(definition), ...(isRepeatable(definition) ? [IDEMPOTENCY_KEY] : [])];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    // A server on loopback asks nobody for a key.
    security: action === undefined ? [] : [{}, { key: [] }],
    ...(action !== undefined && { 'x-action': action }),
    ...(definition.everyTenant && { 'x-every-tenant': true }),
    ...(definition.streams && { 'x-streams': true }),
    ...(parameters.length > 0 && { parameters }),
    ...bodyOf(definition),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description: what, schema }]) => [
          status,
          { description: what, content: contentOf(schema, definition) },
        ]),
      ),
      default: { description: 'Why the request was not met', content: errorContent(definition) },
    },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'idempotency-key',
  in: 'header',
  required: false,
  description:
    'A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more ' +
    'happens; another request under it is refused (422)',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
};

function contentOf(schema: z.ZodType, { row, streams = false, isTable = false }: RouteDefinition): JsonObject {
  if (isTable) return { 'text/csv': { schema: { type: 'string' } } };
  if (streams) return { 'text/event-stream': { schema: { type: 'string' } } };
  const texts = { 'text/csv': { schema: { type: 'string' } }, 'application/x-ndjson': { schema: { type: 'string' } } };
  return { 'application/json': { schema: schemaOf(schema, 'output') }, ...(row && texts) };
}

function errorContent({ path }: RouteDefinition): JsonObject {
  if (!path.startsWith('/v2'))
    return { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const schema = { type: 'object', properties: { error: { type: 'string' } }, required: ['error'] };
  return { 'application/json': { schema } };
}

function parametersOf({ params, query, headers, examples }: RouteDefinition): JsonObject[] {
  const places = [
    ['path', params, 'params'],
    ['query', query, 'query'],
    ['header', headers, 'headers'],
  ] as const;
  return places.flatMap(([place, schema, part]) => {
    if (schema === undefined) return [];
    const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
      properties?: Record<string, JsonObject>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, { description, ...own }]) => {
      const example = examples.map((one) => one[part]?.[name]).find((value) => value !== undefined);
      return {
        name,
        in: place,
        required: place === 'path' || required.includes(name),
        ...(description !== undefined && { description }),
        schema: own,
        ...(example !== undefined && { example }),
      };
    });
  });
}

function bodyOf({ body, takesLines, isBodyOptional = false, examples }: RouteDefinition): JsonObject {
  if (body === undefined) return {};
  const type = takesLines ? 'application/x-ndjson' : 'application/json';
  const shown = examples.filter((one) => one.body !== undefined);
  return {
    requestBody: {
      required: !isBodyOptional,
      content: {
        [type]: {
          schema: schemaOf(body, 'input'),
          ...(shown.length > 0 && { examples: Object.fromEntries(shown.map(exampleOf)) }),
        },
      },
    },
  };
}

function exampleOf({ summary, body }: RouteExample): [string, JsonObject] {
  return [summary.replace(/\W+/g, '-'), { summary, value: body }];
}

/** A schema as JSON Schema of the dialect of OpenAPI 3.1. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...own } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return own;
}
