import { formatDay } from '@dqs/core';

import { pageTable, type PageTable } from '../table.js';
import type { ModelPage } from './model-page.js';

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** The tables of the page of a model, the first of which is its twin. */
export function modelTables(page: ModelPage): readonly PageTable[] {
  return [
    pageTable('course', page.course, {
      date: ['YYYY-MM-DD, the last of seven days', (row) => formatDay(row.day)],
      mae: ['mean absolute error, points', (row) => row.mae],
      naive_mae: ['that of the naive forecast', (row) => row.naive],
      predecessor_mae: ['that of the version before, in shadow', (row) => row.predecessor],
    }),
    pageTable('better', page.better.days, {
      date: ['YYYY-MM-DD', (row) => formatDay(row.day)],
      difference: ['mean loss minus that of naive so far, points', (row) => row.mean],
      low: ['lower end of the 95 % confidence sequence', (row) => row.low],
      high: ['upper end', (row) => row.high],
    }),
    pageTable('decisions', page.retraining?.decisions ?? [], {
      id: ['job, or number of the entry', (row) => row.id],
      outcome: ['how it ended, or that it was not started', (row) => row.outcome],
      at: ['ISO 8601', (row) => time(row.at)],
      since: ['ISO 8601, first of as many equal answers', (row) => time(row.since)],
      times: ['equal answers in a row', (row) => row.times],
      version: ['version that was trained', (row) => row.version],
      why: ['the first reason', (row) => row.why],
      triggers: ['what called for it', (row) => row.triggers.flatMap((one) => (one.isMet ? one.name : [])).join(' ')],
      next_allowed_at: ['ISO 8601, empty where that hangs on somebody', (row) => time(row.nextAllowedAt)],
    }),
    ...registryTables(page),
  ];
}

/** Gates, moves, losses by source, versions. */
function registryTables(page: ModelPage): readonly PageTable[] {
  return [
    pageTable('gates', page.registry?.gates?.checks ?? [], {
      check: ['name', (row) => row.name],
      observed: ['figure', (row) => row.value],
      limit: ['what it was compared with', (row) => row.threshold],
      verdict: ['pass, fail or inconclusive', (row) => row.verdict],
      reason: ['why', (row) => row.reason],
    }),
    pageTable('aliases', page.registry?.moves ?? [], {
      entry: ['number in the journal', (row) => row.entry],
      at: ['ISO 8601', (row) => time(row.at)],
      alias: ['name', (row) => row.alias],
      from: ['version before', (row) => row.from],
      to: ['version after', (row) => row.to],
      how: ['promoted, overridden, rolled-back, refused or deleted', (row) => row.how],
      by: ['who', (row) => row.by],
      reason: ['why', (row) => row.reason],
    }),
    pageTable('sources', page.sources, {
      source: ['name', (row) => row.source],
      graded: ['graded forecasts of 28 days', (row) => row.graded],
      mae: ['mean absolute error, points', (row) => row.mae],
      naive_mae: ['that of the naive forecast', (row) => row.naive],
      skill: ['1 − mae / naive_mae', (row) => row.skill],
    }),
    pageTable('versions', page.registry?.versions ?? [], {
      version: ['number', (row) => row.version],
      registered_at: ['ISO 8601', (row) => row.registeredAt],
      by: ['who', (row) => row.by],
      parent: ['version that it follows', (row) => row.parent],
      backend: ['what trained it', (row) => row.backend],
      spec: ['features', (row) => row.spec],
      trained_from: ['first day that it learned from', (row) => row.trainedFrom],
      trained_to: ['last day', (row) => row.trainedTo],
      error: ['mean absolute error of its validation, points', (row) => row.error],
      naive_error: ['that of the best naive forecast', (row) => row.naiveError],
      bytes: ['size of its files', (row) => row.bytes],
      aliases: ['what points at it', (row) => row.aliases.join(' ')],
    }),
  ];
}
