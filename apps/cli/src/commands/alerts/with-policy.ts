import { readOperation, type OpenedOperation } from '@dqs/runtime';
import { openPolicy, type OpenedPolicy } from '@dqs/runtime/alerting';

import type { CommandContext, CommandResult } from '../../run.js';
import { emptyLedger } from '../ledger/no-ledger.js';

type Context = CommandContext<'policy' | 'catalog' | 'store' | 'databaseUrl'>;

/** Hands the policy and the database of the store to some work that reads; says what to do where there is none yet. */
export async function withPolicy(
  { settings }: Context,
  work: (opened: OpenedOperation, policy: OpenedPolicy) => Promise<CommandResult>,
): Promise<CommandResult> {
  const policy = await openPolicy(settings);
  return (await readOperation(settings, (opened) => work(opened, policy))) ?? emptyLedger(settings.store);
}
