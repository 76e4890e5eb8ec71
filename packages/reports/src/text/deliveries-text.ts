import type { Collected, Delivered, DeliveryEntry, SourceArrivals } from '@dqs/ingestion';

import { counted, fixed, whole } from './numbers.js';
import { inLine } from './printable.js';
import { textTable, type TableColumn } from './table.js';

/** Characters of an id in a table, enough to tell hashes apart. */
const ID_WIDTH = 32;

/** A version of a delivery as data: what its entry says, without the links of the journal. */
export function deliveryRecord({ number, at, by, body }: DeliveryEntry<Delivered>) {
  const { delivery: id, version, replaces, name, content, panel, series, executions, fails, errors, sources } = body;
  const facts = { name, content, panel: panel.sha256, series, executions, fails, errors, sources };
  return { id, version, entry: number, arrivedAt: at, by, replaces, ...facts };
}

/** What became of every collected input. */
export function collectedText(store: string, collected: readonly Collected[]): string {
  const columns = [{ title: 'file' }, { title: 'outcome' }, { title: 'delivery' }, ...COUNTS];
  const rows = collected.map((one) =>
    one.outcome === 'failed'
      ? [one.path, 'failed', one.code, '', '']
      : [one.path, one.outcome, versionOf(one.entry.body), ...countsOf(one.entry.body)],
  );
  const problems = collected.flatMap((one) =>
    one.outcome === 'failed' ? [`${inLine(one.path)}: ${inLine(one.message)}\n`] : [],
  );
  const of = (outcome: string) => whole(collected.filter((one) => one.outcome === outcome).length);
  return (
    `${textTable(columns, rows)}\n${problems.join('')}` +
    `${inLine(store)}: ${of('added')} added, ${of('replaced')} replaced, ${of('known')} known already, ${of('failed')} failed\n`
  );
}

/** The last deliveries of a store. */
export function deliveriesText(deliveries: readonly DeliveryEntry<Delivered>[], last: number): string {
  if (deliveries.length === 0) return 'no deliveries\n';
  const shown = deliveries.slice(-last);
  const left = deliveries.length - shown.length;
  const columns = [
    { title: 'arrived' },
    { title: 'delivery' },
    { title: 'source' },
    { title: 'days' },
    ...COUNTS,
    { title: 'file' },
  ];
  const rows = shown.map(({ at, body }) => [
    minuteText(at),
    versionOf(body),
    sourceOf(body),
    daysOf(body),
    ...countsOf(body),
    body.name,
  ]);
  const more = left === 0 ? '' : `${counted(left, 'earlier one')}; --last shows more, --json all\n`;
  return `${textTable(columns, rows)}${more}`;
}

/** All versions of a delivery, newest first. */
export function deliveryText(versions: readonly DeliveryEntry<Delivered>[]): string {
  const columns = [
    { title: 'version' },
    { title: 'arrived' },
    { title: 'by' },
    { title: 'source' },
    { title: 'days' },
    ...COUNTS,
    { title: 'file' },
  ];
  const rows = versions.map(({ at, by, body }) => [
    String(body.version),
    minuteText(at),
    by,
    sourceOf(body),
    daysOf(body),
    ...countsOf(body),
    body.name,
  ]);
  return `${inLine(versions[0]!.body.delivery)}\n${textTable(columns, rows)}`;
}

/** When sources are usually complete. */
export function arrivalsText(sources: readonly SourceArrivals[]): string {
  if (sources.length === 0) return 'no source has a day that arrived within a week\n';
  const right = 'right' as const;
  const columns: readonly TableColumn[] = [
    { title: 'source' },
    { title: 'days', align: right },
    { title: 'usual hour', align: right },
    { title: '95 %', align: right },
    { title: '99 %', align: right },
    { title: 'last day' },
    { title: 'arrived' },
  ];
  const rows = sources.map(({ source, days, usualHours, hours95, hours99, lastDate, lastArrival }) => [
    source,
    whole(days),
    fixed(usualHours, 1),
    fixed(hours95, 1),
    fixed(hours99, 1),
    lastDate,
    minuteText(lastArrival),
  ]);
  return `${textTable(columns, rows)}Hours from the start of the business day, UTC: 30.5 is half past six of the next morning.\n`;
}

const COUNTS: readonly TableColumn[] = [
  { title: 'executions', align: 'right' },
  { title: 'failed', align: 'right' },
];

function countsOf({ executions, fails }: Delivered): [string, string] {
  return [whole(executions), whole(fails)];
}

function versionOf({ delivery, version }: Delivered): string {
  const id = delivery.length > ID_WIDTH ? `${delivery.slice(0, ID_WIDTH - 1)}…` : delivery;
  return version === 1 ? id : `${id} (version ${version})`;
}

function sourceOf({ sources: [first, ...others] }: Delivered): string {
  return others.length === 0 ? (first?.source ?? '') : `${first!.source} and ${others.length} more`;
}

function daysOf({ sources }: Delivered): string {
  const from = sources.map((source) => source.from).sort()[0] ?? '';
  const to =
    sources
      .map((source) => source.to)
      .sort()
      .at(-1) ?? '';
  return from === to ? from : `${from} to ${to}`;
}

/** An ISO 8601 time to the minute, UTC. */
export function minuteText(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`;
}
