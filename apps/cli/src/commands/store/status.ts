import { byteSize, whole } from '@dqs/reports/text';
import { databasePlace, loadStorePackage } from '@dqs/runtime';
import type { StoreStatus } from '@dqs/store';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs store status`: what there is of the database of a store. */
export async function showStatus({ settings }: CommandContext<'store' | 'databaseUrl'>): Promise<CommandResult> {
  const place = databasePlace(settings);
  const status = await (await loadStorePackage()).storeStatus(place);
  return { json: status, text: () => statusText(status) };
}

function statusText({
  place,
  kind,
  exists,
  postgres,
  schema,
  bytes = 0,
  tables = [],
  users,
  psql,
}: StoreStatus): string {
  if (!exists) return `no database yet in ${place}; the first command that needs one makes it, or dqs store migrate\n`;
  const version = schema?.version ?? 0;
  const newest = schema?.newest ?? 0;
  const state = version === newest ? 'this version' : `${newest - version} steps behind: dqs store migrate`;
  const width = Math.max(0, ...tables.map(({ name }) => name.length));
  const lines = [
    `${kind === 'embedded' ? 'embedded' : 'server'}, PostgreSQL ${postgres}: ${place}`,
    version === 0 ? 'no tables yet: dqs store migrate makes them' : `schema version ${version}, ${state}`,
    `${byteSize(bytes)} in ${tables.length} tables`,
    ...tables.map(({ name, rows }) => `  ${name.padEnd(width)} ${whole(rows).padStart(12)}`),
  ];
  if (users !== undefined)
    lines.push(users.length === 0 ? 'in use by nobody else' : `in use by processes ${users.join(', ')}`);
  // The socket is gone with the last one who uses it.
  if (psql !== undefined && users?.length !== 0) lines.push(`psql: ${psql}`);
  return `${lines.join('\n')}\n`;
}
