/** @jsxRuntime automatic */
import { MS_PER_HOUR } from '@dqs/core';
import type { Warnings } from '@dqs/monitoring';
import type { LedgerMonitoring } from '@dqs/pipelines';

import { BarsFigure } from '../charts/bars-figure.js';
import { CoverageFigure } from '../charts/calibration/coverage-figure.js';
import { OddsFigure } from '../charts/calibration/odds-figure.js';
import { PitFigure } from '../charts/calibration/pit-figure.js';
import { CourseFigure } from '../charts/course-figure.js';
import { coverageOfPools, errorByDay, oddsOfWindow, pitOfWindow } from '../charts/data/monitoring.js';
import { Card, Empty } from '../components/card.js';
import { Figures, type Figure } from '../components/figures.js';
import { htmlPage } from '../html/page.js';
import { monitoringVerdict, windowOf } from '../text/monitoring-text.js';
import { whole } from '../text/numbers.js';
import { shown, signed, typeset } from '../text/typeset.js';
import { DriftCard, LeftOutCard, MonthCard, PlumbingCard, PoolCard } from './monitoring-tables.js';

/** How the page is made. */
export interface MonitoringPageOptions {
  /** The store that was monitored. */
  readonly store: string;
  readonly createdAt: Date;
}

/** The window of the figures. */
const DAYS = 28;

/** What graded forecasts tell as one HTML file that needs nothing else. */
export function monitoringPage(report: LedgerMonitoring, { store, createdAt }: MonitoringPageOptions): string {
  const { lastDate, knownAt } = report;
  const known = `known at ${knownAt.slice(0, 16).replace('T', ' ')} UTC`;
  return htmlPage({
    title: 'Quality of the forecasts',
    heading: 'Quality of the forecasts',
    scope: `${store} · live forecasts only, ${lastDate === null ? '' : `${DAYS} days to ${lastDate}, `}${known}`,
    lead: lastDate === null ? undefined : typeset(sentence(monitoringVerdict(report))),
    createdAt,
    children: lastDate === null ? <Nothing store={store} /> : <Quality report={report} />,
  });
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Nothing({ store }: { readonly store: string }) {
  return (
    <Card title="No grades yet">
      <Empty
        title="No forecast that was issued before its result has been graded"
        why="Issue forecasts before the day, collect its results and grade them."
        command={`dqs forecast issue --store ${store}`}
      />
    </Card>
  );
}

function Quality({ report }: { readonly report: LedgerMonitoring }) {
  const month = windowOf(report, DAYS);
  const [error, odds, pit] = [errorByDay(report), oddsOfWindow(month), pitOfWindow(month)];
  const coverage = coverageOfPools(month, report.pools);
  return (
    <>
      <Figures figures={keyFigures(report)} />
      <div className="cards two">
        {error ? <CourseFigure course={error} /> : null}
        <WarningsCard warnings={month.warnings!} />
        {odds ? <OddsFigure chart={odds} /> : null}
        {pit ? <PitFigure chart={pit} /> : null}
      </div>
      <div className="cards">
        {coverage ? <CoverageFigure chart={coverage} /> : null}
        <PoolCard pools={report.pools} />
        <DriftCard drift={report.drift} />
        <MonthCard months={report.months} pools={report.pools} />
        <PlumbingCard windows={report.windows} />
        <LeftOutCard report={report} />
      </div>
    </>
  );
}

function keyFigures(report: LedgerMonitoring): Figure[] {
  const { accuracy, calibration, warnings } = windowOf(report, DAYS);
  const { naive } = accuracy;
  const { coverage80, coverage95, odds } = calibration!;
  const share = (value: number | null) => shown(value === null ? null : 100 * value, 1);
  return [
    { label: 'Mean absolute error', value: shown(accuracy.mae), beside: `naive ${shown(naive.mae)}` },
    {
      label: 'Skill',
      value: naive.skill === null ? '–' : `${signed(100 * naive.skill, 1)}\u00a0%`,
      beside: 'against the naive of the training days',
    },
    { label: 'Bias', value: signed(accuracy.bias), beside: 'of the median, in points' },
    {
      label: 'Inside 80 / 95 %',
      value: `${share(coverage80.share)} / ${share(coverage95.share)}`,
      beside: 'randomised',
    },
    { label: 'Brier', value: shown(odds.brier?.brier, 4), beside: 'odds of missing the target' },
    {
      label: 'Warnings right',
      value: `${whole(warnings!.cameTrue)} of ${whole(warnings!.warned)}`,
      beside: `${whole(warnings!.missed)} bad days not warned`,
    },
  ];
}

function WarningsCard({ warnings }: { readonly warnings: Warnings }) {
  const { warned, cameTrue, falseAlarms, missed, precision, recall, pagesPerWeek, medianLeadMs } = warnings;
  const bar = (label: string, value: number, role: 'forecast' | 'naive' | 'observed') => ({
    label,
    value,
    text: whole(value),
    role,
  });
  const chart = {
    title: 'Warnings',
    note: `${DAYS} days, odds of 60 % or more`,
    finding: `${whole(cameTrue)} of ${whole(warned)} warnings came true, ${whole(missed)} bad days were not warned of`,
    of: { label: 'what', value: 'forecasts' },
    bars: [
      bar('warned, came true', cameTrue, 'forecast'),
      bar('warned, false', falseAlarms, 'naive'),
      bar('bad, not warned', missed, 'observed'),
    ],
  };
  const band = ({ share, low, high }: Warnings['precision']) =>
    share === null ? '–' : `${shown(100 * share, 0)}\u00a0% (${shown(100 * low, 0)} to ${shown(100 * high, 0)})`;
  const lead = medianLeadMs === null ? '–' : `${shown(medianLeadMs / MS_PER_HOUR, 1)} h before the result`;
  const cost = `${whole(warnings.cost)}, without forecasts ${whole(warnings.costWithoutForecasts)}`;
  const footer =
    `Precision ${band(precision)}, recall ${band(recall)}, in brackets bands of 95\u00a0%. Median lead time ${lead}. ` +
    `Pages a week ${shown(pagesPerWeek, 1)}. Cost, 10 × missed + 1 × false: ${cost}.`;
  return <BarsFigure chart={chart} footer={footer} />;
}
