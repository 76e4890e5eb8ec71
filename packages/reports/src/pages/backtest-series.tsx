/** @jsxRuntime automatic */
import type { BacktestSeries } from '@dqs/pipelines';

import { CourseFigure } from '../charts/course-figure.js';
import { seriesForecasts, seriesName } from '../charts/data/backtest.js';
import { Card, Empty } from '../components/card.js';
import { DataTable, type Column } from '../components/data-table.js';
import { whole } from '../text/numbers.js';
import { shown } from '../text/typeset.js';
import { Against, AGAINST } from './scores.js';

/** Series in the table; a page with more would be slow to open. */
const TABLE_ROWS = 1000;

const COLUMNS: readonly Column[] = [
  { title: 'dataset', kind: 'name' },
  { title: 'rule', kind: 'text' },
  { title: 'days', kind: 'number' },
  { title: 'model', kind: 'number' },
  { title: 'naive', kind: 'number' },
  AGAINST,
];

interface SeriesProps {
  /** Greatest error first. */
  readonly series: readonly BacktestSeries[];
  /** The first so many have a chart. */
  readonly charts: number;
}

/** The series of greatest error, one chart at a time. */
export function SeriesCharts({ series, charts, bestNaive }: SeriesProps & { readonly bestNaive: string }) {
  const charted = series.slice(0, charts);
  if (charted.length === 0) return null;
  return (
    <>
      <Card
        title="Single series"
        id="series"
        note={`${charted.length} of ${whole(series.length)} series have a chart, greatest error first`}
        padded
      >
        <div className="pick">
          <Step by={-1} name="Previous series" sign="‹" />
          <select id="pick" aria-label="Series">
            {charted.map((one, i) => (
              <option value={i} key={i}>{`${seriesName(one)} · error ${shown(one.mae)}`}</option>
            ))}
          </select>
          <Step by={1} name="Next series" sign="›" />
        </div>
      </Card>
      {charted.map((one, i) => (
        <div data-series={i} hidden={i > 0} key={i}>
          <CourseFigure
            course={seriesForecasts(one, bestNaive)}
            footer={`Tenant ${one.tenantId} · dataset ${one.datasetUuid} · rule ${one.ruleCode} · mean absolute error ${shown(one.mae)}, naive ${shown(one.naiveMae)} · CRPS ${shown(one.crps)}, naive ${shown(one.naiveCrps)}`}
          />
        </div>
      ))}
    </>
  );
}

function Step({ by, name, sign }: { readonly by: number; readonly name: string; readonly sign: string }) {
  return (
    <button className="btn" type="button" data-step={by} aria-label={name}>
      {sign}
    </button>
  );
}

/** Every series with its error beside the naive one, up to a thousand. */
export function SeriesTable({ series, charts }: SeriesProps) {
  const note = series.length > TABLE_ROWS ? `the ${whole(TABLE_ROWS)} of greatest error` : 'greatest error first';
  return (
    <Card title="Error by series" note={note} flow>
      {series.length === 0 ? (
        <Empty title="No series was forecast" why="None has results on the test days." />
      ) : (
        <>
          <div className="pad">
            <input
              type="search"
              data-filters="series-table"
              placeholder="Filter by dataset or rule"
              aria-label="Filter by dataset or rule"
            />
          </div>
          <DataTable
            label="Error by series"
            id="series-table"
            columns={COLUMNS}
            rows={series.slice(0, TABLE_ROWS).map((one, i) => seriesCells(one, i < charts ? i : null))}
          />
        </>
      )}
    </Card>
  );
}

function seriesCells(
  { datasetName, datasetUuid, ruleCode, days, mae, naiveMae }: BacktestSeries,
  chart: number | null,
) {
  const name = datasetName || datasetUuid;
  return [
    <span title={`${name} · ${datasetUuid}`} key="name">
      {chart === null ? (
        name
      ) : (
        <a href="#series" data-show={chart}>
          {name}
        </a>
      )}
    </span>,
    ruleCode,
    whole(days.length),
    shown(mae),
    shown(naiveMae),
    <Against model={mae} naive={naiveMae} key="against" />,
  ];
}
