import type { SilenceMatch } from '@dqs/alerting';

/** Patterns have these; a tenant with one in its name cannot be named alone. */
const PATTERN = /[*?[\]{}!\\]/;

/** Whether a silence can silence nothing but what is of some tenants; undefined stands for all of them. */
export function isOnlyOf({ tenant }: SilenceMatch, tenants: readonly string[] | undefined): boolean {
  if (tenants === undefined) return true;
  return (
    tenant !== undefined && tenant.length > 0 && tenant.every((one) => tenants.includes(one) && !PATTERN.test(one))
  );
}
