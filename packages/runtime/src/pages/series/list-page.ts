import type { RecordFacts } from '@dqs/alerting';
import { formatDay } from '@dqs/core';

import type { PageView } from '../page-view.js';
import { seriesRows, type SeriesRow } from '../series-rows.js';
import { pageTable, type PageTable } from '../table.js';
import type { ListedRow } from './listed-row.js';
import { recentSkills } from './recent-losses.js';
import { rowFilter } from './row-filter.js';
import { sortedRows, STATES, type SeriesGroup, type SeriesSort } from './row-order.js';

/** What of the series is shown, and how. */
export interface SeriesListQuery {
  /** As `rowFilter` takes it. */
  readonly filter: string;
  readonly sort: SeriesSort;
  readonly isReversed: boolean;
  readonly group: SeriesGroup;
}

/** A group of rows that follow each other, and what they add up to. */
export interface SeriesListGroup {
  /** Null where rows have none: no owner. */
  readonly name: string | null;
  readonly rows: number;
  /** Series by state, those that there are. */
  readonly states: Readonly<Partial<Record<SeriesRow['state'], number>>>;
  /** How many will probably miss their target: the sum of the odds. */
  readonly expected: number;
  /** Open incidents in which they are. */
  readonly incidents: number;
}

/**
 * The series, ten thousand and more in one answer: row i is the i-th of every column. Percentages have at most two decimals, odds
 * four. Survives JSON.
 */
export interface SeriesListPage {
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  /** All series of the scope, of the filter or not. */
  readonly series: number;
  readonly datasets: number;
  readonly ownerless: number;
  readonly earned: number;
  readonly group: SeriesGroup;
  readonly sort: string;
  readonly filter: string;
  /** Of the rows, in their order; one without a name where they are not grouped. */
  readonly groups: readonly SeriesListGroup[];
  readonly columns: SeriesColumns;
  /** How often odds came true, by tenths. */
  readonly record: readonly RecordFacts[];
}

/** The rows by column. */
export type SeriesColumns = { readonly [K in keyof typeof COLUMNS]: readonly ReturnType<(typeof COLUMNS)[K]>[] } & {
  /**
   * Results of 30 days up to `lastDay`, the last of them at the end: whole percentages, rounded down but for those that would then
   * seem to miss their target; null without a result.
   */
  readonly spark: readonly (readonly (number | null)[])[];
};

const rounded = (value: number | null | undefined, decimals = 2) =>
  value === null || value === undefined ? null : Math.round(value * 10 ** decimals) / 10 ** decimals;

const COLUMNS = {
  id: (row: ListedRow) => row.id,
  dataset: (row: ListedRow) => row.dataset,
  rule: (row: ListedRow) => row.rule,
  tenant: (row: ListedRow) => row.tenant,
  source: (row: ListedRow) => row.source,
  owner: (row: ListedRow) => row.owner,
  tags: (row: ListedRow) => row.tags,
  importance: (row: ListedRow) => row.importance,
  target: (row: ListedRow) => row.target,
  state: (row: ListedRow) => row.state,
  lastDay: (row: ListedRow) => row.sparkDay,
  passes: (row: ListedRow) => row.last?.passes ?? null,
  executions: (row: ListedRow) => row.last?.executions ?? null,
  nextDay: (row: ListedRow) => row.next?.day ?? null,
  odds: (row: ListedRow) => rounded(row.next?.odds, 4),
  expected: (row: ListedRow) => rounded(row.next?.expected),
  median: (row: ListedRow) => rounded(row.next?.median),
  lower80: (row: ListedRow) => rounded(row.next?.lower80),
  upper80: (row: ListedRow) => rounded(row.next?.upper80),
  lower95: (row: ListedRow) => rounded(row.next?.lower95),
  upper95: (row: ListedRow) => rounded(row.next?.upper95),
  naive: (row: ListedRow) => rounded(row.next?.naive),
  skill: (row: ListedRow) => rounded(row.skill, 4),
  evidence: (row: ListedRow) => rounded(row.earned.e),
  isEarned: (row: ListedRow) => row.earned.isEarned,
  incident: (row: ListedRow) => row.incident,
};

/**
 * The page of all series.
 *
 * @throws DqsError `invalid-argument` for a filter that cannot be read.
 */
export async function seriesListPage(view: PageView, query: SeriesListQuery): Promise<SeriesListPage> {
  const matches = rowFilter(query.filter);
  const all = await listedRows(view);
  const rows = sortedRows(all.filter(matches), query.sort, query.isReversed);
  const groups = groupsOf(rows, query.group);
  const ordered = groups.flatMap(([, own]) => own);
  const columns = Object.fromEntries(
    Object.entries(COLUMNS).map(([name, value]) => [name, ordered.map((row) => value(row))]),
  );
  return {
    ...{ knownAt: view.at, isNow: view.isNow, timeZone: view.opened.policy.timezone, series: all.length },
    datasets: new Set(all.map((row) => `${row.tenant} ${row.dataset}`)).size,
    ownerless: all.filter((row) => row.owner === null).length,
    earned: all.filter((row) => row.earned.isEarned).length,
    ...{ group: query.group, sort: `${query.isReversed ? '-' : ''}${query.sort}`, filter: query.filter },
    groups: groups.map(([name, own]) => groupFacts(name, own)),
    columns: { ...columns, spark: ordered.map(sparkOf) } as unknown as SeriesColumns,
    record: view.tick.morning.tenths,
  };
}

/** The rows of views; a view of everything serves all who look at it, however they filter and sort. */
const ROWS = new WeakMap<PageView['tick'], Promise<readonly ListedRow[]>>();

function listedRows(view: PageView): Promise<readonly ListedRow[]> {
  const known = ROWS.get(view.tick);
  if (known) return known;
  const rows = recentSkills(view).then((skills) =>
    seriesRows(view).map((row) => ({ ...row, skill: skills.get(row.id) ?? null })),
  );
  ROWS.set(view.tick, rows);
  rows.catch(() => ROWS.delete(view.tick));
  return rows;
}

/** Groups of rows, the one that needs somebody most first; within a group the order is that of the rows. */
function groupsOf(rows: readonly ListedRow[], by: SeriesGroup): (readonly [string | null, readonly ListedRow[]])[] {
  if (by === 'flat') return [[null, rows]];
  const groups = new Map<string | null, ListedRow[]>();
  for (const row of rows) {
    const own = groups.get(row[by]);
    if (own) own.push(row);
    else groups.set(row[by], [row]);
  }
  const counted = [...groups].map((group) => ({ group, counts: STATES.map((state) => countOf(group[1], state)) }));
  counted.sort(
    (a, b) =>
      a.counts.reduce((order, count, i) => order || (i < STATES.length - 1 ? b.counts[i]! - count : 0), 0) ||
      b.group[1].length - a.group[1].length ||
      String(a.group[0]).localeCompare(String(b.group[0]), 'en'),
  );
  return counted.map(({ group }) => group);
}

function countOf(rows: readonly ListedRow[], state: SeriesRow['state']): number {
  return rows.reduce((count, row) => count + Number(row.state === state), 0);
}

function groupFacts(name: string | null, rows: readonly ListedRow[]): SeriesListGroup {
  const counts = STATES.map((state) => [state, countOf(rows, state)] as const);
  const incidents = new Set(rows.flatMap(({ incident }) => incident ?? []));
  return {
    name,
    rows: rows.length,
    states: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    expected: rounded(rows.reduce((sum, { next }) => sum + (next?.odds ?? 0), 0))!,
    incidents: incidents.size,
  };
}

/** Small integers take a fifth of the room; a number that would look below its target and is not, or the reverse, keeps its digits. */
function sparkOf({ spark, target }: ListedRow): (number | null)[] {
  return spark.map((value) => {
    if (value === null) return null;
    const whole = Math.floor(value);
    return whole < target === value < target ? whole : value;
  });
}

/** The tables of the page: its rows, and its groups. */
export function seriesListTables(page: SeriesListPage): readonly PageTable[] {
  const { columns, groups } = page;
  const of = groups.flatMap(({ name, rows }) => Array.from({ length: rows }, () => name));
  return [
    pageTable('series', [...columns.id.keys()], {
      group: ['what the rows are grouped by, where they are', (i) => of[i]!],
      series: ['id', (i) => columns.id[i]!],
      dataset: ['data set', (i) => columns.dataset[i]!],
      rule: ['rule', (i) => columns.rule[i]!],
      tenant: ['tenant', (i) => columns.tenant[i]!],
      source: ['where its results come from', (i) => columns.source[i]!],
      owner: ['who answers for it', (i) => columns.owner[i]!],
      tags: ['tags, separated by blanks', (i) => columns.tags[i]!.join(' ')],
      importance: ['from 1 to 5', (i) => columns.importance[i]!],
      state: ['state of the visual language', (i) => columns.state[i]!],
      last_day: ['day of the last result, ISO 8601', (i) => dateOf(columns.lastDay[i]!)],
      passes: ['passes of that day', (i) => columns.passes[i]!],
      executions: ['executions of that day', (i) => columns.executions[i]!],
      target: ['pass percentage that a day should reach', (i) => columns.target[i]!],
      next_day: ['day of the next forecast, ISO 8601', (i) => dateOf(columns.nextDay[i]!)],
      odds: ['probability of missing the target, in [0, 1]', (i) => columns.odds[i]!],
      expected: ['mean pass percentage', (i) => columns.expected[i]!],
      median: ['median pass percentage', (i) => columns.median[i]!],
      lower_80: ['lower end of the 80 % range', (i) => columns.lower80[i]!],
      upper_80: ['upper end of the 80 % range', (i) => columns.upper80[i]!],
      lower_95: ['lower end of the 95 % range', (i) => columns.lower95[i]!],
      upper_95: ['upper end of the 95 % range', (i) => columns.upper95[i]!],
      naive: ['naive forecast', (i) => columns.naive[i]!],
      skill_28d: ['1 − MAE / MAE of the naive forecast', (i) => columns.skill[i]!],
      evidence: ['e-value that warnings of its pool have skill', (i) => columns.evidence[i]!],
      is_earned: ['whether it may page', (i) => columns.isEarned[i]!],
      incident: ['the open incident in which it is', (i) => columns.incident[i]!],
    }),
    pageTable('groups', groups, {
      group: ['what the rows are grouped by', (row) => row.name],
      series: ['its series', (row) => row.rows],
      ...Object.fromEntries(
        STATES.map((state) => [state, [`series of that state`, (row: SeriesListGroup) => row.states[state] ?? 0]]),
      ),
      expected: ['sum of the odds', (row) => row.expected],
      incidents: ['open incidents', (row) => row.incidents],
    }),
  ];
}

function dateOf(day: number | null): string | null {
  return day === null ? null : formatDay(day);
}
