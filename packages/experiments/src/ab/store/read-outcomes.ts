import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

import { DqsError } from '@dqs/core';

import { OUTCOME_SCHEMA, type ExperimentOutcome } from '../definition/records.js';

/** Problems that are told in one go. */
const MOST_PROBLEMS = 10;

/**
 * Reads outcomes from JSON lines, all or none.
 *
 * @param path a file, or `-` for stdin.
 * @throws DqsError `input-not-found`, `input-unreadable` that lists the lines that are no outcome, `input-empty`.
 */
export async function readOutcomes(path: string): Promise<ExperimentOutcome[]> {
  const outcomes: ExperimentOutcome[] = [];
  const problems: string[] = [];
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (line.trim() === '') continue;
    const result = OUTCOME_SCHEMA.safeParse(parsed(line));
    if (result.success) outcomes.push(result.data);
    else problems.push(`line ${number}: ${result.error.issues.map(issueText).join(', ')}`);
  }
  if (problems.length > 0) throw unreadable(path, problems);
  if (outcomes.length > 0) return outcomes;
  throw new DqsError('input-empty', `expected outcomes in ${path}, one JSON object per line, found none`);
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const stream = path === '-' ? process.stdin : createReadStream(path, 'utf8');
  try {
    yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const code = isMissing ? 'input-not-found' : 'input-unreadable';
    throw new DqsError(code, `expected a file of outcomes at ${path}: ${(cause as Error).message}`, { cause });
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function issueText({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return path.length === 0 ? `expected an outcome such as ${EXAMPLE}` : `${path.join('.')}: ${message}`;
}

const EXAMPLE = '{"unit":"u","day":"2026-01-31","arms":{"control":{"loss":1.5},"treatment":{"loss":1.2}}}';

function unreadable(path: string, problems: readonly string[]): DqsError {
  const more = problems.length > MOST_PROBLEMS ? `; and ${problems.length - MOST_PROBLEMS} more lines` : '';
  const shown = problems.slice(0, MOST_PROBLEMS).join('; ');
  return new DqsError(
    'input-unreadable',
    `${path} contains lines that are not outcomes, nothing was recorded: ${shown}${more}`,
    {
      details: { path, problems: problems.slice(0, 100) },
    },
  );
}
