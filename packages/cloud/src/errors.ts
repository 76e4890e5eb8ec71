import { DqsError } from '@dqs/core';

/** The sentence of an SDK's error, on one line and not too long. */
export function sentenceOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const [first = ''] = message.trim().split('\n');
  const text = first === '' || first === 'UnknownError' ? name : first;
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** The error for a request that a service refuses or does not answer. */
export function storeFailed(what: string, place: string, cause: unknown): DqsError {
  return new DqsError(
    'artifact-store-failed',
    `cannot ${what} in ${place}: ${sentenceOf(cause)}; check the address, the network and the permissions`,
    { cause, details: { place } },
  );
}

/** The error for a write of which nobody knows whether it took effect. */
export function outcomeUnknown(key: string, place: string, why: string, cause: unknown): DqsError {
  return new DqsError(
    'artifact-unknown',
    `the answer to a write of the key ${key} in ${place} was lost (${sentenceOf(cause)}), and ${why}: the write may ` +
      'have taken effect or not, or may still do so; read the key before writing it again, and remove nothing',
    { cause, details: { key, place } },
  );
}
