import { inLine, textTable } from '@dqs/reports/text';
import type { ApiKey } from '@dqs/runtime/serving';

import type { CommandContext, CommandResult } from '../../run.js';
import { openKeys } from './open-keys.js';

const COLUMNS = ['id', 'name', 'role', 'tenants', 'made', 'good until', 'revoked'].map((title) => ({ title }));

/** `dqs keys list`: the API keys of a store, of which nobody can read the secrets. */
export async function listKeys({ settings }: CommandContext<'store'>): Promise<CommandResult> {
  const keys = await openKeys(settings).list();
  return { json: { store: settings.store, keys }, text: () => keysText(keys) };
}

function keysText(keys: readonly ApiKey[]): string {
  if (keys.length === 0) return 'no keys; dqs keys create makes one\n';
  const rows = keys.map((one) => [
    ...[one.id, inLine(one.name), one.role, inLine(one.tenants?.join(', ') ?? 'all')],
    ...[one.createdAt, one.expiresAt, one.revokedAt ?? ''],
  ]);
  return `${textTable(COLUMNS, rows)}\n`;
}
