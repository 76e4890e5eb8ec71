import { EARNED_E } from './evidence.js';
import type { SeriesPage } from '@dqs/runtime/pages';

import { Meter } from '../../marks/small.js';
import { Odds } from '../../marks/odds.js';
import { skillText } from './list-table.js';

/** How good what we say has been: odds like these, errors, ranges, warnings, and the right to page. */
export function BelieveCard({ page: { record, series, tenths, hasVeto } }: { readonly page: SeriesPage }) {
  const { e, pool, isEarned } = series.earned;
  const figure = (value: number | null) => (value === null ? '–' : value.toFixed(2));
  return (
    <section className="card">
      <header>
        <h2>Can you believe it?</h2>
      </header>
      <div className="pad believe">
        <p className="faint small">Odds like this, over all series</p>
        <Odds odds={series.next?.odds ?? null} record={tenths} width={200} isWritten />
        <dl className="kv">
          <dt>MAE, 28 days</dt>
          <dd>
            {figure(record.mae)} (naive {figure(record.naiveMae)})
          </dd>
          <dt>Skill against naive</dt>
          <dd>{skillText(record.skill)}</dd>
          <dt>Results inside 80&nbsp;%</dt>
          <dd>{record.graded === 0 ? 'none graded yet' : `${record.inside80} of ${record.graded}`}</dd>
          <dt>Warnings, 90 days</dt>
          <dd>
            {record.warnings} given, {record.right} right; {record.missed} bad days missed
            {record.intervened > 0 ? `; ${record.intervened} acted on` : ''}
          </dd>
        </dl>
        <div className="right-to-page">
          <span className="soft">Right to page{pool === '' ? '' : `, pool ${pool}`}</span>
          <b className="n">
            e = {e >= 100 ? Math.round(e) : e.toPrecision(3)} of {EARNED_E}
          </b>
        </div>
        <Meter
          value={Math.log10(Math.max(1, e))}
          of={Math.log10(EARNED_E)}
          label={`evidence ${e.toPrecision(3)}, ${EARNED_E} needed`}
        />
        <p className="faint small">
          {isEarned ? 'Earned. ' : 'Not earned yet: it shows here and in the digest. '}
          {hasVeto ? 'The own record of this series speaks against its warnings.' : 'This series has no veto.'}
        </p>
      </div>
    </section>
  );
}
