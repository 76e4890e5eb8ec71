import { formatDay } from '@dqs/core';
import {
  gradedRecord,
  gradedRows,
  GradeSummaries,
  type GradedRow,
  type LedgerQuery,
  type LedgerStore,
} from '@dqs/ledger';
import { gradesText } from '@dqs/reports/text';
import { ledgerQuery, readLedger } from '@dqs/runtime';
import { orDefault } from '@dqs/runtime/settings';

import { writeStdout } from '../../output/stdout.js';
import type { CommandContext, CommandResult } from '../../run.js';
import { emptyLedger } from './no-ledger.js';
import { rowTexts } from './row-texts.js';

/** Days that are shown if no first one is named. */
const DAYS = 7;

type Context = CommandContext<
  | ('store' | 'databaseUrl' | 'knownAt' | 'ledgerFrom' | 'ledgerTo' | 'ledgerTenant' | 'ledgerDataset' | 'ledgerRule')
  | ('arms' | 'worst' | 'gradesFormat')
>;

/** `dqs ledger grades`: how forecasts turned out. */
export async function showGrades({ settings, hooks }: Context): Promise<CommandResult> {
  const result = await readLedger(settings, async (ledger) => {
    const query = await ledgerQuery(ledger, settings, DAYS);
    if (query === undefined) return undefined;
    const { gradesFormat: format = 'table' } = settings;
    if (format === 'table' || settings.json === true)
      return summarized(ledger, query, orDefault(settings.worst, 'worst'), hooks);
    for await (const text of rowTexts(gradedRows(ledger, query, hooks), format)) await writeStdout(text);
    return { json: undefined, text: () => '' };
  });
  return result ?? emptyLedger(settings.store);
}

async function summarized(
  ledger: LedgerStore,
  query: LedgerQuery,
  most: number,
  hooks: Context['hooks'],
): Promise<CommandResult> {
  const summaries = new GradeSummaries();
  let worst: GradedRow[] = [];
  for await (const rows of gradedRows(ledger, query, hooks)) {
    summaries.add(rows);
    const graded = rows.filter(({ status }) => status === 'graded');
    worst = [...worst, ...graded].sort((a, b) => b.absoluteError! - a.absoluteError!).slice(0, most);
  }
  const knownAt = query.knownAt === undefined ? undefined : new Date(query.knownAt).toISOString();
  const range = { from: formatDay(query.from), to: formatDay(query.to), knownAt };
  const list = summaries.list();
  return {
    json: { ...range, summaries: list, worst: worst.map(gradedRecord) },
    text: () => gradesText({ ...range, summaries: list, worst }),
  };
}
