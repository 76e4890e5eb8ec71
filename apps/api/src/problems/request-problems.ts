import { nearestName } from '@dqs/core';
import type * as z from 'zod';

import type { RequestProblem } from './problem.js';

/** The part of a request that a schema was asked about. */
export type RequestPart = 'body' | 'query' | 'path' | 'header';

/** Problems that are listed at most; what is wrong everywhere need not be told more often. */
const MOST_PROBLEMS = 100;

/** What a schema found wrong with a part of a request. */
export function requestProblems(
  part: RequestPart,
  { issues }: z.ZodError,
  known: readonly string[] = [],
): RequestProblem[] {
  return issues.slice(0, MOST_PROBLEMS).flatMap((issue) => {
    const at = pointerOf(part, issue.path);
    if (issue.code !== 'unrecognized_keys') return [{ pointer: at, message: sentence(issue), fix: fixOf(issue) }];
    return issue.keys.map((key) => {
      const nearest = nearestName(key, known);
      return {
        pointer: `${at}/${escaped(key)}`,
        message: `expected no field of the name ${JSON.stringify(key.slice(0, 80))}`,
        fix: nearest === undefined ? 'leave it out' : `did you mean "${nearest}"?`,
      };
    });
  });
}

/** A JSON pointer into the body; of the other parts, their name and that of the parameter. */
export function pointerOf(part: RequestPart, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => escaped(String(step)));
  if (part === 'body') return steps.map((step) => `/${step}`).join('');
  return [part, ...steps].join('/');
}

/** RFC 6901. */
function escaped(step: string): string {
  return step.slice(0, 80).replace(/~/g, '~0').replace(/\//g, '~1');
}

function sentence({ message }: z.core.$ZodIssue): string {
  return message.replace(/^Invalid input: /, '').replace(/^Invalid option: /, '');
}

function fixOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `send ${issue.expected === 'nonoptional' ? 'a value' : `a value of type ${issue.expected}`}`;
    case 'invalid_value':
      return `send ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_big':
      return `send at most ${issue.maximum}`;
    case 'too_small':
      return `send at least ${issue.minimum}`;
    default:
      return 'send what /openapi.json describes';
  }
}
