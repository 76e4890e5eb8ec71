import { formatDay } from '@dqs/core';

import type { OutcomeRate } from '../outcome-counts.js';
import { formatPercent } from '../python-format.js';
import type { Summary, SummaryRow } from '../summary.js';
import { groupRows, sumOutcomes, worstFirst, type RowGroup } from './groups.js';
import { cellCount, cellText, markdownTable } from './markdown.js';

/** Days without a result after which a rule may count as silent, however often it reported before. */
const MIN_SILENT_DAYS = 7;
/** A rule is silent after more than this many of its usual gaps. */
const SILENT_GAPS = 3;

/** Executions, failures and fail rate of all time and of each window. */
export function totalsTable({ rows, windows }: Summary): string[] {
  const periods: [string, OutcomeRate][] = windows.map(({ days }, i) => [
    `last ${days} days`,
    sumOutcomes(rows, (row) => row.windows[i]!),
  ]);
  const all: [string, OutcomeRate] = ['all time', sumOutcomes(rows, (row) => row.total)];
  const lines = [all, ...periods].map(([name, { passes, fails, errors, failRate }]) => {
    return [name, ...[passes, fails, errors].map(cellCount), formatPercent(failRate)];
  });
  return markdownTable(['period', '>passes', '>failures', '>errors', '>fail rate'], lines);
}

/** The rules that fail most in the shortest window, over all datasets. */
export function worstRulesTable({ rows }: Summary, top: number): string[] {
  const groups = worstFirst(groupRows(rows, ({ key }) => key.ruleCode)).slice(0, top);
  const lines = groups.map((group) => [
    cellText(group.name),
    cellText(group.rows[0]!.rule?.ruleName ?? ''),
    ...recentCells(group),
  ]);
  return lines.length ? markdownTable(['rule', 'name', ...RECENT_HEADINGS], lines) : NONE;
}

/** The datasets that fail most in the shortest window, over all rules. */
export function worstDatasetsTable({ rows }: Summary, top: number): string[] {
  const groups = worstFirst(groupRows(rows, datasetIdentity)).slice(0, top);
  const lines = groups.map((group) => [...datasetCells(group.rows[0]!), ...recentCells(group)]);
  return lines.length ? markdownTable(['dataset', 'UUID', ...RECENT_HEADINGS], lines) : NONE;
}

/** The rows of a trend whose fail rate has moved most between the second window and the first. */
export function moversTable({ rows, windows }: Summary, trend: 'up' | 'down', top: number): string[] {
  const movement = (row: SummaryRow) => Math.abs(row.windows[0]!.failRate - row.windows[1]!.failRate);
  const movers = rows.filter((row) => row.trend === trend).sort((a, b) => movement(b) - movement(a));
  const lines = movers
    .slice(0, top)
    .map((row) => [
      ...datasetCells(row),
      ...ruleCells(row),
      formatPercent(row.windows[1]!.failRate),
      formatPercent(row.windows[0]!.failRate),
    ]);
  const [recent, earlier] = windows;
  const periods = [`>fail rate, ${earlier!.days} days`, `>fail rate, ${recent!.days} days`];
  return lines.length ? markdownTable(['dataset', 'UUID', 'rule', 'name', ...periods], lines) : NONE;
}

/** The rows whose rule no longer reports, longest silence first. */
export function silentTable({ rows, latestDay = 0 }: Summary, top: number): string[] {
  const silence = (row: SummaryRow) => latestDay - row.latestDay;
  const isSilent = (row: SummaryRow) => silence(row) > Math.max(MIN_SILENT_DAYS, SILENT_GAPS * (row.usualGapDays ?? 0));
  const silent = rows.filter(isSilent).sort((a, b) => silence(b) - silence(a));
  const lines = silent
    .slice(0, top)
    .map((row) => [
      ...datasetCells(row),
      ...ruleCells(row),
      formatDay(row.latestDay),
      String(silence(row)),
      String(row.usualGapDays ?? '–'),
    ]);
  const headings = ['dataset', 'UUID', 'rule', 'name', '>last result', '>days ago', '>usual gap, days'];
  return lines.length ? [...markdownTable(headings, lines), ...andMore(silent.length - top)] : NONE;
}

/** All values of a property of rules, with the sums of their rows. */
export function propertyTable({ rows }: Summary, heading: string, of: (row: SummaryRow) => string): string[] {
  const lines = groupRows(rows, of).map((group) => [
    cellText(group.name),
    cellCount(new Set(group.rows.map(({ key }) => key.ruleCode)).size),
    ...recentCells(group),
  ]);
  return lines.length ? markdownTable([heading, '>rules', ...RECENT_HEADINGS], lines) : NONE;
}

const NONE = ['None.'];
const RECENT_HEADINGS = ['>failures', '>executions', '>fail rate', '>fail rate, all time'];

function recentCells({ recent, total }: RowGroup): string[] {
  const executions = recent.passes + recent.fails;
  return [
    cellCount(recent.fails),
    cellCount(executions),
    formatPercent(recent.failRate),
    formatPercent(total.failRate),
  ];
}

function datasetIdentity({ key }: SummaryRow): string {
  return JSON.stringify([key.datasetName, key.datasetUuid, key.source, key.tenantId]);
}

function datasetCells({ key }: SummaryRow): string[] {
  return [cellText(key.datasetName), cellText(key.datasetUuid)];
}

function ruleCells({ key, rule }: SummaryRow): string[] {
  return [cellText(key.ruleCode), cellText(rule?.ruleName ?? '')];
}

function andMore(count: number): string[] {
  return count > 0 ? ['', `… and ${cellCount(count)} more.`] : [];
}
