/** @jsxRuntime automatic */
import type { LateSource } from '@dqs/ingestion';
import type { CheckedResult, CheckReport, MissingSeries } from '@dqs/pipelines';

import { Card, Empty } from '../components/card.js';
import { DataTable, type Column } from '../components/data-table.js';
import { Figures } from '../components/figures.js';
import { State } from '../components/state.js';
import { htmlPage } from '../html/page.js';
import { checkVerdict, oddsOf, seriesText } from '../text/checked-day-text.js';
import { minuteText } from '../text/deliveries-text.js';
import { counted, fixed, whole } from '../text/numbers.js';

/** How a page is made. */
export interface CheckPageOptions {
  /** The model that forecast: a path or a version. */
  readonly name: string;
  /** Sources that are due and have not delivered, where arrivals are known. */
  readonly sources?: readonly LateSource[];
  readonly createdAt: Date;
}

/** Results that are no alarms and shown nevertheless. */
const MOST_QUIET = 200;

/** The check of a day as one HTML file that needs nothing else: late and missing first, then results by surprise. */
export function checkPage(report: CheckReport, { name, sources = [], createdAt }: CheckPageOptions): string {
  const { date, asOfDate, alarms, passed } = report;
  return htmlPage({
    title: `Check of ${date}`,
    heading: `Check of ${date}`,
    scope: `${name} · forecast as of ${asOfDate}`,
    lead: (
      <>
        <b>{passed ? 'Quiet' : alarms > 0 ? counted(alarms, 'alarm') : 'No results'}</b>: {checkVerdict(report)}
      </>
    ),
    createdAt,
    children: <Check report={report} sources={sources} />,
  });
}

function Check({ report, sources }: { readonly report: CheckReport; readonly sources: readonly LateSource[] }) {
  const { results, alarms, missing, fresh, calibration, limit } = report;
  return (
    <>
      <Figures
        figures={[
          { label: 'Alarms', value: whole(alarms), beside: `of ${counted(results.length, 'result')}` },
          { label: 'Missing', value: whole(missing.length), beside: 'series due without a result' },
          { label: 'New', value: whole(fresh.length), beside: 'series without a forecast' },
          {
            label: 'Odds of 5 % came true',
            value: calibration.results === 0 ? '–' : `${fixed(100 * calibration.shareAt5, 1)} %`,
            beside: `${counted(calibration.results, 'result')} before`,
          },
          { label: 'Quiet days with a finding', value: `${fixed(100 * limit, 1)} %`, beside: 'at most' },
        ]}
      />
      <div className="cards">
        {sources.length === 0 ? null : <Sources sources={sources} />}
        {missing.length === 0 ? null : <Missing missing={missing} />}
        <Results results={results.slice(0, alarms + MOST_QUIET)} left={results.length - alarms - MOST_QUIET} />
      </div>
    </>
  );
}

const SOURCE_STATES = { 'not due yet': 'unknown', late: 'watch', silent: 'failing' } as const;

function Sources({ sources }: { readonly sources: readonly LateSource[] }) {
  const columns: readonly Column[] = [
    { title: 'source', kind: 'name' },
    { title: 'status', kind: 'text' },
    { title: 'usually there by, UTC', kind: 'text' },
    { title: 'last day', kind: 'text' },
  ];
  const rows = sources.map(({ source, status, dueAt, lastDate }) => [
    source,
    <State state={SOURCE_STATES[status]} word={status} key="state" />,
    minuteText(dueAt),
    lastDate,
  ]);
  return (
    <Card title="Sources without results" wide>
      <DataTable label="Sources without results" columns={columns} rows={rows} />
    </Card>
  );
}

function Missing({ missing }: { readonly missing: readonly MissingSeries[] }) {
  const columns: readonly Column[] = [
    { title: 'series', kind: 'name' },
    { title: 'status', kind: 'text' },
    { title: 'last result', kind: 'text' },
  ];
  const rows = missing.map((one) => [
    seriesText(one),
    <State state="unknown" word="missing" key="state" />,
    one.lastDate,
  ]);
  return (
    <Card title="Missing" note="due on this weekday, and without a result" wide flow>
      <DataTable label="Missing series" columns={columns} rows={rows} />
    </Card>
  );
}

const RESULT_COLUMNS: readonly Column[] = [
  { title: 'series', kind: 'name' },
  { title: 'verdict', kind: 'text' },
  { title: 'odds of this or worse', kind: 'number' },
  { title: 'passed', kind: 'number' },
  { title: 'expected', kind: 'number' },
  { title: 'naive', kind: 'number' },
  { title: 'low end, 95 %', kind: 'number' },
  { title: 'target', kind: 'number' },
  { title: 'executions', kind: 'number' },
];

function Results({ results, left }: { readonly results: readonly CheckedResult[]; readonly left: number }) {
  if (results.length === 0) {
    return (
      <Card title="Results" wide>
        <Empty title="Nothing has arrived" why="No series has a result on this day." />
      </Card>
    );
  }
  const rows = results.map((one) => [
    seriesText(one),
    <State state={one.isAlarm ? 'failing' : 'ok'} word={one.isAlarm ? 'alarm' : 'as expected'} key="state" />,
    oddsOf(one.odds),
    `${fixed(one.passPercentage, 1)} %`,
    `${fixed(one.expectedPassPercentage, 1)} %`,
    `${fixed(one.naivePassPercentage, 1)} %`,
    `${fixed(one.lower95, 1)} %`,
    `${fixed(one.targetPercentage, 1)} %`,
    whole(one.passes + one.fails),
  ]);
  const footer =
    left > 0
      ? `${counted(left, 'further result is', 'further results are')} as expected; dqs check --json has all.`
      : undefined;
  return (
    <Card title="Results by surprise" note="the most surprising first" footer={footer} wide flow>
      <DataTable label="Results by surprise" columns={RESULT_COLUMNS} rows={rows} />
    </Card>
  );
}
