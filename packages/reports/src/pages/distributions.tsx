/** @jsxRuntime automatic */
import type { Evaluation } from '@dqs/pipelines';

import { CoverageFigure } from '../charts/calibration/coverage-figure.js';
import { OddsFigure } from '../charts/calibration/odds-figure.js';
import { PitFigure } from '../charts/calibration/pit-figure.js';
import { oddsReliability, pitShares, rangeCoverage } from '../charts/data/calibration.js';
import { Card } from '../components/card.js';
import { DataTable, numberColumns } from '../components/data-table.js';
import type { Figure } from '../components/figures.js';
import { DISTRIBUTION_TITLES, distributionCells, skillText } from '../text/scores.js';
import { shown, typeset } from '../text/typeset.js';

/** The key figures of forecasts as distributions; none for an evaluation of a version that did not score them. */
export function distributionFigures({ scores }: Evaluation): Figure[] {
  const distribution = scores[0]?.distribution;
  if (!distribution) return [];
  const { model, naive, bestNaive, skill } = distribution;
  const best = naive[bestNaive]!;
  const better = skill === null ? '' : `, skill ${typeset(skillText(skill))}`;
  const inside = ({ coverage80, coverage95 }: typeof model) =>
    `${shown(100 * coverage80.share, 1)} / ${shown(100 * coverage95.share, 1)}`;
  return [
    { label: 'CRPS', value: shown(model.crps), beside: `${bestNaive} ${shown(best.crps)}${better}` },
    { label: 'Inside 80 / 95 %', value: inside(model), beside: `${bestNaive} ${inside(best)}` },
  ];
}

/** Scores of the distributions beside the naive ones, and whether their odds and ranges hold. */
export function DistributionCards({ evaluation }: { readonly evaluation: Evaluation }) {
  const distribution = evaluation.scores[0]?.distribution;
  if (!distribution) return null;
  const [odds, pit, coverage] = [oddsReliability(evaluation), pitShares(evaluation), rangeCoverage(evaluation)];
  const { model, naive, bestNaive } = distribution;
  return (
    <>
      <Card
        title="Forecasts as distributions"
        note="in points; log score in nats; coverage with its 95 % band. The naive distribution that was best on the training days is underlined"
        flow
      >
        <DataTable
          label="Scores of distributions"
          columns={numberColumns('distribution', DISTRIBUTION_TITLES)}
          rows={[
            [<b key="model">model</b>, ...distributionCells(model)],
            ...Object.entries(naive).map(([name, scores]) => [
              name === bestNaive ? <u key={name}>{name}</u> : name,
              ...distributionCells(scores),
            ]),
          ]}
        />
      </Card>
      <div className="cards two">
        {odds ? <OddsFigure chart={odds} /> : null}
        {pit ? <PitFigure chart={pit} /> : null}
      </div>
      {coverage ? <CoverageFigure chart={coverage} /> : null}
    </>
  );
}
