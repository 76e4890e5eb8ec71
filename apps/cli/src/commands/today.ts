import type { TodayFacts } from '@dqs/alerting';
import { formatDay, MS_PER_DAY, SYSTEM_CLOCK } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import { ledgerTick, todayFacts } from '@dqs/pipelines';
import { todayText } from '@dqs/reports/text';
import { readOperation, type OpenedOperation } from '@dqs/runtime';
import { factSources, openPolicyOrNone, type OpenedPolicy } from '@dqs/runtime/alerting';

import type { CommandContext, CommandResult } from '../run.js';
import { emptyLedger } from './ledger/no-ledger.js';

type Context = CommandContext<
  | ('todayPolicy' | 'catalog' | 'store' | 'databaseUrl' | 'graceHours' | 'knownAt')
  | ('todayOwner' | 'pagesUrl' | 'organization' | 'html' | 'asMail')
>;

/** `dqs today`: what has not arrived, what needs somebody, what is likely, how yesterday's warnings did, what changed. */
export async function showToday(context: Context): Promise<CommandResult> {
  const { settings } = context;
  const policy = await openPolicyOrNone({ policy: settings.todayPolicy, catalog: settings.catalog });
  return (await readOperation(settings, (opened) => factsOf(context, opened, policy))) ?? emptyLedger(settings.store);
}

async function factsOf(
  { settings, hooks }: Context,
  { ledger, alerting }: OpenedOperation,
  opened: OpenedPolicy,
): Promise<CommandResult> {
  const { policy } = opened;
  const at = settings.knownAt ?? (hooks.clock ?? SYSTEM_CLOCK).now();
  const sources = await factSources(settings, ledger, opened, at);
  if (sources.entries.length === 0 || (await ledger.span()) === undefined) return emptyLedger(settings.store);
  const tick = await ledgerTick(alerting, policy.name, sources, at);
  const { state } =
    settings.knownAt === undefined ? await alerting.load(policy.name) : await alerting.stateAt(policy.name, at);
  const { todayOwner: owner, pagesUrl: pages, organization, html } = settings;
  const entries = [...state.digests.flatMap((one) => one.entries), ...(await sentToday(alerting, policy.name, at))];
  const facts = todayFacts({ policy, tick, state, entries, owner, pages, organization });
  if (html !== undefined) await writeFileAtomic(html, (await mailOf(facts)).html);
  const hint = state.at === null ? '\nNo incidents yet: dqs alerts tick decides by a policy who is told what.\n' : '';
  const written = html === undefined ? '' : `page written to ${html}\n`;
  const text = async () => (settings.asMail ? await mailText(facts) : `${todayText(facts)}${hint}`) + written;
  return { json: { date: formatDay(facts.day), ...facts, html }, text };
}

/** The digest as it is mailed. */
async function mailOf(facts: TodayFacts) {
  const { digestMail } = await import('@dqs/reports');
  return digestMail(facts);
}

async function mailText(facts: TodayFacts): Promise<string> {
  const { subject, text } = await mailOf(facts);
  return `Subject: ${subject}\n\n${text}`;
}

/** What stands in the digests of the last day: it was told, and still is what there is to know this morning. */
async function sentToday(alerting: OpenedOperation['alerting'], name: string, at: number) {
  const steps = await alerting.steps(name, { from: at - MS_PER_DAY, until: at + 1, eventful: true });
  return steps.flatMap((step) => (step.kind === 'tick' ? step.sends.flatMap(({ entries = [] }) => entries) : []));
}
