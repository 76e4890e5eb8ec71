import type { BackfilledForecasts, CollectedRevisions, GradedDays, IssuedForecasts } from '@dqs/pipelines';

import { minuteText } from './deliveries-text.js';
import { counted, whole } from './numbers.js';
import { inLine } from './printable.js';
import { textTable } from './table.js';

/** Days that are named; of more, how many there are. */
const MOST_NAMED = 7;

/** Forecasts that were issued, for the terminal. */
export function issuedText({ date, asOfDate, knownAt, naive, arms }: IssuedForecasts): string {
  const issued = arms.reduce((sum, one) => sum + one.issued, 0);
  const made = `from results up to ${asOfDate} that had arrived by ${minuteText(knownAt)}`;
  const head =
    issued > 0
      ? `${counted(issued, 'forecast')} of ${date} issued, ${made}\n\n`
      : `forecasts of ${date} are issued already; nothing was added (--again issues them with what is known now)\n\n`;
  const rows = arms.map((one) => [one.arm, one.model, one.version, whole(one.due), whole(one.issued)]);
  const columns = [
    { title: 'arm' },
    { title: 'model' },
    { title: 'version' },
    { title: 'series', align: 'right' as const },
    { title: 'issued', align: 'right' as const },
  ];
  const note =
    naive.from === 'default'
      ? `\nThe model does not tell which naive forecast did best on its training days, so it is compared with ${naive.name}.\n`
      : '';
  return `${head}${textTable(columns, rows)}${note}`;
}

/** A backtest that was put into a ledger, for the terminal. */
export function backfilledText(backfilled: BackfilledForecasts, store: string): string {
  const { from, to, days, issued, naiveIssued } = backfilled;
  const span = `${from} to ${to}`;
  if (issued === 0) return `forecasts of ${span} are there already; nothing was added\n`;
  return (
    `${counted(issued, 'forecast')} of ${counted(days, 'day')}, ${span}, as backfill, ${counted(naiveIssued, 'naive one')} beside ${issued === 1 ? 'it' : 'them'}; ` +
    `dqs ledger grade --store ${inLine(store)} grades ${issued === 1 ? 'it' : 'them'}\n`
  );
}

/** Revisions that were brought into a ledger, for the terminal. */
export function collectedRevisionsText(
  { entries, revisions }: CollectedRevisions,
  { isEmpty, store }: { readonly isEmpty: boolean; readonly store: string },
): string {
  if (isEmpty) return `no deliveries in ${inLine(store)}; dqs collect adds files to it\n`;
  if (entries === 0) return 'nothing has arrived since the last time\n';
  return `${counted(entries, 'entry', 'entries')} of deliveries brought ${counted(revisions, 'result')} of series and days\n`;
}

/** Days that were graded, for the terminal. */
export function gradedDaysText({ dates, grades, waiting }: GradedDays, store: string): string {
  const waits = waiting.map(({ date, sources }) => {
    const whom = sources.length === 0 ? 'the day to end' : inLine(sources.join(', '));
    return `${date} waits for ${whom}\n`;
  });
  const more =
    waits.length > MOST_NAMED ? `and ${counted(waits.length - MOST_NAMED, 'more day waits', 'more days wait')}\n` : '';
  const left = `${waits.slice(0, MOST_NAMED).join('')}${more}`;
  if (dates.length === 0) {
    const hint =
      waiting.length === 0 ? ` (dqs ledger collect --store ${inLine(store)} brings in what has arrived)` : '';
    return `nothing new to grade${hint}\n${left}`;
  }
  const span = dates.length === 1 ? dates[0]! : `${whole(dates.length)} days from ${dates[0]!} to ${dates.at(-1)!}`;
  return `${span} graded, ${counted(grades, 'grade')} added\n${left}`;
}
