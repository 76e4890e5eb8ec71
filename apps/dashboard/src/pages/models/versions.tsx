import type { ModelPage } from '@dqs/runtime/pages';

import { numberText } from '../../parts/figure-text.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { dayOfText } from '../../parts/when.js';
import { modelPath } from './models-page.js';

const SHOWN = 6;

/** The versions, the last one first. */
export function Versions({ page: { name, registry, timeZone, knownAt } }: { readonly page: ModelPage }) {
  if (registry === null || registry.versions.length === 0) return null;
  const { versions, versionCount } = registry;
  return (
    <section className="card" id="versions">
      <header>
        <h2>Versions</h2>
        <p>{versionCount === 1 ? 'one' : versionCount}, the last first</p>
      </header>
      <div className="scrollx2" role="region" aria-label="Versions" tabIndex={0}>
        <table className="t">
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Learned from days to</th>
              <th scope="col" className="r">
                Backtest MAE
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.slice(0, SHOWN).map((row) => (
              <tr key={row.version} {...ROW}>
                <th scope="row" className="two">
                  {row.version}{' '}
                  {row.aliases.map((alias) => (
                    <span className="tag" key={alias}>
                      {alias}
                    </span>
                  ))}
                  <small>
                    {dayOfText(Date.parse(row.registeredAt), timeZone, knownAt)} by {row.by}
                  </small>
                </th>
                <td className="nowrap">{row.trainedTo ?? '–'}</td>
                <td className="num">{numberText(row.error)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <footer>
        <span>{versionCount > SHOWN ? `${versionCount - SHOWN} earlier ones` : null}</span>
        <Twins path={modelPath(name)} table="versions" />
      </footer>
    </section>
  );
}
