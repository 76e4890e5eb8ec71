import { formatDay } from '@dqs/core';

import { pageTable, type PageTable } from '../table.js';
import type { QualityPage, QualityRow } from './quality-page.js';

/** The tables of the page, the first of which is its twin. */
export function qualityTables(page: QualityPage): readonly PageTable[] {
  const of = { rule: 'rule', source: 'source', owner: 'who answers, empty for nobody' }[page.by];
  return [
    pageTable<QualityRow>('groups', page.groups, {
      [page.by]: [of, (row) => row.name],
      graded: ['graded forecasts', (row) => row.graded],
      mae: ['mean absolute error, points', (row) => row.mae],
      naive_mae: ['that of the naive forecast', (row) => row.naive],
      skill: ['1 − mae / naive_mae', (row) => row.skill],
      bias: ['mean of forecast minus result, points', (row) => row.bias],
      covered_80: ['share of results within the 80 % range, randomised', (row) => row.covered80],
      covered_95: ['share within the 95 % range', (row) => row.covered95],
      warned: ['warnings', (row) => row.warned],
      right: ['warnings that came true', (row) => row.right],
      missed: ['bad days without a warning', (row) => row.missed],
    }),
    pageTable('daily', page.daily, {
      date: ['YYYY-MM-DD', (row) => formatDay(row.day)],
      graded: ['graded forecasts', (row) => row.graded],
      mae: ['mean absolute error, points', (row) => row.mae],
      naive_mae: ['that of the naive forecast', (row) => row.naive],
    }),
    ...calibrationTables(page),
    pageTable('drift', page.drift?.rows ?? [], {
      input: ['name of the quantity', (row) => row.name],
      meaning: ['what it is', (row) => row.meaning],
      psi: ['population stability index', (row) => row.statistics.psi],
      psi_limit: ['its limit for these sizes', (row) => row.statistics.psiLimit],
      q: ['false-discovery rate at which it is found', (row) => row.qValue],
      expected_loss: ['points', (row) => row.expectedLoss],
      of_the_error: ['share of the mean absolute error', (row) => row.ofTheError],
      verdict: ['fail: it counts', (row) => row.verdict],
    }),
  ];
}

function calibrationTables(page: QualityPage): readonly PageTable[] {
  return [
    pageTable('odds', page.calibration.odds.bins, {
      from: ['least odds', (row) => row.from],
      to: ['greatest odds', (row) => row.to],
      forecasts: ['graded forecasts', (row) => row.rows],
      said: ['mean odds', (row) => row.forecast],
      happened: ['share below target', (row) => row.observed],
      low: ['lower end of the 95 % band', (row) => finiteOrNull(row.low)],
      high: ['upper end', (row) => finiteOrNull(row.high)],
    }),
    pageTable(
      'pit',
      page.calibration.pit.counts.map((count, i, { length }) => ({ count, from: i / length, to: (i + 1) / length })),
      {
        from: ['where in its forecast a result fell', (row) => row.from],
        to: ['up to there', (row) => row.to],
        results: ['results', (row) => row.count],
      },
    ),
    pageTable('coverage', page.coverage, {
      source: ['source', (row) => row.name],
      graded: ['graded forecasts', (row) => row.graded],
      covered_80: ['share within the 80 % range, randomised', (row) => row.ranges[0].share],
      low_80: ['lower end of its 99 % band', (row) => finiteOrNull(row.ranges[0].low)],
      high_80: ['upper end', (row) => finiteOrNull(row.ranges[0].high)],
      covered_95: ['share within the 95 % range', (row) => row.ranges[1].share],
      low_95: ['lower end of its 99 % band', (row) => finiteOrNull(row.ranges[1].low)],
      high_95: ['upper end', (row) => finiteOrNull(row.ranges[1].high)],
    }),
  ];
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
