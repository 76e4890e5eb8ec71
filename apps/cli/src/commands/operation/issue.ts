import { issuedText } from '@dqs/reports/text';
import { issueDay, withLedger } from '@dqs/runtime';

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

/** `dqs forecast issue`: forecasts of a day into the ledger. */
export async function issueForecasts({ settings, hooks }: Context): Promise<CommandResult> {
  const issued = await withLedger(settings, (ledger) => issueDay(settings, ledger, hooks));
  return { json: { store: settings.store, ...issued }, text: () => issuedText(issued) };
}
