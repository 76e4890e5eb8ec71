import { durationText } from '@dqs/core/wording';
import { BarsFigure } from '@dqs/reports/components';
import type { QualityPage } from '@dqs/runtime/pages';

import { numberText, shareText, wholeText } from '../../parts/figure-text.js';

/** What became of the warnings, how sure that is, how early they came and what mistakes cost. */
export function WarningsCard({ page: { warnings, days } }: { readonly page: QualityPage }) {
  const { warned, cameTrue, falseAlarms, missed, precision, recall, medianLeadMs, pagesPerWeek } = warnings;
  const { cost, costWithoutForecasts } = warnings;
  const bar = (label: string, value: number, role: 'forecast' | 'watch' | 'failing') => {
    return { label, value, text: wholeText(value), role };
  };
  const chart = {
    title: 'Warnings',
    note: `${days} ${days === 1 ? 'day' : 'days'}, odds of 60\u00a0% or more`,
    finding: `${cameTrue} of ${warned} warnings came true, ${missed} bad days were not warned of`,
    of: { label: 'what', value: 'forecasts' },
    bars: [
      bar('warned, came true', cameTrue, 'forecast'),
      bar('warned, false', falseAlarms, 'watch'),
      bar('bad, not warned', missed, 'failing'),
    ],
  };
  return (
    <BarsFigure chart={chart}>
      <dl className="kv">
        <dt>Precision</dt>
        <dd className="n">{bandText(precision, warned, 'warnings')}</dd>
        <dt>Recall</dt>
        <dd className="n">{bandText(recall, cameTrue + missed, 'bad days')}</dd>
        <dt>Median lead time</dt>
        <dd>{medianLeadMs === null ? '–' : `${durationText(medianLeadMs)} before the result`}</dd>
        <dt>Pages a week, if all paged</dt>
        <dd className="n">{numberText(pagesPerWeek, 1)}</dd>
        <dt>Cost, 10 × missed + 1 × false</dt>
        <dd className="n">
          {wholeText(cost)}, without forecasts {wholeText(costWithoutForecasts)}
        </dd>
      </dl>
    </BarsFigure>
  );
}

function bandText({ share, low, high }: QualityPage['warnings']['precision'], of: number, what: string): string {
  if (share === null) return of === 0 ? `no ${what}` : '–';
  const band = Number.isFinite(low) && Number.isFinite(high);
  const ends = band ? `, Wilson 95\u00a0% ${shareText(low, 0)} to ${shareText(high, 0)}` : '';
  return `${shareText(share, 0)}\u00a0% of ${wholeText(of)} ${what}${ends}`;
}
