import { Empty } from '@dqs/reports/components';
import type { QualityPage } from '@dqs/runtime/pages';
import { useState } from 'react';

import { numberText, shareText, wholeText } from '../../parts/figure-text.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { whenText } from '../../parts/when.js';

/** What has moved, by what it may cost. */
export function DriftCard({ page }: { readonly page: QualityPage }) {
  const [isAll, setAll] = useState(false);
  const { drift } = page;
  if (drift === null) return null;
  const { rows, costly } = drift;
  const shown = isAll ? rows : rows.slice(0, costly);
  const quiet = rows.length - costly;
  return (
    <section className="card flow" id="drift">
      <header>
        <h2>Drift that costs</h2>
        <p>ranked by expected loss, all series</p>
      </header>
      {rows.length === 0 ? (
        <Empty
          title="Nothing to compare with yet"
          why="It takes 28 days before the last 28, or a model’s training days."
        />
      ) : shown.length === 0 ? (
        <Empty title="Nothing that moved costs anything" why={`${wholeText(rows.length)} quantities were looked at.`} />
      ) : (
        <DriftTable rows={shown} />
      )}
      <footer>
        <span>
          {quiet === 0 ? null : (
            <>
              {wholeText(quiet)} more cost under 5&nbsp;% of the error or moved by chance:{' '}
              <button type="button" className="link" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
                {isAll ? 'hide' : 'show'}
              </button>
              .{' '}
            </>
          )}
          <Looked page={page} />
        </span>
        <Twins path="/quality" table="drift" />
      </footer>
    </section>
  );
}

function Looked({ page: { drift, timeZone, knownAt } }: { readonly page: QualityPage }) {
  const looked = drift?.looked ?? null;
  if (looked === null) return <>Only results and forecasts were looked at; the daily monitoring looks at all inputs.</>;
  return (
    <>
      Against the training of {looked.version}, looked at {whenText(looked.at, timeZone, knownAt)}.
    </>
  );
}

function DriftTable({ rows }: { readonly rows: NonNullable<QualityPage['drift']>['rows'] }) {
  return (
    <table className="t stack">
      <thead>
        <tr>
          <th scope="col">Input</th>
          <th scope="col" className="r">
            PSI / limit
          </th>
          <th scope="col" className="r">
            q
          </th>
          <th scope="col" className="r">
            Of the error
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, meaning, statistics, qValue, ofTheError, verdict }) => (
          <tr key={name} {...ROW}>
            <th scope="row" className="nm why" title={name}>
              {meaning}
            </th>
            <td className="num no-phone">
              {statistics.psi === null ? '–' : `${numberText(statistics.psi)} / ${numberText(statistics.psiLimit)}`}
            </td>
            <td className="num no-phone">{numberText(qValue, 3)}</td>
            <td className="num od">
              {ofTheError === null ? (
                '–'
              ) : verdict === 'fail' ? (
                <b>{shareText(ofTheError)}&nbsp;%</b>
              ) : (
                `${shareText(ofTheError)}\u00a0%`
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
