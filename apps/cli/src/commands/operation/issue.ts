import { backfilledText, issuedText } from '@dqs/reports/text';
import { backfillDays, issueDay, withLedger } from '@dqs/runtime';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<
  | 'store'
  | 'databaseUrl'
  | 'issuedModel'
  | 'registry'
  | 'issuedDay'
  | 'asOf'
  | 'knownAt'
  | 'again'
  | 'target'
  | 'targets'
  | 'catalog'
  | 'threads'
>;

type BackfillContext = CommandContext<
  | 'store'
  | 'databaseUrl'
  | 'issuedModel'
  | 'registry'
  | 'backfillFrom'
  | 'simulatedTo'
  | 'target'
  | 'targets'
  | 'catalog'
  | 'threads'
>;

/** `dqs ledger backfill`: the backtest of a version into the ledger. */
export async function backfillForecasts({ settings, hooks }: BackfillContext): Promise<CommandResult> {
  const backfilled = await withLedger(settings, (ledger) => backfillDays(settings, ledger, hooks));
  return { json: { store: settings.store, ...backfilled }, text: () => backfilledText(backfilled, settings.store!) };
}

/** `dqs forecast issue`: forecasts of a day into the ledger. */
export async function issueForecasts({ settings, hooks }: Context): Promise<CommandResult> {
  const issued = await withLedger(settings, (ledger) => issueDay(settings, ledger, hooks));
  return { json: { store: settings.store, ...issued }, text: () => issuedText(issued) };
}
