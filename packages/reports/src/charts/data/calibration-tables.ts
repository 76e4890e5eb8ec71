import type { Column } from '../../components/data-table.js';
import { whole } from '../../text/numbers.js';
import { shown } from '../../text/typeset.js';
import type { CoverageChart, OddsChart, PitChart } from './calibration.js';
import type { ValuesTable } from './values-table.js';

/** A row for each bin of odds. */
export function oddsTable({ bins, naive }: OddsChart): ValuesTable {
  return {
    columns: columnsOf('odds', [
      ...['we said', 'happened', 'low', 'high', 'forecasts'],
      ...(naive === undefined ? [] : [`${naive} said`, 'then happened']),
    ]),
    rows: bins.map(({ label, rows, said, happened, low, high, naiveSaid, naiveHappened }) => [
      label,
      ...[said, happened, low, high].map((value) => shown(value, 1)),
      whole(rows),
      ...(naive === undefined ? [] : [naiveSaid, naiveHappened].map((value) => shown(value, 1))),
    ]),
  };
}

/** A row for each tenth of the forecasts. */
export function pitTable({ bins, naive }: PitChart): ValuesTable {
  return {
    columns: columnsOf('place', naive === undefined ? ['forecasts'] : ['model', `naive, ${naive}`]),
    rows: bins.map(({ label, share, naiveShare }) => [
      label,
      shown(share, 1),
      ...(naive === undefined ? [] : [shown(naiveShare, 1)]),
    ]),
  };
}

/** A row for each group. */
export function coverageTable({ rows, naive }: CoverageChart): ValuesTable {
  const titles = [80, 95].flatMap((nominal) => [
    `in ${nominal} %`,
    'low',
    'high',
    ...(naive === undefined ? [] : [naive]),
  ]);
  return {
    columns: columnsOf('rows of', [...titles, 'forecasts']),
    rows: rows.map((row) => [
      row.name,
      ...row.ranges.flatMap(({ share, low, high, naive: other }) =>
        [share, low, high, ...(naive === undefined ? [] : [other])].map((value) => shown(value, 1)),
      ),
      whole(row.rows),
    ]),
  };
}

function columnsOf(first: string, titles: readonly string[]): Column[] {
  return [{ title: first, kind: 'text' }, ...titles.map((title): Column => ({ title, kind: 'number' }))];
}
