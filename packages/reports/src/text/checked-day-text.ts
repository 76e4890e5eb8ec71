import type { LateSource } from '@dqs/ingestion';
import type { CheckedResult, CheckedSeries, CheckReport, MissingSeries } from '@dqs/pipelines';

import { minuteText } from './deliveries-text.js';
import { counted, fixed, whole } from './numbers.js';
import { inLine } from './printable.js';
import { textTable, type TableColumn } from './table.js';

/** How much of a check is shown. */
export interface CheckedDayView {
  /** Results shown beside the alarms. */
  readonly top: number;
  /** Where the page was written, if it was. */
  readonly html?: string;
}

/** Missing series that are named. */
const MOST_MISSING = 20;

/** A check for the terminal: what is late and missing, then results by surprise. */
export function checkedDayText(
  report: CheckReport,
  sources: readonly LateSource[],
  { top, html }: CheckedDayView,
): string {
  const { results, alarms, missing, fresh } = report;
  const shown = results.slice(0, alarms + top);
  const parts = [
    `${report.date}: ${checkVerdict(report)}\n`,
    sources.length === 0 ? '' : sourcesTable(sources),
    missing.length === 0 ? '' : missingTable(missing),
    shown.length === 0 ? '' : resultsTable(shown),
    fresh.length === 0
      ? ''
      : `${counted(fresh.length, 'series is', 'series are')} new on this day; nothing was forecast for ${fresh.length === 1 ? 'it' : 'them'}\n`,
    html === undefined ? '' : `Report written to ${inLine(html)}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** The outcome of a check in a sentence or two. */
export function checkVerdict({ asOfDate, results, alarms, limit, calibration, missing }: CheckReport): string {
  if (results.length === 0) return `no results to check, ${counted(missing.length, 'series was', 'series were')} due.`;
  const of = `${whole(results.length)} compared with their forecasts as of ${asOfDate}`;
  const found =
    alarms === 0
      ? 'nothing worse than chance explains'
      : `${counted(alarms, 'result is', 'results are')} worse than chance explains`;
  const without = missing.length === 0 ? '' : `, ${whole(missing.length)} missing`;
  const care =
    calibration.exponent < 1
      ? ` The model has been too sure of itself (odds of 5 % came true in ${fixed(100 * calibration.shareAt5, 1)} % of cases); its odds are corrected.`
      : '';
  return `${found} (${of})${without}. On ${fixed(100 * limit, 1)} % of quiet days at most would a check find something.${care}`;
}

/** Odds as people say them. */
export function oddsOf(odds: number): string {
  if (odds >= 0.1) return `${fixed(100 * odds, 0)} %`;
  if (odds >= 0.001) return `${fixed(100 * odds, 1)} %`;
  return odds < 1e-9 ? 'below 1 in 1,000,000,000' : `1 in ${whole(Number((1 / odds).toPrecision(2)))}`;
}

/** A series by the names people know. */
export function seriesText({ tenantId, datasetName, datasetUuid, ruleCode }: CheckedSeries): string {
  const dataset = datasetName === '' ? datasetUuid : datasetName;
  return [tenantId, dataset, ruleCode].filter((part) => part !== '').join(' / ');
}

function resultsTable(results: readonly CheckedResult[]): string {
  const right = 'right' as const;
  const columns: readonly TableColumn[] = [
    { title: 'series' },
    { title: 'passed', align: right },
    { title: 'of', align: right },
    { title: '%', align: right },
    { title: 'expected', align: right },
    { title: 'naive', align: right },
    { title: 'low end, 95 %', align: right },
    { title: 'odds of this or worse', align: right },
    { title: '' },
  ];
  const rows = results.map((one) => [
    seriesText(one),
    whole(one.passes),
    whole(one.passes + one.fails),
    fixed(one.passPercentage, 1),
    fixed(one.expectedPassPercentage, 1),
    fixed(one.naivePassPercentage, 1),
    fixed(one.lower95, 1),
    oddsOf(one.odds),
    one.isAlarm ? 'ALARM' : '',
  ]);
  return textTable(columns, rows);
}

function missingTable(missing: readonly MissingSeries[]): string {
  const shown = missing.slice(0, MOST_MISSING);
  const more =
    missing.length > shown.length ? `and ${whole(missing.length - shown.length)} more; --json has all\n` : '';
  return `${textTable(
    [{ title: 'missing' }, { title: 'last result' }],
    shown.map((one) => [seriesText(one), one.lastDate]),
  )}${more}`;
}

function sourcesTable(sources: readonly LateSource[]): string {
  const rows = sources.map(({ source, status, dueAt, lastDate }) => [source, status, minuteText(dueAt), lastDate]);
  return textTable(
    [{ title: 'source' }, { title: 'status' }, { title: 'usually there by' }, { title: 'last day' }],
    rows,
  );
}
