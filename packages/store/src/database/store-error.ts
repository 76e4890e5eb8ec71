import { DqsError } from '@dqs/core';

/** What the pg driver adds to its errors. */
interface DriverError extends Error {
  readonly code?: string;
  readonly detail?: string;
}

/** Codes of a server that ends or refuses, and of a socket that broke. */
const LOST = new Set(['57P01', '57P02', '57P03', '57P05', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ENOENT', 'ENOTCONN']);

/** Whether an error means that the server or the connection ended; what was not yet committed is undone. */
export function isLost(cause: unknown): boolean {
  const { code, message = '' } = (cause ?? {}) as Partial<DriverError>;
  return (
    (code !== undefined && (LOST.has(code) || code.startsWith('08'))) ||
    /^Connection terminated|^Client has encountered a connection error/.test(message)
  );
}

/**
 * An error of the driver as one of ours.
 *
 * @param place the database as shown to people, without a password.
 */
export function storeError(cause: unknown, place: string): DqsError {
  if (DqsError.is(cause)) return cause;
  const { code, message = String(cause), detail } = (cause ?? {}) as Partial<DriverError>;
  const said = detail === undefined ? message : `${message} (${detail})`;
  const make = (kind: 'store-lost' | 'store-full' | 'store-unreachable' | 'internal', text: string) =>
    new DqsError(kind, text, { cause, details: { place, ...(code !== undefined && { code }) } });
  if (isLost(cause)) return make('store-lost', `the server of ${place} ended in the middle of the work: ${said}`);
  if (code === '53100' || /No space left on device/.test(message)) {
    return make('store-full', `the disk of ${place} is full: ${said}`);
  }
  if (/^(?:53|28|3D|42501|ENOTFOUND|EACCES|ETIMEDOUT|EHOSTUNREACH|EAI_)/.test(code ?? '') || /timeout/.test(message)) {
    return make('store-unreachable', `${place} cannot be used: ${said}`);
  }
  if (/^25006/.test(code ?? '')) return make('store-unreachable', `${place} cannot be written to: ${said}`);
  return make('internal', `${place} refused a statement of DQS: ${said}`);
}
