import { countText, localTime, weekdayText, dateText } from '@dqs/core/wording';
import { Empty } from '@dqs/reports/components';
import type { SeriesListPage as ListFacts } from '@dqs/runtime/pages';
import { useState } from 'react';

import { useConnection, useMay } from '../../data/page-context.js';
import { useParam } from '../../data/url-state.js';
import { usePage, useTwinPath } from '../../data/use-page.js';
import { useKeys } from '../../frame/keys.js';
import { WithPage } from '../../parts/page-state.js';
import { Twins } from '../../parts/twins.js';
import { useTitle } from '../../parts/use-title.js';
import { chosenCsv, saveText } from './list-csv.js';
import { Controls, FIRST_GROUP, SaveView, useViews, Views } from './list-controls.js';
import { useColumns, useItems } from './list-state.js';
import { ListTable } from './list-table.js';
import { useSelection, type Selection } from './selection.js';
import { SilenceDialog } from './silence-dialog.js';

/** So many rows are seen at once. */
const FEW_ROWS = 20;

/** All series: how they stand, their last results, what is forecast of them. */
export default function SeriesListPage() {
  useTitle('Series');
  const [filter] = useParam('filter');
  const [sort] = useParam('sort');
  const [group = FIRST_GROUP] = useParam('group');
  const query = usePage<ListFacts>('/series', { filter, sort, group });
  const [columns, toggleColumn] = useColumns();
  const views = useViews();
  const [isSaving, setSaving] = useState(false);
  const { isOffline } = useConnection();
  const csv = useTwinPath('/series', 'csv', { filter, sort, group });
  return (
    <>
      <div className="title">
        <div>
          <h1>Series</h1>
          {query.data === undefined ? null : <Counts page={query.data} />}
        </div>
        {isOffline ? null : (
          <div className="btns no-print">
            <button type="button" className="btn" onClick={() => setSaving(true)}>
              Save view
            </button>
            <a className="btn" href={csv} download data-key="e">
              Export this filter
            </a>
          </div>
        )}
      </div>
      <Views {...views} />
      <Controls columns={columns} onColumn={toggleColumn} />
      <WithPage query={query} what="The list of series">
        {(page) => <List page={page} columns={columns} />}
      </WithPage>
      {isSaving ? <SaveView {...views} onClose={() => setSaving(false)} /> : null}
    </>
  );
}

function Counts({ page: { series, datasets, ownerless, earned } }: { readonly page: ListFacts }) {
  return (
    <p>
      {countText(series, 'series', 'series')} of {countText(datasets, 'data set')}. {ownerless}{' '}
      {ownerless === 1 ? 'has' : 'have'} no owner, {earned} {earned === 1 ? 'has' : 'have'} earned the right to page.
    </p>
  );
}

function List({ page, columns }: { readonly page: ListFacts; readonly columns: ReturnType<typeof useColumns>[0] }) {
  const { items, toggle } = useItems(page);
  const selection = useSelection(page.columns.id);
  const { isOffline } = useConnection();
  useKeys({ Escape: () => selection.set([]) });
  const count = page.columns.id.length;
  if (page.series === 0) return <NoSeries />;
  return (
    <>
      <Printed page={page} />
      <section className="card flow">
        {count === 0 ? (
          <Empty
            title="No series fits the filter"
            why={`${countText(page.series, 'series', 'series')} are there without it. Names can hold *, a minus in front turns a term round.`}
          />
        ) : (
          <ListTable {...{ page, items, columns, selection }} onToggle={toggle} maySelect={!isOffline} />
        )}
        <footer>
          <span>
            {count === page.series
              ? countText(count, 'series', 'series')
              : `${count} of ${countText(page.series, 'series', 'series')}`}
            {count > FEW_ROWS ? ', the rest as you scroll' : ''}{' '}
            <Twins path="/series" extra={{ filter: page.filter, sort: page.sort, group: page.group }} />
          </span>
          <span className="hints no-phone">
            <kbd>j</kbd> <kbd>k</kbd> move · <kbd>x</kbd> select · <kbd>↵</kbd> open · <kbd>m</kbd> silence ·{' '}
            <kbd>?</kbd> all keys
          </span>
        </footer>
      </section>
      {selection.ids.size === 0 ? null : <SelectionBar page={page} selection={selection} />}
    </>
  );
}

function NoSeries() {
  return (
    <section className="card">
      <Empty
        title="There is no series yet, or none of this scope"
        why="Results come in by the API, the inbox or the command line."
        command="dqs import dbt target/"
      />
    </section>
  );
}

/** What can be done with what was chosen. */
function SelectionBar({ page: { columns }, selection }: { readonly page: ListFacts; readonly selection: Selection }) {
  const [isSilencing, setSilencing] = useState(false);
  const maySilence = useMay('silence');
  const rows = [...columns.id.keys()].filter((row) => selection.ids.has(columns.id[row]!));
  const series = rows.map((row) => ({
    ...{ dataset: columns.dataset[row]!, rule: columns.rule[row]! },
    ...{ tenant: columns.tenant[row]!, source: columns.source[row]! },
  }));
  return (
    <>
      <div className="selection no-print" role="region" aria-label="Selection">
        <b>{rows.length} selected</b>
        {maySilence ? (
          <button type="button" data-key="m" onClick={() => setSilencing(true)}>
            Silence…
          </button>
        ) : null}
        <button type="button" onClick={() => saveText(chosenCsv(columns, selection.ids), 'series.csv', 'text/csv')}>
          Export
        </button>
        <button type="button" className="end" onClick={() => selection.set([])} aria-label="Select none">
          Esc
        </button>
      </div>
      {isSilencing ? (
        <SilenceDialog
          series={series}
          firing={rows.filter((row) => columns.state[row] === 'failing').length}
          onClose={() => setSilencing(false)}
        />
      ) : null}
    </>
  );
}

/** The first line on paper. */
function Printed({ page: { knownAt, timeZone, group, sort, filter, columns } }: { readonly page: ListFacts }) {
  const { day, clock } = localTime(knownAt, timeZone);
  const parts = [
    `Series, known at ${weekdayText(day)} ${dateText(day, day).slice(4)} ${clock} ${timeZone}`,
    `grouped by ${group}, sorted by ${sort}`,
    ...(filter === '' ? [] : [`filter ${filter}`]),
    countText(columns.id.length, 'series', 'series'),
  ];
  return <p className="printed">{parts.join(' · ')}</p>;
}
