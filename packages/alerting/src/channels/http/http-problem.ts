/** Why there is no answer: the address may not be asked, nobody answers, or not in time. */
export type HttpProblemKind = 'forbidden' | 'unreachable' | 'timeout';

/** A request without an answer. The message names the host, never the path, which may be a secret. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly kind: HttpProblemKind;

  constructor(kind: HttpProblemKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
