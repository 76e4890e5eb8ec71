/** The header of a request that has one effect however often it is sent. */
export function once(): { readonly 'idempotency-key': string } {
  return { 'idempotency-key': crypto.randomUUID() };
}
