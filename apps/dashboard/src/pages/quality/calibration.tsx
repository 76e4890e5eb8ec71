import {
  Card,
  CoverageFigure,
  Empty,
  OddsFigure,
  PitFigure,
  type CoverageChart,
  type OddsChart,
  type PitChart,
} from '@dqs/reports/components';
import type { QualityPage } from '@dqs/runtime/pages';

import { numberText, shareText } from '../../parts/figure-text.js';

/** From this length on a window says something of calibration. */
const CALIBRATION_DAYS = 28;

/** Whether odds, places and ranges were what they said. */
export function CalibrationCards({ page }: { readonly page: QualityPage }) {
  const [odds, pit, coverage] = [oddsChart(page), pitChart(page), coverageChart(page)];
  return (
    <div className="cols c-3">
      {odds === undefined ? <TooEarly title={ODDS} page={page} /> : <OddsFigure chart={odds} />}
      {pit === undefined ? (
        <TooEarly title={PIT} page={page} />
      ) : (
        <PitFigure
          chart={pit}
          footer="Flat is right. A hill in the middle: ranges too wide. Walls at the ends: too narrow."
        />
      )}
      {coverage === undefined ? (
        <TooEarly title={RANGES} page={page} />
      ) : (
        <CoverageFigure chart={coverage} footer={plainText(page)} />
      )}
    </div>
  );
}

const [ODDS, PIT, RANGES] = [
  'Does 70 % mean 70 %?',
  'Do results fall where they should?',
  'Do the ranges hold?',
] as const;

function TooEarly({ title, page: { days } }: { readonly title: string; readonly page: QualityPage }) {
  return (
    <Card title={title}>
      {days < CALIBRATION_DAYS ? (
        <Empty
          title="Too few days to tell"
          why={`Of ${days === 1 ? 'a day' : `${days} days`} chance explains everything: look at ${CALIBRATION_DAYS} days or more.`}
        />
      ) : (
        <Empty title="No forecast was graded" why="Nothing here has both a live forecast and its result." />
      )}
    </Card>
  );
}

function plainText({ calibration }: QualityPage): string {
  const { plain } = calibration.coverage80;
  return (
    `Randomised, with Wilson 99\u00a0% bands. Counted plainly, the 80\u00a0% range holds ${shareText(plain, 0)}\u00a0%: ` +
    'results come in whole steps.'
  );
}

function oddsChart({ calibration, days }: QualityPage): OddsChart | undefined {
  const { bins } = calibration.odds;
  if (days < CALIBRATION_DAYS || bins.length === 0) return undefined;
  const right = bins.filter(({ forecast, low, high }) => low <= forecast && forecast <= high).length;
  const { slope } = calibration.odds;
  return {
    title: ODDS,
    note: slope === null ? '' : `slope ${numberText(slope)}`,
    finding: `Odds of a result below its target beside the share that was: ${right} of ${bins.length} groups hold what was said`,
    bins: bins.map(({ from, to, rows, forecast, observed, low, high }) => ({
      label: `${shareText(from, 0)}–${shareText(to, 0)}\u00a0%`,
      rows,
      ...{ said: 100 * forecast, happened: 100 * observed, low: 100 * low, high: 100 * high },
      ...{ naiveSaid: null, naiveHappened: null },
    })),
  };
}

function pitChart({ calibration, days }: QualityPage): PitChart | undefined {
  const { counts, verdict, reasons } = calibration.pit;
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (days < CALIBRATION_DAYS || total === 0) return undefined;
  const share = 1 / counts.length;
  const p = reasons[0]?.observed;
  const said = typeof p === 'number' ? `p = ${numberText(p, 3)}` : 'too few days to tell';
  const reach = 1.96 * Math.sqrt((share * (1 - share)) / total);
  return {
    title: PIT,
    note: said,
    finding: `Share of results by tenth of their forecast: ${verdict === 'fail' ? 'not level' : 'no sign that it is not level'}, ${said}`,
    bins: counts.map((count, i) => ({
      label: `${shareText(i * share, 0)}–${shareText((i + 1) * share, 0)}\u00a0%`,
      share: (100 * count) / total,
      naiveShare: null,
    })),
    right: { share: 100 * share, low: 100 * Math.max(0, share - reach), high: 100 * (share + reach) },
  };
}

function coverageChart({ coverage, days }: QualityPage): CoverageChart | undefined {
  if (days < CALIBRATION_DAYS || coverage.length === 0) return undefined;
  const off = coverage.filter(({ ranges }) => ranges.some(({ verdict }) => verdict === 'fail')).length;
  return {
    title: RANGES,
    note: 'by source',
    finding: `Coverage of the ranges of 80 and 95 %: outside their bands at ${off} of ${coverage.length} sources`,
    rows: coverage.map(({ name, graded, ranges }) => ({
      name,
      rows: graded,
      ranges: ranges.map(({ nominal, share, low, high }) => ({
        ...{ nominal: 100 * nominal, share: 100 * (share ?? 0), low: 100 * low, high: 100 * high, naive: null },
      })),
    })),
  };
}
