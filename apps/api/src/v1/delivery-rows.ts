import type { Delivered, DeliveryEntry } from '@dqs/ingestion';
import * as z from 'zod';

/** A version of a delivery. */
export const DELIVERY = z.strictObject({
  id: z.string(),
  version: z.int().describe('1, and one more with every correction'),
  entry: z.int().describe('Its number in the journal of deliveries'),
  arrived_at: z.iso.datetime(),
  by: z.string(),
  series: z.int(),
  executions: z.int(),
  fails: z.int(),
  errors: z.int(),
});

/** The fields of {@link DELIVERY}. */
export function deliveryFields({ number, at, by, body }: DeliveryEntry<Delivered>): z.infer<typeof DELIVERY> {
  const { delivery: id, version, series, executions, fails, errors } = body;
  return { id, version, entry: number, arrived_at: at, by, series, executions, fails, errors };
}

/** The id of a delivery: the key of its sender, of whoever is limited to tenants within the tenant, so that nobody meets another's. */
export function deliveryId(key: string, tenant: string | undefined): string {
  return tenant === undefined ? key : `${prefixOf(tenant)}${key}`;
}

/** Whether somebody who is limited to tenants may see a delivery; whoever is not sees all. */
export function isOfTenants(id: string, tenants: readonly string[] | undefined): boolean {
  return tenants === undefined || tenants.some((tenant) => id.startsWith(prefixOf(tenant)));
}

function prefixOf(tenant: string): string {
  return `tenant ${encodeURIComponent(tenant)}: `;
}
