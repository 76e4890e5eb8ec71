import type { JsonValue } from './canonical-json.js';

/** What stands in the log for a value that it must not hold. */
export const REDACTED = '[redacted]';

/**
 * What of a value may be recorded: `keep` all of it, the named fields of a record, or of each item of a list. What no schema
 * names is redacted, so that a field which is new is secret until somebody says otherwise.
 */
export type AuditSchema =
  | 'keep'
  | { readonly fields: ReadonlyMap<string, AuditSchema> }
  | { readonly items: AuditSchema };

/** The value with everything replaced by {@link REDACTED} that the schema does not name; names of fields stay. */
export function redact(value: JsonValue, schema: AuditSchema | undefined): JsonValue {
  if (schema === 'keep' || value === null) return value;
  if (schema === undefined || typeof value !== 'object') return REDACTED;
  if (Array.isArray(value)) {
    return 'items' in schema ? value.map((one: JsonValue) => redact(one, schema.items)) : REDACTED;
  }
  if (!('fields' in schema)) return REDACTED;
  const members = Object.entries(value as Readonly<Record<string, JsonValue | undefined>>);
  return Object.fromEntries(
    members.map(([name, one]) => [name, one === undefined ? undefined : redact(one, schema.fields.get(name))]),
  );
}
