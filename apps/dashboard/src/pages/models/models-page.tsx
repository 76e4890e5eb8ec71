import { dateText } from '@dqs/core/wording';
import { Empty, StateShape } from '@dqs/reports/components';
import type { ModelRow, ModelsPage as ModelsFacts } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useSharedQuery } from '../../data/url-state.js';
import { usePage } from '../../data/use-page.js';
import { numberText, signedShareText, wholeText } from '../../parts/figure-text.js';
import { WithPage } from '../../parts/page-state.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { useTitle } from '../../parts/use-title.js';
import { dayOfText, whenText } from '../../parts/when.js';
import { OUTCOMES } from './outcomes.js';
import { ErrorLine } from './error-line.js';

/** Where the page of a model is. */
export function modelPath(name: string): string {
  return `/models/${encodeURIComponent(name)}`;
}

/** The models, how each does and what was last decided about it. */
export default function ModelsPage() {
  useTitle('Models');
  const query = usePage<ModelsFacts>('/models');
  return (
    <WithPage query={query} what="The models">
      {(page) => (
        <>
          <p className="printed">Models, known at {whenText(page.knownAt, page.timeZone, 0)}</p>
          <div className="title">
            <div>
              <h1>Models</h1>
              <p>
                {page.lastDay === null
                  ? 'None has forecasts that were graded yet.'
                  : `Errors of 28 days to ${dateText(page.lastDay, page.lastDay)}, in points.`}
              </p>
            </div>
          </div>
          <ModelsCard page={page} />
        </>
      )}
    </WithPage>
  );
}

function ModelsCard({ page }: { readonly page: ModelsFacts }) {
  const { models } = page;
  if (models.length === 0) {
    return (
      <section className="card">
        <Empty
          title="There is no model yet"
          why="A model is trained from the results that are there, and forecasts once it is in production."
          command="dqs train --store store --register orders"
        />
      </section>
    );
  }
  return (
    <section className="card flow" id="models">
      <header>
        <h2>All models</h2>
        <p>those in use first</p>
      </header>
      <div className="scrollx scrollx2" role="region" aria-label="Models" tabIndex={0}>
        <table className="t">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">In production</th>
              <th scope="col" className="r">
                Series
              </th>
              <th scope="col" className="r">
                MAE
              </th>
              <th scope="col" className="r">
                Naive
              </th>
              <th scope="col" className="r">
                Skill
              </th>
              <th scope="col">30 days</th>
              <th scope="col">Last decision</th>
            </tr>
          </thead>
          <tbody>
            {models.map((row) => (
              <Model row={row} page={page} key={row.name} />
            ))}
          </tbody>
        </table>
      </div>
      <footer>
        <span>Skill is the share of the naive forecast’s error that is spared.</span>
        <Twins path="/models" />
      </footer>
    </section>
  );
}

function Model({ row, page: { timeZone, knownAt } }: { readonly row: ModelRow; readonly page: ModelsFacts }) {
  const shared = useSharedQuery();
  return (
    <tr {...ROW}>
      <th scope="row" className="name">
        <Link className="plain" href={modelPath(row.name) + shared} title={row.name}>
          {row.name}
        </Link>
      </th>
      <td className="two nowrap">
        {row.champion ?? <span className="faint">nothing</span>}
        {row.since === null ? null : (
          <small>
            since {dayOfText(row.since, timeZone, knownAt)}, by {row.by}
          </small>
        )}
      </td>
      <td className="num">{wholeText(row.series)}</td>
      <td className="num">{numberText(row.mae)}</td>
      <td className="num soft">{numberText(row.naive)}</td>
      <td className="num">{signedShareText(row.skill)}</td>
      <td>
        <ErrorLine values={row.spark} />
      </td>
      <td className="clamp">
        <LastDecision row={row} />
      </td>
    </tr>
  );
}

function LastDecision({ row: { run, lastDecision } }: { readonly row: ModelRow }) {
  if (run !== null) {
    return (
      <span>
        Under way: {run.challenger ?? 'a new version'}, {run.waitsFor}
      </span>
    );
  }
  if (lastDecision === null) return <span className="faint">none</span>;
  const { state, word } = OUTCOMES[lastDecision.outcome];
  return (
    <span>
      <StateShape state={state} /> <b>{word}</b> {lastDecision.why}
    </span>
  );
}
