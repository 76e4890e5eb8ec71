import type { Outcome } from '@dqs/core';

/** Words for outcomes, in lower case. */
export interface OutcomeWords {
  readonly pass: ReadonlySet<string>;
  readonly fail: ReadonlySet<string>;
}

/** Further words for outcomes, as options name them. */
export interface OutcomeTexts {
  readonly pass?: readonly string[];
  readonly fail?: readonly string[];
}

const USUAL: OutcomeWords = {
  pass: new Set(['pass', 'passed', 'success', 'true', '1']),
  fail: new Set(['fail', 'failed', 'failure', 'false', '0']),
};

/** The usual words and further ones, which win: `fail=1` makes 1 a fail. */
export function outcomeWords({ pass = [], fail = [] }: OutcomeTexts = {}): OutcomeWords {
  const [passes, fails] = [pass, fail].map((words) => new Set(words.map(plainWord))) as [Set<string>, Set<string>];
  const without = (usual: ReadonlySet<string>, other: Set<string>) => [...usual].filter((word) => !other.has(word));
  return {
    pass: new Set([...passes, ...without(USUAL.pass, fails)]),
    fail: new Set([...fails, ...without(USUAL.fail, passes)]),
  };
}

/** What is wrong with further words, if anything. */
export function outcomeProblems(outcomes: unknown): readonly string[] {
  if (outcomes === undefined) return [];
  const wanted = 'expected outcomes to be lists of words for pass and fail';
  if (typeof outcomes !== 'object' || outcomes === null) return [`${wanted}, got ${JSON.stringify(outcomes)}`];
  const isWords = (words: unknown) =>
    Array.isArray(words) && words.every((word) => typeof word === 'string' && word.trim() !== '');
  const wrong = Object.entries(outcomes).filter(
    ([name, words]) => words !== undefined && (!['pass', 'fail'].includes(name) || !isWords(words)),
  );
  const { pass = [], fail = [] } = (wrong.length > 0 ? {} : outcomes) as OutcomeTexts;
  const both = pass.filter((word) => fail.some((other) => plainWord(other) === plainWord(word)));
  return [
    ...wrong.map(([name, words]) => `${wanted}, got ${JSON.stringify(words)} for ${name}`),
    ...both.map((word) => `expected each word to mean one outcome, got ${JSON.stringify(word)} for both`),
  ];
}

/**
 * The outcome in a `results` text: the `result` of a JSON object, otherwise its `status`; the value of a JSON string,
 * boolean or number; otherwise the bare text. Case is ignored, 1 is a pass and 0 a fail. Anything else, including
 * truncated JSON and empty text, is an `error`: counted, but neither a pass nor a fail.
 *
 * @param words what means pass and fail. @default the usual ones
 *
 * @example
 * parseOutcome('{"result": "Pass", "partialResult": false}'); // 'pass'
 * parseOutcome('{"status": "FAILED"}'); // 'fail'
 * parseOutcome('PASSED'); // 'pass'
 * parseOutcome('0'); // 'fail'
 * parseOutcome('{"result": "Pa'); // 'error'
 */
export function parseOutcome(text: string, words: OutcomeWords = USUAL): Outcome {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return classify(value, words);
  if (Array.isArray(value)) return 'error';
  const { result, status } = value as { result?: unknown; status?: unknown };
  return classify(result ?? status, words);
}

/** The value of a JSON text; a text that is not JSON is its own value. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function classify(value: unknown, { pass, fail }: OutcomeWords): Outcome {
  if (typeof value !== 'string' && typeof value !== 'boolean' && typeof value !== 'number') return 'error';
  const word = plainWord(String(value));
  if (pass.has(word)) return 'pass';
  return fail.has(word) ? 'fail' : 'error';
}

function plainWord(word: string): string {
  return word.trim().toLowerCase();
}
