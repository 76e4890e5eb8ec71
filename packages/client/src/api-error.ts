import type { components } from './generated/schema.js';

/** Why a request was not met: RFC 9457. */
export type Problem = components['schemas']['Problem'];

/** A request that was not met. Branch on {@link code}. */
export class DqsApiError extends Error {
  override readonly name = 'DqsApiError';
  readonly status: number;
  /** A code of the list of errors; `unknown` where something between has answered. */
  readonly code: string;
  /** The id under which the log of the server has the request. */
  readonly requestId: string | undefined;
  /** Every part of the request that is wrong. */
  readonly problems: NonNullable<Problem['errors']>;

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? `expected an answer, got status ${status}`);
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.requestId = problem.request_id;
    this.problems = problem.errors ?? [];
  }
}

/** Throws for an answer that is none of success. */
export async function assertOk(response: Response): Promise<void> {
  if (response.ok || response.status === 304) return;
  const text = await response.text().catch(() => '');
  throw new DqsApiError(response.status, problemIn(text));
}

function problemIn(text: string): Partial<Problem> {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== 'object' || found === null) return {};
    // Below /v2 the inference protocol has its own form.
    const { error } = found as { readonly error?: unknown };
    return typeof error === 'string' ? { detail: error } : found;
  } catch {
    return {};
  }
}
