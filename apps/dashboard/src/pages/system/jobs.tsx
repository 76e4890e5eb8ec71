import { countText } from '@dqs/core/wording';
import { Empty, State } from '@dqs/reports/components';
import type { JobRow, SystemPage } from '@dqs/runtime/pages';

import { useMay } from '../../data/page-context.js';
import { useParam } from '../../data/url-state.js';
import { Problem } from '../../frame/problem.js';
import { Strip } from '../../marks/small.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { PauseDialog, useResume } from './pause.js';
import { useRunNow } from './run-now.js';
import { momentText, tookText } from './words.js';

/** What workers do: the last one of each kind, the next one, and how it has gone; each can be done now and paused. */
export function Jobs({ page }: { readonly page: SystemPage }) {
  const [act, setAct] = useParam('act');
  const run = useRunNow();
  const resume = useResume();
  const jobs = page.whole?.jobs ?? null;
  if (jobs === null) return null;
  const shown = jobs.filter(({ isSetUp, last }) => isSetUp || last !== null);
  const rest = jobs.filter((one) => !shown.includes(one)).map(({ kind }) => kind);
  const failed = run.error ?? resume.error;
  const paused = act?.startsWith('pause ') ? act.slice('pause '.length) : undefined;
  return (
    <section className="card flow" id="jobs">
      <header>
        <h2>Jobs</h2>
        <p>a missed or doubled tick is harmless</p>
        <div className="right">
          <Twins path="/system" table="jobs" />
        </div>
      </header>
      {failed ? <Problem error={failed} what="Not done." /> : null}
      {shown.length === 0 ? (
        <Empty title="No job has run" why="A worker does what is due." command="dqs worker --store store" />
      ) : (
        <Table
          jobs={shown}
          page={page}
          onRun={run.mutate}
          onPause={(kind) => setAct(`pause ${kind}`)}
          onResume={resume.mutate}
        />
      )}
      {rest.length === 0 ? null : <footer>Not set up for this store: {rest.join(', ')}.</footer>}
      {paused !== undefined && shown.some(({ kind, paused: by }) => kind === paused && by === null) ? (
        <PauseDialog what={paused} onClose={() => setAct(undefined)} />
      ) : null}
    </section>
  );
}

interface TableProps {
  readonly jobs: readonly JobRow[];
  readonly page: SystemPage;
  readonly onRun: (kind: string) => void;
  readonly onPause: (kind: string) => void;
  readonly onResume: (kind: string) => void;
}

function Table({ jobs, page, ...acts }: TableProps) {
  return (
    <div className="scrollx2" role="region" aria-label="Jobs" tabIndex={0}>
      <table className="t stack">
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">Last</th>
            <th scope="col" className="r no-phone">
              Took
            </th>
            <th scope="col" className="no-phone">
              Next
            </th>
            <th scope="col" className="r no-phone">
              Lag
            </th>
            <th scope="col" className="no-phone">
              24 h
            </th>
            <th scope="col" className="acts" aria-label="Acts" />
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.kind} {...ROW}>
              <Cells job={job} page={page} {...acts} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellsProps extends Omit<TableProps, 'jobs'> {
  readonly job: JobRow;
}

function Cells({ job, page, onRun, onPause, onResume }: CellsProps) {
  const mayOperate = useMay('operate');
  const { kind, about, took, lag, paused } = job;
  return (
    <>
      <td title={about}>
        <b>{kind}</b>
      </td>
      <td className="nw">
        <Last job={job} page={page} />
      </td>
      <td className="num no-phone">{took === null ? '–' : tookText(took)}</td>
      <td className="no-phone soft">
        <Next job={job} page={page} />
      </td>
      <td className="num no-phone">{lag === null ? '–' : tookText(lag)}</td>
      <td className="no-phone">
        <Hours job={job} />
      </td>
      <td className="acts">
        {!mayOperate ? null : paused === null ? (
          <>
            <button type="button" className="btn sm quiet" onClick={() => onPause(kind)} aria-label={`Pause ${kind}…`}>
              Pause…
            </button>{' '}
            <button type="button" className="btn sm" onClick={() => onRun(kind)} aria-label={`Run now: ${kind}`}>
              Run now
            </button>
          </>
        ) : (
          <button type="button" className="btn sm" onClick={() => onResume(kind)} aria-label={`Resume ${kind}`}>
            Resume
          </button>
        )}
      </td>
    </>
  );
}

const STATES = { done: 'ok', failed: 'failing', cancelled: 'suppressed', running: 'ok', waiting: 'watch' } as const;

function Last({ job: { last, waiting }, page: { knownAt, timeZone } }: Pick<CellsProps, 'job' | 'page'>) {
  if (last === null) return <span className="faint">{waiting > 0 ? `${waiting} wait` : 'not yet'}</span>;
  const { state, endedAt, startedAt, why } = last;
  const at = endedAt ?? startedAt;
  const clock = at === null ? '' : momentText(at, knownAt, timeZone);
  const word = state === 'done' ? clock : state === 'running' ? `runs since ${clock}` : `${state} ${clock}`;
  return (
    <span title={why ?? undefined}>
      <State state={STATES[state]} word={word} />
    </span>
  );
}

function Next({ job, page: { knownAt, timeZone } }: Pick<CellsProps, 'job' | 'page'>) {
  const { paused, nextAt, isSetUp, waiting } = job;
  if (paused !== null)
    return (
      <span title={paused.reason}>
        paused by {paused.by}: {paused.reason}
      </span>
    );
  if (!isSetUp) return <>not set up</>;
  if (nextAt === null) return <>when something has arrived</>;
  if (nextAt <= knownAt) return <>{waiting > 0 ? `now, ${waiting} wait` : 'now'}</>;
  return <>{momentText(nextAt, knownAt, timeZone)}</>;
}

function Hours({ job: { kind, hours } }: Pick<CellsProps, 'job'>) {
  const most = Math.max(1, ...hours.map(({ done, failed }) => done + failed));
  const failed = hours.reduce((sum, one) => sum + one.failed, 0);
  const done = hours.reduce((sum, one) => sum + one.done, 0);
  // An hour in which one failed stands out, whatever the number.
  const values = hours.map((one) => (one.failed > 0 ? 1.01 : (0.9 * one.done) / most));
  const label = `${kind}, 24 hours: ${countText(done, 'job')} done, ${failed} failed`;
  return <Strip values={values} limit={1} label={label} width={96} height={16} />;
}
