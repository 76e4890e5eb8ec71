/** @jsxRuntime automatic */
import type { BacktestReport } from '@dqs/pipelines';

import { CourseFigure } from '../charts/course-figure.js';
import { dailyError, passPercentageByDay } from '../charts/data/backtest.js';
import { Card } from '../components/card.js';
import { DataTable, type Column } from '../components/data-table.js';
import { Figures } from '../components/figures.js';
import { htmlPage } from '../html/page.js';
import { counted } from '../text/numbers.js';
import { naiveNames } from '../text/scores.js';
import { DistributionCards, distributionFigures } from './distributions.js';
import { SeriesCharts, SeriesTable } from './backtest-series.js';
import { scoreCells, scoreFigures, ScoreTable, scoreTitles, SkillSentence } from './scores.js';

/** How a report is made. */
export interface ReportOptions {
  /** Series that get a chart, greatest error first. */
  readonly charts: number;
  readonly createdAt: Date;
}

/**
 * A backtest as one HTML file that needs nothing else. Forecast and result are shown with the naive forecast beside them,
 * for all series and for single ones.
 */
export function backtestPage(report: BacktestReport, { charts, createdAt }: ReportOptions): string {
  const { evaluation, folds, series } = report;
  const { from, to, rows, horizon } = evaluation;
  const ahead = `${counted(horizon, 'day')} ahead`;
  return htmlPage({
    title: `Backtest ${from} to ${to}`,
    heading: 'Backtest',
    scope: `${from} to ${to} · ${counted(rows, 'forecast')} ${ahead} · ${counted(series.length, 'series', 'series')} · ${counted(folds.length, 'fold')}`,
    lead: <SkillSentence {...evaluation.scores[0]!} />,
    createdAt,
    children: <Backtest report={report} charts={charts} />,
  });
}

function Backtest({ report, charts }: { readonly report: BacktestReport; readonly charts: number }) {
  const { evaluation, folds, series } = report;
  const overall = evaluation.scores[0]!;
  return (
    <>
      <Figures figures={[...scoreFigures(overall), ...distributionFigures(evaluation)]} />
      <div className="cards">
        <CourseFigure course={passPercentageByDay(report)} />
        <CourseFigure course={dailyError(report)} height={160} />
        <Card
          title="Error by level of execution"
          note="mean absolute error in percentage points; the best naive forecast is underlined"
          flow
        >
          <ScoreTable scores={evaluation.scores} />
        </Card>
        <Card title="Error by fold" note="each fold is forecast by a model fitted on the days before it" flow>
          <FoldTable folds={folds} />
        </Card>
        <DistributionCards evaluation={evaluation} />
        <SeriesCharts series={series} charts={charts} bestNaive={overall.bestNaive} />
        <SeriesTable series={series} charts={charts} />
      </div>
    </>
  );
}

function FoldTable({ folds }: Pick<BacktestReport, 'folds'>) {
  const naive = naiveNames(folds[0]?.evaluation.scores[0]);
  const columns: Column[] = [
    { title: 'tested on', kind: 'text' },
    { title: 'trained on', kind: 'text' },
    ...scoreTitles(naive).map((title): Column => ({ title, kind: 'number' })),
  ];
  const rows = folds.map(({ train, evaluation }) => [
    `${evaluation.from} to ${evaluation.to}`,
    `${train.from} to ${train.to}`,
    ...scoreCells(evaluation.scores[0]!, naive),
  ]);
  return <DataTable label="Error by fold" columns={columns} rows={rows} />;
}
