import type { RetrainingEntry, RetrainingEvent } from '@dqs/pipelines/retrain';
import { inLine } from '@dqs/reports/text';
import { openRetraining } from '@dqs/runtime/retraining';
import { orDefault } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs retrain decisions`: the record, oldest first, and what is under way. */
export async function listDecisions({
  settings,
  hooks,
}: CommandContext<'retrainPolicy' | 'registry' | 'last'>): Promise<CommandResult> {
  const { record } = await openRetraining(settings, hooks);
  const [entries, { run, paused }] = await Promise.all([
    record.entries(orDefault(settings.last, 'last')),
    record.state(),
  ]);
  const json = { run, paused, entries: entries.map(({ number, at, by, event }) => ({ number, at, by, event })) };
  return { json, text: () => entriesText(entries, run && `${run.job} is under way: ${run.phase}`) };
}

function entriesText(entries: readonly RetrainingEntry[], underWay: string | null): string {
  if (entries.length === 0) return 'nothing has been decided yet\n';
  const lines = entries.map(({ at, by, event }) => inLine(`${at}  ${by}  ${eventText(event)}`));
  return [...lines, ...(underWay === null ? [] : [underWay])].map((line) => `${line}\n`).join('');
}

function eventText(event: RetrainingEvent): string {
  if (event.kind === 'decided')
    return `${event.decision.start ? event.decision.job : 'decided'}  ${event.decision.reason}`;
  const job = 'job' in event ? `${event.job}  ` : '';
  if (event.kind === 'judged') return `${job}${event.challenger}: ${event.verdict}`;
  const said = 'outcome' in event ? event.outcome : event.kind;
  return `${job}${said}${'reason' in event && event.reason !== null ? `: ${event.reason}` : ''}`;
}
