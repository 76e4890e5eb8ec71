import type { FastifyRequest } from 'fastify';
import type * as z from 'zod';

import { requestInvalid, type RequestProblem } from '../problems/problem.js';
import { requestProblems, type RequestPart } from '../problems/request-problems.js';
import type { Call, RouteDefinition } from '../routes/route.js';

/** The parts of a request, as the schemas of its route make them. */
export type CallParts = Pick<Call, 'params' | 'query' | 'body'>;

/**
 * Checks a request against the schemas of its route, all parts at once.
 *
 * @throws DqsError `request-invalid` that lists everything that is wrong.
 */
export function readCall(definition: RouteDefinition, request: FastifyRequest): CallParts {
  const problems: RequestProblem[] = [];
  const check = (part: RequestPart, schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    const known = 'shape' in schema ? Object.keys(schema.shape as object) : [];
    problems.push(...requestProblems(part, read.error, known));
    return undefined;
  };
  const params = check('path', definition.params, request.params);
  // A route without parameters takes none, rather than to leave out what somebody thought to have asked for.
  const query = definition.query ? check('query', definition.query, request.query) : noQuery(request, problems);
  check('header', definition.headers, request.headers);
  const { takesLines, readBody, isBodyOptional } = definition;
  const sent = isBodyOptional ? (request.body ?? {}) : request.body;
  const body = takesLines ? request.body : (readBody?.(sent) ?? check('body', definition.body, sent));
  if (problems.length > 0) throw requestInvalid(problems);
  return { params, query, body };
}

function noQuery({ query }: FastifyRequest, problems: RequestProblem[]): undefined {
  for (const name of Object.keys(query as object).slice(0, 10)) {
    const pointer = `query/${name.slice(0, 80)}`;
    problems.push({ pointer, message: 'expected no parameters', fix: 'leave it out' });
  }
}
