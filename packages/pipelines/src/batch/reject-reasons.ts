/** Why a request cannot be forecast; same wording as for rejected rows of a log. */
export const REQUEST_REJECTS = {
  'business-date-invalid': 'expected a business_date of the form YYYY-MM-DD',
  'business-date-missing': 'expected a business_date, found none',
  'column-count': 'expected as many fields as in the header',
  'column-reserved': 'expected no member with the name of a forecast column',
  'column-unexpected': 'expected no member that the first record lacks; CSV and Parquet have fixed columns',
  'dataset-uuid-missing': 'expected a dataset_uuid, found none',
  'invalid-utf-8': 'expected UTF-8 text',
  'malformed-json': 'expected a JSON object',
  'malformed-quotes': 'expected quotes only around whole fields',
  'nul-byte': 'expected text without NUL bytes',
  'rule-code-missing': 'expected a rule_code, found none',
  'tenant-ambiguous': 'expected a tenant_id, since several tenants match',
} as const;

/** A key of {@link REQUEST_REJECTS}. */
export type RequestReject = keyof typeof REQUEST_REJECTS;

const MAX_SHOWN = 80;

/** The message of a reject, with the received value if that helps. */
export function rejectMessage(reason: RequestReject, arrived?: string): string {
  if (arrived === undefined) return REQUEST_REJECTS[reason];
  const shown = arrived.length > MAX_SHOWN ? `${arrived.slice(0, MAX_SHOWN)}…` : arrived;
  return `${REQUEST_REJECTS[reason]}, got ${JSON.stringify(shown)}`;
}
