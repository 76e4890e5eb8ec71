import { CsvWriter } from '@dqs/core';
import type { AuditEntry } from '@dqs/core/audit';
import { inLine, textTable } from '@dqs/reports/text';
import { actorOf, auditBytes, readAudit, withAudit, type Audit, type AuditFilter } from '@dqs/runtime';
import { orDefault } from '@dqs/runtime/settings';

import { writeStdout } from '../../output/stdout.js';
import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<
  | (
      | 'store'
      | 'databaseUrl'
      | 'auditActor'
      | 'auditAction'
      | 'auditTarget'
      | 'auditOutcome'
      | 'auditFrom'
      | 'auditUntil'
    )
  | ('last' | 'auditFormat' | 'by')
>;

const LINE_END = Buffer.from('\n');
const COLUMNS = ['number', 'at', 'actor', 'action', 'outcome', 'targets', 'reason'];

/** `dqs audit list`: who did what. */
export async function listAudit({ settings, hooks }: Context): Promise<CommandResult> {
  const format = orDefault(settings.auditFormat, 'auditFormat');
  const reader = { actor: { id: actorOf(settings) } };
  return withAudit(settings, hooks, async (audit) => {
    if (format === 'ndjson' && settings.json !== true)
      return exported(audit, reader, filterOf(settings, settings.last));
    const found = await readAudit(audit, reader, filterOf(settings, orDefault(settings.last, 'last')));
    const entries = found.map(({ entry }) => entry);
    const isCsv = format === 'csv';
    const json = { store: settings.store ?? null, entries };
    return { json, text: () => (isCsv ? csvText(entries) : tableText(entries)), isData: isCsv };
  });
}

function filterOf(
  { auditActor, auditAction, auditTarget, auditOutcome, auditFrom, auditUntil }: Context['settings'],
  last?: number,
) {
  return {
    ...{ actor: auditActor, action: auditAction, target: auditTarget, outcome: auditOutcome },
    // The last millisecond that is asked for belongs to it.
    ...{ from: auditFrom, until: auditUntil === undefined ? undefined : auditUntil + 1, last },
  } satisfies AuditFilter;
}

/** Entries as they were written, a line each, while they are read. */
async function exported(audit: Audit, reader: Parameters<typeof readAudit>[1], filter: AuditFilter) {
  for await (const batch of auditBytes(audit, reader, filter)) {
    await writeStdout(Buffer.concat(batch.flatMap((bytes) => [bytes, LINE_END])));
  }
  return { json: undefined, text: () => '' };
}

function rowOf({ number, at, actor, action, outcome, targets, context }: AuditEntry): string[] {
  const by = actor.onBehalfOf === undefined ? actor.id : `${actor.id} for ${actor.onBehalfOf}`;
  const to = targets.map(({ kind, id }) => `${kind} ${id}`).join(', ');
  return [String(number), at, by, action, outcome, to, context?.reason ?? ''];
}

function csvText(entries: readonly AuditEntry[]): string {
  const csv = new CsvWriter();
  return [COLUMNS, ...entries.map(rowOf)].map((row) => csv.record(row)).join('');
}

function tableText(entries: readonly AuditEntry[]): string {
  if (entries.length === 0) return 'no entries\n';
  const columns = COLUMNS.map((title, i) => ({ title, ...(i === 0 && { align: 'right' as const }) }));
  return `${textTable(
    columns,
    entries.map((entry) => rowOf(entry).map(inLine)),
  )}\n`;
}
