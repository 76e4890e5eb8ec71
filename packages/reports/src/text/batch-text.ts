import type { ArrayPlan, ArrayStatus, BatchReport, BatchStatus, FinishReport, WorkedShard } from '@dqs/batch';
import type { RequestCheck } from '@dqs/pipelines';

import { byteSize, counted, duration, whole } from './numbers.js';
import { inLine } from './printable.js';

/** The result of a run, as text. */
export function batchText(report: BatchReport, isDryRun: boolean): string {
  const { rows, output, seconds, recordsPerSecond, workers, deadLetters, reasons, deadLetterFile, resumedShards } =
    report;
  const where = isDryRun ? ', nothing was written (dry run),' : ` written to ${inLine(output)}`;
  const resumed =
    resumedShards > 0 ? `, ${whole(resumedShards)} of ${whole(report.shards)} shards from an earlier run` : '';
  const rate = `${whole(recordsPerSecond)}/s, ${counted(workers, 'worker')}${resumed}`;
  return (
    `${counted(rows, 'forecast')}${where} in ${duration(1000 * seconds)} (${rate})\n` +
    deadLetterText(deadLetters, reasons, isDryRun ? undefined : deadLetterFile)
  );
}

/** The result of a check, as text. */
export function checkText(check: RequestCheck): string {
  const { records, requests, days, duplicates, unknownSeries, pastDays, estimate, rejected, columns } = check;
  const bad = records - requests;
  const percent = (100 * unknownSeries.share).toFixed(2);
  return (
    `${counted(records, 'record')}, ${counted(requests, 'request')}${days ? `, ${days.from} to ${days.to}` : ''}\n` +
    `columns: ${inLine(columns.join(', '))}\n` +
    `unknown series: ${counted(unknownSeries.requests, 'request')} (${percent} %)\n` +
    `duplicates: ${whole(duplicates)}; for days already in the history: ${whole(pastDays)}\n` +
    deadLetterText(bad, rejected, undefined) +
    `about ${duration(1000 * estimate.seconds)} with ${counted(estimate.workers, 'worker')} (${whole(estimate.recordsPerSecond)}/s)\n`
  );
}

/** The state of a run, as text. */
export function statusText(status: BatchStatus): string {
  const { state, input, records, shards, deadLetters, reasons, startedAt, finishedAt, output, deadLetterFile } = status;
  const end = finishedAt === null ? 'unfinished; the same command resumes it' : `finished at ${finishedAt}`;
  return (
    `${state}: started at ${startedAt}, ${end}\n` +
    `input ${inLine(input.name)} (${byteSize(input.bytes)})\n` +
    Object.entries(status.identity)
      .map(([name, value]) => `${inLine(name)} ${inLine(value.length > 70 ? `${value.slice(0, 67)}…` : value)}\n`)
      .join('') +
    `${counted(records, 'record')} in ${counted(shards, 'shard')} ${records === 1 ? 'is' : 'are'} done${output === null ? '' : `: ${inLine(output)}`}\n` +
    deadLetterText(deadLetters, reasons, deadLetterFile ?? undefined)
  );
}

/** What was planned for tasks on many machines, as text. */
export function planText({ run, input, records, shards, wasThere }: PlannedRun): string {
  const all = shards === 1 ? '0' : `0 to ${shards - 1}`;
  return (
    `${counted(records, 'request')} of ${inLine(input.name)} (${byteSize(input.bytes)}) in ${counted(shards, 'task')}, numbered ${all}\n` +
    `${wasThere ? 'the same plan was there already' : 'planned'}: ${inLine(run)}\n`
  );
}

/** A plan, as far as {@link planText} shows it. */
interface PlannedRun extends Pick<ArrayPlan, 'input' | 'records'> {
  readonly run: string;
  readonly shards: number;
  readonly wasThere: boolean;
}

/** What a start of tasks did, as text. */
export function workText(shards: readonly WorkedShard[]): string {
  const lines = shards.map(({ shard, rows, dead_letters: dead, wasDone }) => {
    const letters = dead === 0 ? '' : `, ${counted(dead, 'dead letter')}`;
    return `task ${shard}: ${counted(rows, 'forecast')}${letters}${wasDone ? ' (was done)' : ''}\n`;
  });
  return lines.join('');
}

/** A finished run, as text. */
export function finishText(report: FinishReport): string {
  const { rows, shards, dead_letters: deadLetters, reasons, wasFinished, output, deadLetterFile } = report;
  const where = output === null ? '' : `, written to ${inLine(output)}`;
  return (
    `${wasFinished ? 'was finished' : 'finished'}: ${counted(rows, 'forecast')} in ${counted(shards, 'part')}${where}\n` +
    deadLetterText(deadLetters, reasons, deadLetterFile ?? undefined)
  );
}

/** How far a run of tasks is, as text. */
export function arrayStatusText(status: ArrayStatus): string {
  const { state, input, shards, doneShards, missing, records, doneRecords, deadLetters, reasons } = status;
  const first = missing.slice(0, 20).join(', ') + (missing.length > 20 ? ', …' : '');
  return (
    `${state}: ${whole(doneShards)} of ${whole(shards)} tasks, ${whole(doneRecords)} of ${whole(records)} records are done\n` +
    `input ${inLine(input.name)} (${byteSize(input.bytes)})\n` +
    (missing.length === 0 ? '' : `not done: ${first}\n`) +
    deadLetterText(deadLetters, reasons, undefined)
  );
}

function deadLetterText(count: number, reasons: Readonly<Record<string, number>>, file: string | undefined): string {
  if (count === 0) return '';
  const counts = Object.entries(reasons).map(([reason, n]) => `${inLine(reason)} ${whole(n)}`);
  return `${counted(count, 'dead letter')} (${counts.join(', ')})${file === undefined ? '' : `: ${inLine(file)}`}\n`;
}
