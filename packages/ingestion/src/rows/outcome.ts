import type { Outcome } from '@dqs/core';

const PASS = new Set(['pass', 'passed', 'success', 'true']);
const FAIL = new Set(['fail', 'failed', 'failure', 'false']);

/**
 * The outcome in a `results` text: the JSON object's `result`, else its `status`, whatever its case.
 * Anything else, malformed JSON and empty text included, is an `error`: counted, but neither a pass nor a fail.
 *
 * @example
 * parseOutcome('{"result": "Pass", "partialResult": false}'); // 'pass'
 * parseOutcome('{"status": "FAILED"}'); // 'fail'
 * parseOutcome('{"result": "Pa'); // 'error'
 */
export function parseOutcome(text: string): Outcome {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'error';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'error';
  const { result, status } = value as { result?: unknown; status?: unknown };
  return classify(result ?? status);
}

function classify(value: unknown): Outcome {
  if (typeof value === 'boolean') return value ? 'pass' : 'fail';
  if (typeof value !== 'string') return 'error';
  const word = value.trim().toLowerCase();
  if (PASS.has(word)) return 'pass';
  return FAIL.has(word) ? 'fail' : 'error';
}
