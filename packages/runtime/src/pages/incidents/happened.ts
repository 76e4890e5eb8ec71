import type { Incident, IncidentEvent } from '@dqs/alerting';
import { WARNING_ODDS } from '@dqs/core';

import type { MemberRow } from './members.js';
import { LOOKED_MS, verdictOf, type SaidAndCame, type Verdict } from './said-and-came.js';
import type { SentRow } from './told.js';

/** Results of one arrival that are told one by one, the worst; the rest is counted. */
const MOST_RESULTS = 4;
/** Something that happened to an incident. Instants are milliseconds since 1970. Survives JSON. */
export interface HappenedRow {
  readonly at: number;
  readonly kind: 'forecast' | 'result' | 'told' | 'event';
  /** What it is about: id and name of a series. */
  readonly series: string | null;
  readonly name: string | null;
  readonly day: number | null;
  readonly passes: number | null;
  readonly executions: number | null;
  readonly target: number | null;
  /** What had been said, or is. */
  readonly odds: number | null;
  readonly verdict: Verdict | null;
  /** Of an event its kind, of what was told its kind. */
  readonly what: string | null;
  readonly text: string | null;
  readonly by: string | null;
  readonly note: string | null;
  /** More of the same that are not shown. */
  readonly more: number;
}

const NOTHING: Omit<HappenedRow, 'at' | 'kind'> = {
  ...{ series: null, name: null, day: null, passes: null, executions: null, target: null, odds: null, verdict: null },
  ...{ what: null, text: null, by: null, note: null, more: 0 },
};

/** What happened, the newest first: forecasts that warned, results with what we had said, who was told, what people did. */
export function happenedRows(
  incident: Incident,
  members: readonly MemberRow[],
  days: readonly SaidAndCame[],
  sent: readonly SentRow[],
): readonly HappenedRow[] {
  const rows = [
    ...warningRows(members, days, incident),
    ...resultRows(members, days, incident),
    ...sent.map(toldRow),
    ...incident.events.filter(isTold).map(eventRow),
  ];
  return rows
    .map((row, i) => [row, i] as const)
    .sort(([a, i], [b, j]) => b.at - a.at || j - i)
    .map(([row]) => row);
}

/** Joins and ends of single alerts are seen by the members; what results say is told by the results. */
function isTold({ kind, by }: IncidentEvent): boolean {
  return by !== undefined || kind === 'resolved' || kind === 'reopened' || kind === 'severity';
}

function eventRow({ at, kind, text, by, note }: IncidentEvent): HappenedRow {
  return { ...NOTHING, at, kind: 'event', what: kind, text, by: by ?? null, note: note ?? null };
}

function toldRow({ at, kind, receivers, isPage, why }: SentRow): HappenedRow {
  return { ...NOTHING, at, kind: 'told', what: isPage ? 'paged' : kind, text: receivers.join(', '), note: why };
}

/** Of each series the first forecast that warned, and the last one of a day that is to come. */
function warningRows(
  members: readonly MemberRow[],
  days: readonly SaidAndCame[],
  { openedAt }: Incident,
): HappenedRow[] {
  const rows = members.flatMap(({ subject, name, row }) => {
    const own = days.filter((one) => one.series === subject && one.said !== null && one.said.odds >= WARNING_ODDS);
    const [first] = own;
    const next = own.findLast(({ came }) => came === null);
    const shown = new Set([first, next].filter((one) => one !== undefined));
    return [...shown].map(
      ({ day, said }): HappenedRow => ({
        ...{ ...NOTHING, at: said!.issuedAt, kind: 'forecast', series: subject, name, day },
        ...{ target: row?.target ?? said!.target, odds: said!.odds },
      }),
    );
  });
  return grouped(
    rows.filter(({ at }) => at >= openedAt - LOOKED_MS),
    (one) => -one.odds!,
  );
}

function resultRows(members: readonly MemberRow[], days: readonly SaidAndCame[], incident: Incident): HappenedRow[] {
  const rows = days.flatMap((one): HappenedRow[] => {
    const member = members.find(({ subject }) => subject === one.series)!;
    const { came, said, intervened } = one;
    const target = member.row?.target ?? said?.target ?? 100;
    const verdict = verdictOf(one, target);
    // A quiet day before it began is no news.
    if (came === null || verdict === null || (verdict === 'quiet' && came.arrivedAt < incident.openedAt)) return [];
    return [
      {
        ...{ ...NOTHING, at: came.arrivedAt, kind: 'result', series: one.series, name: member.name, day: one.day },
        ...{ passes: came.passes, executions: came.executions, target, odds: said?.odds ?? null, verdict },
        by: intervened?.by ?? null,
      },
    ];
  });
  const below = ({ passes, executions, target }: HappenedRow) => (100 * passes!) / executions! - target!;
  return grouped(rows, below);
}

/** Of what came at once the first by rank; the rest is counted with the last of them. */
function grouped(rows: readonly HappenedRow[], rank: (row: HappenedRow) => number): HappenedRow[] {
  const byTime = new Map<string, HappenedRow[]>();
  for (const row of rows) {
    const key = `${row.at} ${row.day}`;
    byTime.set(key, [...(byTime.get(key) ?? []), row]);
  }
  return [...byTime.values()].flatMap((own) => {
    const shown = own.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_RESULTS);
    const more = own.length - shown.length;
    // Sorted to the newest first, the last one here stands on top.
    return more === 0 ? shown.reverse() : [{ ...shown.at(-1)!, more }, ...shown.slice(0, -1).reverse()];
  });
}
