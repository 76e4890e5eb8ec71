import {
  commitTick,
  decideTick,
  marksAt,
  retryConflicts,
  silencesAt,
  type AlertingStore,
  type Decision,
  type KeptState,
  type Policy,
  type TickFacts,
} from '@dqs/alerting';

import { LedgerFacts, type FactSources, type LedgerTick } from './ledger-facts.js';
import { tickContents, type Telling } from './tick-contents.js';

/** A tick of which all is known. */
export interface StoredTickRequest extends Telling {
  /** Name of the alerting. */
  readonly name: string;
  readonly policy: Policy;
  /** Decides, and stores nothing. @default false */
  readonly isDryRun?: boolean;
}

/** A tick to be done. */
export interface AlertTickRequest extends Omit<StoredTickRequest, 'policy'> {
  /** Where facts come from; what people said is read from the store. */
  readonly sources: Omit<FactSources, 'said'>;
  /** Milliseconds since 1970: what had arrived, been issued or been said by then counts. */
  readonly at: number;
}

/** A tick that was done. */
export interface AlertTick {
  readonly facts: TickFacts;
  readonly decision: Decision;
  /** The step that it became; null in a dry run, and where a later tick was done already. */
  readonly version: number | null;
  /** Messages that were queued. */
  readonly queued: number;
}

/**
 * One tick of an alerting: facts, decision, and both stored in one transaction with the messages that follow. A worker calls it
 * again and again; a tick that is missed or done twice changes nothing. Where another one was faster, it decides again on what that
 * one left; after a later one there is nothing to do.
 *
 * @throws DqsError `alerting-conflict` if others were faster again and again; as `LedgerFacts`.
 */
export async function alertTick<Tx>(store: AlertingStore<Tx>, request: AlertTickRequest): Promise<AlertTick> {
  const { name, sources, at } = request;
  return storeTick(store, { ...request, policy: sources.policy }, await ledgerTick(store, name, sources, at));
}

/** What is known at a tick, decided and stored; see {@link alertTick}. */
export async function storeTick<Tx>(
  store: AlertingStore<Tx>,
  request: StoredTickRequest,
  tick: LedgerTick,
): Promise<AlertTick> {
  return retryConflicts(async () => decideAndStore(store, request, tick, await store.load(request.name)));
}

/**
 * What an alerting knows at a time: what the sources know, and what people had said to it.
 *
 * @param at milliseconds since 1970.
 */
export async function ledgerTick(
  store: Pick<AlertingStore<never>, 'silences' | 'marks'>,
  name: string,
  sources: Omit<FactSources, 'said'>,
  at: number,
): Promise<LedgerTick> {
  const facts = await LedgerFacts.open({ ...sources, said: await saidTo(store, name) }, at);
  return facts.tick(at);
}

/** What people said, as ticks ask for it. */
export async function saidTo(
  store: Pick<AlertingStore<never>, 'silences' | 'marks'>,
  name: string,
): Promise<NonNullable<FactSources['said']>> {
  const [silences, marks] = [await store.silences(name), await store.marks(name)];
  return (at) => ({ silences: silencesAt(silences, at), marks: marksAt(marks, at) });
}

async function decideAndStore<Tx>(
  store: AlertingStore<Tx>,
  { name, policy, isDryRun, ...telling }: StoredTickRequest,
  tick: LedgerTick,
  before: KeptState,
): Promise<AlertTick> {
  const { facts, leads } = tick;
  const isLate = before.state.at !== null && before.state.at > facts.at;
  const decision = isLate ? nothing(before) : decideTick(policy, before.state, facts, leads);
  if (isLate || isDryRun) return { facts, decision, version: null, queued: 0 };
  const contents = tickContents(policy, tick, decision, telling);
  const { version, messages } = await commitTick(store, { name, before, policy, facts, decision, contents });
  return { facts, decision, version, queued: messages.length };
}

function nothing({ state }: KeptState): Decision {
  return { state, incidents: [], transitions: [], sends: [], held: [], nextAt: null };
}
