import type { Outcome } from '@dqs/core';

const PASS = new Set(['pass', 'passed', 'success', 'true', '1']);
const FAIL = new Set(['fail', 'failed', 'failure', 'false', '0']);

/**
 * The outcome in a `results` text: the `result` of a JSON object, otherwise its `status`; the value of a JSON string,
 * boolean or number; otherwise the bare text. Case is ignored, 1 is a pass and 0 a fail. Anything else, including
 * truncated JSON and empty text, is an `error`: counted, but neither a pass nor a fail.
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

/** The value of a JSON text; a text that is not JSON is its own value. */
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
