import { DqsError, SYSTEM_CLOCK } from '@dqs/core';
import { textTable, whole } from '@dqs/reports/text';
import { withOperation } from '@dqs/runtime';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs store prune`: what is older than it has to be. */
export async function pruneDatabase({
  settings,
  hooks,
}: CommandContext<'store' | 'databaseUrl' | 'keepLedgerDays' | 'keepRecordDays' | 'apply'>): Promise<CommandResult> {
  const { keepLedgerDays: ledgerDays, keepRecordDays: recordDays, apply = false } = settings;
  if (ledgerDays === undefined && recordDays === undefined) {
    const expected = 'expected --keep-ledger-days or --keep-record-days, got neither: without them everything is kept';
    throw new DqsError('config-invalid', expected);
  }
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  const pruned = await withOperation(settings, ({ prune }) =>
    prune({ ledgerDays, recordDays, now, isDryRun: !apply }, hooks),
  );
  const columns = [{ title: 'table' }, { title: 'rows', align: 'right' as const }];
  const table = () =>
    textTable(
      columns,
      pruned.map(({ what, rows }) => [what, whole(rows)]),
    );
  return {
    json: { store: settings.store, removed: apply, pruned },
    text: () => {
      if (pruned.length === 0) return 'nothing is older than it has to be\n';
      return `${table()}${apply ? 'removed' : 'nothing was removed yet: --apply does it'}\n`;
    },
  };
}
