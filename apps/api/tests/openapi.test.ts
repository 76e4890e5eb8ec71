import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Validator } from '@seriousme/openapi-schema-validator';

import { allRoutes, incompatibilities, openapiDocument, type JsonObject } from '../src/index.js';

const ROUTES = allRoutes({ isDraining: () => false });
const document = openapiDocument(ROUTES);
const kept = JSON.parse(readFileSync(join(__dirname, '../openapi.json'), 'utf8')) as JsonObject;

describe('openapi.json', () => {
  it('breaks no program that was written by the document as it is kept', () => {
    expect(incompatibilities(kept, document)).toEqual([]);
  });

  it('is what the routes say; scripts/write-openapi.mjs writes it', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(kept);
  });

  it('is a valid document of OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(kept) as never);
    expect([valid, errors]).toEqual([true, undefined]);
  });

  it('names every operation once', () => {
    const ids = ROUTES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

type Changeable = Record<string, unknown>;

/** A part of a document. */
function at(document: Changeable, ...keys: string[]): Changeable {
  return keys.reduce<Changeable>((part, key) => part[key] as Changeable, document);
}

const SERIES = ['paths', '/api/v1/series', 'get'];
const ROW = [...SERIES, 'responses', '200', 'content', 'application/json', 'schema', 'properties', 'data', 'items'];
const BODY = ['paths', '/api/v1/forecasts', 'post', 'requestBody', 'content', 'application/json', 'schema'];

describe('incompatibilities', () => {
  const changed = (change: (copy: Changeable) => unknown): string[] => {
    const copy = structuredClone(kept) as Changeable;
    change(copy);
    return incompatibilities(kept, copy);
  };
  const parametersOf = (copy: Changeable) => at(copy, ...SERIES)['parameters'] as Changeable[];

  it('are a path that is gone, and a method', () => {
    expect(changed((copy) => delete at(copy, 'paths')['/livez'])).toEqual(['GET /livez is gone']);
    expect(changed((copy) => delete at(copy, 'paths', '/api/v1/forecasts')['post'])).toEqual([
      'POST /api/v1/forecasts is gone',
    ]);
  });

  it('are a field of an answer that is gone, has another type or may be missing', () => {
    const field = 'GET /api/v1/series: 200: body.data.*.rule_code';
    expect(changed((copy) => delete at(copy, ...ROW, 'properties')['rule_code'])).toEqual([`${field} is gone`]);
    expect(changed((copy) => (at(copy, ...ROW, 'properties', 'rule_code')['type'] = 'number'))).toEqual([
      `${field} has another type`,
    ]);
    expect(changed((copy) => (at(copy, ...ROW)['required'] as string[]).pop())).toEqual([`${field} may be missing`]);
  });

  it('are a field or a parameter that is newly asked for, and a parameter that is no longer taken', () => {
    expect(changed((copy) => (at(copy, ...BODY)['required'] as string[]).push('model'))).toEqual([
      'POST /api/v1/forecasts: body.model is newly required',
    ]);
    expect(changed((copy) => (parametersOf(copy)[0]!['required'] = true))).toEqual([
      'GET /api/v1/series: query limit is newly required',
    ]);
    expect(changed((copy) => parametersOf(copy).shift())).toEqual([
      'GET /api/v1/series: query limit is no longer taken',
    ]);
  });

  it('are not what is added: a path, a parameter that may be left out, a field of an answer', () => {
    expect(
      changed((copy) => {
        at(copy, 'paths')['/more'] = { get: {} };
        at(copy, ...ROW, 'properties')['more'] = { type: 'string' };
        parametersOf(copy).push({ name: 'more', in: 'query', required: false, schema: {} });
      }),
    ).toEqual([]);
  });
});
