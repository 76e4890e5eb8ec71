/**
 * What never stands in a log, whoever wrote it there: API keys, secrets of webhooks, JWTs, what follows `Bearer`, passwords in
 * addresses, and parameters of addresses that are named like secrets.
 */
const SECRETS = [
  /\bdqs_[a-z0-9]{1,12}_[0-9A-Za-z]{12}_[0-9A-Za-z]{8,60}/g,
  /\bwhsec_[\w+/=-]{8,500}/g,
  /\beyJ[\w-]{5,2000}\.[\w-]{2,8000}\.[\w-]{0,2000}/g,
] as const;
const BEARER = /\b(bearer|basic) [\w.~+/=-]{8,8000}/gi;
const PASSWORD = /:\/\/([^\s/:@"]{0,200}):[^\s/@"]{1,500}@/g;
const PARAMETER = /([?&](?:api_?key|access_token|token|key|secret|sig|signature|password)=)[^&\s"#]{1,2000}/gi;

/** A line of a log without anything that opens a door. */
export function redacted(line: string): string {
  let text = line;
  for (const secret of SECRETS) text = text.replace(secret, '[redacted]');
  if (text.includes('://')) text = text.replace(PASSWORD, '://$1:[redacted]@');
  return text.replace(BEARER, '$1 [redacted]').replace(PARAMETER, '$1[redacted]');
}
