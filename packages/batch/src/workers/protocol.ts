import { DqsError, type ErrorCode } from '@dqs/core';

/** An error as sent by a worker. */
export interface SentError {
  readonly message: string;
  readonly stack?: string;
  /** Of a DqsError. */
  readonly code?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Messages to a worker: first its start data, then tasks. */
export type ToWorker =
  | { readonly kind: 'start'; readonly data: unknown }
  | { readonly kind: 'task'; readonly id: number; readonly task: unknown };

/** Messages from a worker. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: SentError }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: SentError };

/** An error as plain data. */
export function toSent(error: unknown): SentError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack } = error;
  return DqsError.is(error) ? { message, stack, code: error.code, details: error.details } : { message, stack };
}

/** Restores an error from plain data. */
export function fromSent({ message, stack, code, details }: SentError): Error {
  const error = code === undefined ? new Error(message) : new DqsError(code as ErrorCode, message, { details });
  if (stack !== undefined) error.stack = stack;
  return error;
}
