import type { Outcome } from '@dqs/core';

const PASS = new Set(['pass', 'passed', 'success', 'true', '1']);
const FAIL = new Set(['fail', 'failed', 'failure', 'false', '0']);

/**
 * The outcome in a `results` text: what a JSON object says in its `result`, else in its `status`; what a JSON string,
 * boolean or number says itself; else the bare text. Words count whatever their case, 1 is a pass and 0 a fail. Anything
 * else, cut JSON and empty text included, is an `error`: counted, but neither a pass nor a fail.
 *
 * @example
 * parseOutcome('{"result": "Pass", "partialResult": false}'); // 'pass'
 * parseOutcome('{"status": "FAILED"}'); // 'fail'
 * parseOutcome('PASSED'); // 'pass'
 * parseOutcome('0'); // 'fail'
 * parseOutcome('{"result": "Pa'); // 'error'
 */
export function parseOutcome(text: string): Outcome {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return classify(value);
  if (Array.isArray(value)) return 'error';
  const { result, status } = value as { result?: unknown; status?: unknown };
  return classify(result ?? status);
}

/** The value of a JSON text; a text that is no JSON stands for itself. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function classify(value: unknown): Outcome {
  if (typeof value !== 'string' && typeof value !== 'boolean' && typeof value !== 'number') return 'error';
  const word = String(value).trim().toLowerCase();
  if (PASS.has(word)) return 'pass';
  return FAIL.has(word) ? 'fail' : 'error';
}
