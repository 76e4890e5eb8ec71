import { oddsText, passText, targetText } from '@dqs/core/wording';
import { Empty, State } from '@dqs/reports/components';
import type { AlertsPage, LiveRow, NotTold, ObservedValue, ToldRow } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useParam, useSharedQuery } from '../../data/url-state.js';
import { Choice } from '../../parts/choice.js';
import { IncidentLink, incidentPath } from '../../parts/incident-link.js';
import { ROW } from '../../parts/row.js';
import { seriesPath } from '../../parts/series-link.js';
import { Twins } from '../../parts/twins.js';
import { useRowsSoon } from '../../parts/use-rows-soon.js';
import { whenText } from '../../parts/when.js';

const WORDS: Readonly<Record<NotTold['kind'], string>> = {
  silence: 'Silenced',
  window: 'Window',
  inhibition: 'One speaks for them',
  earned: 'Not earned',
  veto: 'Its own record',
  requirement: 'Required',
  'dry-run': 'Dry run',
  mark: 'Marked',
  budget: 'Budget',
  hours: 'Out of hours',
  waiting: 'Waiting',
  'no-route': 'No route',
  resolved: 'Resolved by hand',
};

/** All alerts that fire: who was told, or why nobody was. */
export function Live({ page }: { readonly page: AlertsPage }) {
  const [asked = 'all', setShown] = useParam('show');
  const { live, told, notTold } = page;
  const choices = { all: `All ${told + notTold}`, told: `Told ${told}`, 'not-told': `Not told ${notTold}` };
  const shown = Object.hasOwn(choices, asked) ? (asked as keyof typeof choices) : 'all';
  const rows = live.filter(({ isTold }) => shown === 'all' || isTold === (shown === 'told'));
  const more = told + notTold - live.length;
  return (
    <section className="card flow" id="live">
      <header>
        <h2>Live</h2>
        <p>
          {told + notTold} {told + notTold === 1 ? 'alert' : 'alerts'}, {told} told, {notTold} not
        </p>
        <div className="right">
          <Choice
            label="Shown"
            value={shown}
            choices={choices}
            onChoose={(next) => setShown(next === 'all' ? undefined : next)}
          />
        </div>
      </header>
      {rows.length === 0 ? (
        <Empty
          title={live.length === 0 ? 'Nothing fires' : 'None of them'}
          why={
            live.length === 0
              ? 'Every rule of the policy is quiet about every series, source and model.'
              : 'All alerts that fire are on the other side of the choice above.'
          }
        />
      ) : (
        <LiveTable rows={rows} page={page} />
      )}
      <footer>
        <span>
          {more > 0 ? `${more} more are in the table. ` : ''}
          Suppressed is a state that ends: what still fires when a silence ends is told once.
        </span>
        <Twins path="/alerts" table="live" />
      </footer>
    </section>
  );
}

function LiveTable({ rows: all, page }: { readonly rows: readonly LiveRow[]; readonly page: AlertsPage }) {
  const rows = useRowsSoon(all);
  return (
    <div className="scrollx2">
      <table className="t stack live">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Alert</th>
            <th scope="col" className="r">
              Observed
            </th>
            <th scope="col" className="no-phone">
              Limit
            </th>
            <th scope="col">Told, or why not</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <LiveCells key={row.key} row={row} page={page} isFirst={!row.isTold && rows[i - 1]?.isTold !== false} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LiveCellsProps {
  readonly row: LiveRow;
  readonly page: AlertsPage;
  /** Whether it is the first of those that nobody was told of. */
  readonly isFirst: boolean;
}

function LiveCells({ row, page, isFirst }: LiveCellsProps) {
  const { state, rule, observed, owner, why, isRecovering } = row;
  return (
    <>
      {isFirst ? (
        <tr className="group">
          <th scope="rowgroup" colSpan={5}>
            Not told, and why
          </th>
        </tr>
      ) : null}
      <tr {...ROW}>
        <td className="stt">
          <State
            state={state}
            word={state === 'watch' && isRecovering ? 'Recovering' : state === 'likely' ? 'Likely' : undefined}
          />
        </td>
        <td className="two nm">
          <What row={row} />
          <small>
            {rule}
            {owner === null ? '' : ` · ${owner}`}
          </small>
        </td>
        <td className="num od">{valueText(observed, 'value')}</td>
        <td className="no-phone faint nowrap">
          {observed === null || observed.limit === null ? '' : `of ${valueText(observed, 'limit')}`}
        </td>
        <td className="wide soft">{why === null ? <Told row={row} page={page} /> : <Why why={why} page={page} />}</td>
      </tr>
    </>
  );
}

function What({ row: { series, what, incident } }: { readonly row: LiveRow }) {
  const shared = useSharedQuery();
  const path = series === null ? incident && incidentPath(incident) : seriesPath(series);
  if (path === null) return <span title={what}>{what}</span>;
  return (
    <Link className="plain" href={path + shared} title={what}>
      {what}
    </Link>
  );
}

function Told({ row, page }: LiveCellsTold) {
  const { incident, isRoot, told } = row;
  const link = incident && <IncidentLink id={incident} />;
  if (!isRoot || told.length === 0) return <>in {link ?? 'an incident'}</>;
  return (
    <>
      {told.map((one) => toldText(one, page)).join('; ')} · {link}
    </>
  );
}

interface LiveCellsTold {
  readonly row: LiveRow;
  readonly page: AlertsPage;
}

function toldText(
  { receiver, channel, at, isPage, isDigest, count }: ToldRow,
  { timeZone, knownAt }: AlertsPage,
): string {
  const when = whenText(at, timeZone, knownAt);
  if (isDigest) return `digest ${receiver}, ${when}`;
  if (isPage) return `paged ${receiver} ${when}`;
  return `${channel ?? 'no longer there:'} ${receiver}, ${count > 1 ? 'updated ' : ''}${when}`;
}

function Why({ why: { kind, text, incident }, page }: { readonly why: NotTold; readonly page: AlertsPage }) {
  return (
    <>
      <b>{WORDS[kind]}</b> {withTimes(text, page)}
      {incident === undefined ? null : (
        <>
          {' '}
          (<IncidentLink id={incident} />)
        </>
      )}
    </>
  );
}

/** Times of programs as people read them. */
function withTimes(text: string, { timeZone, knownAt }: AlertsPage): string {
  return text.replace(/\b\d{4}-\d\d-\d\dT[\d:.]{8,12}Z/g, (iso) => {
    const at = Date.parse(iso);
    return Number.isNaN(at) ? iso : whenText(at, timeZone, knownAt);
  });
}

function valueText(observed: ObservedValue | null, part: 'value' | 'limit'): string {
  const value = observed?.[part] ?? null;
  if (observed === null || value === null) return '–';
  if (typeof value !== 'number') return String(value);
  if (observed.unit === 'share') return oddsText(value);
  if (observed.unit === 'percentage') return part === 'value' ? passText(value) : targetText(value);
  return String(Number(value.toPrecision(3)));
}
