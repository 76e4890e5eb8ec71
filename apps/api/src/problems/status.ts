import { errorEntry, EXIT, type ErrorCode } from '@dqs/core';

/** HTTP statuses of the codes that a caller can do something about. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  'access-denied': 403,
  'access-unknown': 401,
  'alerting-conflict': 409,
  'artifact-busy': 503,
  'artifact-conflict': 409,
  'delivery-unknown': 404,
  'forecast-unknown': 404,
  'gates-failed': 409,
  'history-removed': 410,
  'idempotency-busy': 409,
  'idempotency-conflict': 422,
  'incident-invalid': 409,
  'incident-unknown': 404,
  'input-column-missing': 422,
  'input-empty': 422,
  'input-too-many-rejects': 422,
  'input-too-many-unreadable': 422,
  'input-unreadable': 422,
  'issuer-unreachable': 503,
  'job-not-failed': 409,
  'job-unknown': 404,
  'key-unknown': 404,
  'ledger-conflict': 409,
  'mark-unknown': 404,
  'message-unknown': 404,
  'name-ambiguous': 409,
  'not-served': 503,
  // The disk of the server: full, mostly.
  'output-not-writable': 507,
  'precondition-failed': 412,
  'rate-exceeded': 429,
  'receiver-unknown': 404,
  'registry-conflict': 409,
  'retraining-invalid': 409,
  'route-unknown': 404,
  'series-unknown': 404,
  'silence-unknown': 404,
  'simulation-busy': 503,
  'simulation-too-large': 422,
  'store-busy': 503,
  'store-full': 507,
  'store-lost': 503,
  'store-missing': 503,
  'store-unreachable': 503,
  'tenant-ambiguous': 409,
  'version-unknown': 404,
  'webhook-unknown': 404,
  aborted: 503,
};

/**
 * The HTTP status of an error: what is wrong with the request is 4xx, everything else 500. `config-invalid` is about how the
 * server was started, which whoever asks cannot change.
 */
export function statusOf(code: ErrorCode): number {
  const known = STATUS[code];
  if (known !== undefined) return known;
  return errorEntry(code).exitCode === EXIT.wrongUse && code !== 'config-invalid' ? 400 : 500;
}
