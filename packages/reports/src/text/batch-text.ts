import type { BatchReport, BatchStatus } from '@dqs/batch';
import type { RequestCheck } from '@dqs/pipelines';

import { byteSize, duration, whole } from './numbers.js';
import { inLine } from './printable.js';

/** The result of a run, as text. */
export function batchText(report: BatchReport, isDryRun: boolean): string {
  const { rows, output, seconds, recordsPerSecond, workers, deadLetters, reasons, deadLetterFile, resumedShards } =
    report;
  const where = isDryRun ? 'nothing was written (dry run)' : `written to ${inLine(output)}`;
  const resumed =
    resumedShards > 0 ? `, ${whole(resumedShards)} of ${whole(report.shards)} shards from an earlier run` : '';
  const rate = `${whole(recordsPerSecond)}/s, ${workers} ${workers === 1 ? 'worker' : 'workers'}${resumed}`;
  return (
    `${whole(rows)} forecasts ${where} in ${duration(1000 * seconds)} (${rate})\n` +
    deadLetterText(deadLetters, reasons, isDryRun ? undefined : deadLetterFile)
  );
}

/** The result of a check, as text. */
export function checkText(check: RequestCheck): string {
  const { records, requests, days, duplicates, unknownSeries, pastDays, estimate, rejected, columns } = check;
  const bad = records - requests;
  const percent = (100 * unknownSeries.share).toFixed(2);
  return (
    `${whole(records)} records, ${whole(requests)} requests${days ? `, ${days.from} to ${days.to}` : ''}\n` +
    `columns: ${inLine(columns.join(', '))}\n` +
    `unknown series: ${whole(unknownSeries.requests)} requests (${percent} %)\n` +
    `duplicates: ${whole(duplicates)}; for days already in the history: ${whole(pastDays)}\n` +
    deadLetterText(bad, rejected, undefined) +
    `about ${duration(1000 * estimate.seconds)} with ${estimate.workers} workers (${whole(estimate.recordsPerSecond)}/s)\n`
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
    `${whole(records)} records in ${whole(shards)} shards are done${output === null ? '' : `: ${inLine(output)}`}\n` +
    deadLetterText(deadLetters, reasons, deadLetterFile ?? undefined)
  );
}

function deadLetterText(count: number, reasons: Readonly<Record<string, number>>, file: string | undefined): string {
  if (count === 0) return '';
  const counts = Object.entries(reasons).map(([reason, n]) => `${inLine(reason)} ${whole(n)}`);
  return `${whole(count)} dead letters (${counts.join(', ')})${file === undefined ? '' : `: ${inLine(file)}`}\n`;
}
