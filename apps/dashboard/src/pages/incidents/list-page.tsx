import { countText, durationText } from '@dqs/core/wording';
import { Empty, Figures, State } from '@dqs/reports/components';
import type { IncidentRow, IncidentsPage as IncidentsFacts } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useParam, useSharedQuery } from '../../data/url-state.js';
import { usePage } from '../../data/use-page.js';
import { Choice } from '../../parts/choice.js';
import { WithPage } from '../../parts/page-state.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { useRowsSoon } from '../../parts/use-rows-soon.js';
import { useTitle } from '../../parts/use-title.js';
import { dayOfText, whenText } from '../../parts/when.js';
import { Bars } from './bars.js';
import { incidentPath } from '../../parts/incident-link.js';
import { Reasons } from './reasons.js';

const SHOWN = ['open', 'resolved', 'all'] as const;
type Shown = (typeof SHOWN)[number];

/** What is broken or will probably be, who has it, and how incidents go. */
export default function IncidentsPage() {
  useTitle('Incidents');
  const [asked] = useParam('show');
  const [nobody] = useParam('nobody');
  const show = SHOWN.find((one) => one === asked) ?? 'open';
  // As a file holds it: what is shown unless somebody says otherwise is not asked for.
  const asking = { show: show === 'open' ? undefined : show, nobody: nobody === 'true' ? 'true' : undefined };
  const query = usePage<IncidentsFacts>('/incidents', asking);
  return (
    <WithPage query={query} what="The incidents">
      {(page) => <Incidents page={page} />}
    </WithPage>
  );
}

interface PageProps {
  readonly page: IncidentsFacts;
}

function Incidents({ page }: PageProps) {
  return (
    <>
      <p className="printed">
        Incidents, known at {dayOfText(page.knownAt, page.timeZone, page.knownAt)} {page.timeZone}
      </p>
      <Head page={page} />
      <Cards page={page} />
      <Rows page={page} />
    </>
  );
}

function Head({ page: { open, over, silenced, show, nobody } }: PageProps) {
  const [, setShow] = useParam('show');
  const [, setNobody] = useParam('nobody');
  const shared = useSharedQuery();
  const choices: Record<Shown, string> = { open: `Open ${open.count}`, resolved: `Resolved ${over}`, all: 'All' };
  return (
    <div className="title">
      <div>
        <h1>Incidents</h1>
        <p>
          Grouped by what they share and by what leads what
          {silenced === 0 ? (
            '.'
          ) : (
            <>
              ; {countText(silenced, 'more is', 'more are')} kept quiet by a silence and told nobody.{' '}
              <Link href={`/alerts${shared}`}>Show why</Link>
            </>
          )}
        </p>
      </div>
      <div className="btns">
        <Choice
          label="Which incidents"
          value={show}
          choices={choices}
          onChoose={(next) => setShow(next === 'open' ? undefined : next)}
        />
        <button
          type="button"
          className="btn"
          aria-pressed={nobody}
          onClick={() => setNobody(nobody ? undefined : 'true')}
        >
          That nobody has
        </button>
      </div>
    </div>
  );
}

/** The figures: how many, how quickly they are taken and ended, and whether we had warned. */
function Cards({ page: { open, fresh, acknowledged, resolved, warned } }: PageProps) {
  const before = (ms: number | null) =>
    ms === null ? 'none in the 4 weeks before' : `${durationText(ms)} in the 4 weeks before`;
  return (
    <Figures
      figures={[
        { label: 'Open', value: open.count, beside: `${open.needy} need you, ${open.nobody} nobody has` },
        { label: 'New in 7 days', value: fresh.count, beside: `${fresh.before} the week before` },
        { label: 'Median time to acknowledge', value: lengthOf(acknowledged.now), beside: before(acknowledged.before) },
        {
          label: 'Median time to resolve',
          value: lengthOf(resolved.now),
          beside: resolved.of === 0 ? 'none in 4 weeks' : `${resolved.withinDay} of ${resolved.of} within a day`,
        },
        {
          label: 'Warned before it failed',
          value: (
            <>
              {warned.count} <i>of {warned.of}</i>
            </>
          ),
          beside: warned.median === null ? 'in 4 weeks' : `median ${durationText(warned.median)} before`,
        },
      ]}
    />
  );
}

/** `38 min` with its unit set back; a dash where nothing was. */
function lengthOf(ms: number | null) {
  if (ms === null) return '–';
  return durationText(ms)
    .split(' ')
    .map((part, i) => (i % 2 === 0 ? `${part} ` : <i key={i}>{part} </i>));
}

function Rows({ page }: PageProps) {
  const { rows, recent, more, over } = page;
  const [open, ended] = [useRowsSoon(rows), useRowsSoon(recent)];
  return (
    <section className="card flow">
      {rows.length + recent.length === 0 ? <Nothing page={page} /> : null}
      {rows.length + recent.length > 0 ? (
        <div className="scrollx2">
          <table className="t stack incidents">
            <Columns />
            <tbody>
              {open.map((row) => (
                <Row key={row.id} row={row} page={page} />
              ))}
              {recent.length === 0 ? null : (
                <tr className="group">
                  <th scope="rowgroup" colSpan={9}>
                    Resolved in the last 14 days <span className="faint">{recent.length}</span>
                  </th>
                </tr>
              )}
              {ended.map((row) => (
                <Row key={row.id} row={row} page={page} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <footer>
        <span>
          {more > 0 ? `${more} more are not shown. ` : ''}
          {over === 0 ? 'None was resolved in 4 weeks.' : <Reasons page={page} />}
        </span>
        <Twins path="/incidents" extra={{ show: page.show, nobody: page.nobody ? 'true' : undefined }} />
      </footer>
    </section>
  );
}

function Columns() {
  return (
    <thead>
      <tr>
        <th scope="col">State</th>
        <th scope="col">Incident</th>
        <th scope="col" className="r no-phone">
          Series
        </th>
        <th scope="col" className="no-phone">
          First reason
        </th>
        <th scope="col" className="no-phone">
          Owner
        </th>
        <th scope="col" className="no-phone">
          Has it
        </th>
        <th scope="col" className="no-phone">
          14 days
        </th>
        <th scope="col" className="no-phone">
          First seen
        </th>
        <th scope="col" className="r">
          Open
        </th>
      </tr>
    </thead>
  );
}

function Nothing({ page: { show, nobody, isNow } }: PageProps) {
  if (nobody) return <Empty title="Somebody has each of them" why="What opens next and nobody takes stands here." />;
  if (show === 'resolved')
    return <Empty title="None was resolved in 4 weeks" why="What is over stands here, with its reason." />;
  return (
    <Empty
      title="No incident is open"
      why={isNow ? 'Everything that fires is told here until it is over.' : 'Nothing was open then.'}
      command="dqs alerts tick"
    />
  );
}

function Row({ row, page: { knownAt, timeZone } }: PageProps & { readonly row: IncidentRow }) {
  const shared = useSharedQuery();
  const { id, what, state, severity, phase, series, reason, owner, holder, bars, openedAt, endedAt } = row;
  const isOver = phase === 'resolved';
  return (
    <tr {...ROW}>
      <td className="stt">
        {isOver || state === 'resolved' ? <State state="ok" word="Resolved" /> : <State state={state} />}
      </td>
      <td className="two nm">
        <Link href={incidentPath(id) + shared}>{what}</Link>
        <small>
          {id}
          {isOver ? '' : ` · ${severity}`}
          <span className="phone-only">{isOver ? ` · ${row.resolution}` : ` · ${holder ?? 'nobody'} has it`}</span>
        </small>
      </td>
      <td className="num no-phone">{series}</td>
      <td className="soft clamp no-phone" title={reason}>
        <span>{reason}</span>
      </td>
      <td className="soft nw no-phone">{owner ?? 'No owner'}</td>
      <td className="nw no-phone">
        {isOver ? (row.resolvedBy ?? holder ?? '–') : (holder ?? <span className="nobody">nobody</span>)}
      </td>
      <td className="no-phone">
        <Bars bars={bars} />
      </td>
      <td className="faint nw no-phone">{whenText(openedAt, timeZone, knownAt)}</td>
      <td className="num od nw">{durationText((endedAt ?? knownAt) - openedAt)}</td>
    </tr>
  );
}
