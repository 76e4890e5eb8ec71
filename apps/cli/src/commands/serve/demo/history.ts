import { createHash } from 'node:crypto';

import { dayOfWeek, PanelBuilder, Random, type DailyPanel, type SummaryKey } from '@dqs/core';

import { DATASETS, RULES, SOURCES, type Dataset } from './company.js';
import { HAPPENINGS, INTERVENED, type Happening } from './happenings.js';

/** Days of the history; the last one is yesterday. */
export const HISTORY_DAYS = 730;
/** Executions of a day for which the usual percentages are meant: fewer make more of each fail. */
const USUAL_EXECUTIONS = 48;
const DAYS_PER_WEEK = 7;
/** Part of the weeks in which a weekly low comes. */
const LOW_WEEKS = 0.9;

/**
 * The results of the company in the two years before a day. The same day gives the same results, and a series has the same ones
 * whatever is changed about the others.
 */
export function drawHistory(today: number): DailyPanel {
  const builder = new PanelBuilder();
  for (const dataset of DATASETS) {
    for (const rule of dataset.rules) drawSeries(builder, dataset, rule, today);
  }
  return builder.build();
}

/** The key of a series that is written `data set · rule`. */
export function keyOf(series: string): SummaryKey {
  const [name, ruleCode] = series.split(' · ') as [string, string];
  const dataset = DATASETS.find((one) => one.name === name)!;
  const { tenant } = SOURCES.find((one) => one.name === dataset.source)!;
  return { source: dataset.source, tenantId: tenant, datasetUuid: uuidOf(name), datasetName: name, ruleCode };
}

function drawSeries(builder: PanelBuilder, dataset: Dataset, rule: string, today: number): void {
  const name = `${dataset.name} · ${rule}`;
  const { level, usual, stray, share } = RULES.get(rule)!;
  const { weekend = 1, records, since = HISTORY_DAYS } = dataset;
  const random = new Random(seedOf(name));
  const usualCount = Math.max(6, Math.round(dataset.executions * share));
  const own = logOdds(usual) + 0.3 * random.normal() + 0.5 * Math.log(Math.max(1, USUAL_EXECUTIONS / usualCount));
  const key = keyOf(name);
  let noise = 0;
  for (let ago = HISTORY_DAYS; ago >= 1; ago -= 1) {
    const day = today - ago;
    noise = 0.7 * noise + stray * random.normal();
    const draw = new Random(seedOf(name) + 7919 * (HISTORY_DAYS - ago));
    const isWeekend = dayOfWeek(day) >= 5;
    const count = Math.round(usualCount * (isWeekend ? weekend : 1) * (0.95 + 0.1 * draw.next()));
    const happening = HAPPENINGS.findLast((one) => isOn(one, name, ago, draw));
    const chance = isFixed(name, ago) ? 1 : happening ? happening.to / 100 : 1 / (1 + Math.exp(-(own + noise)));
    if (ago > since || count === 0) continue;
    let passes = 0;
    for (let i = 0; i < count; i += 1) if (draw.next() < chance) passes += 1;
    const recordCount = Math.round(records * (0.97 + 0.06 * draw.next()));
    builder.addCounts(key, day, { passes, fails: count - passes, errors: 0, recordCount, filteredCount: recordCount });
    builder.addLevel(key, level, count);
  }
}

function isOn(happening: Happening, name: string, ago: number, random: Random): boolean {
  if (!happening.series.includes(name)) return false;
  if ('on' in happening) return happening.on.includes(ago);
  if ('from' in happening) return ago <= happening.from && ago >= (happening.until ?? 0);
  const isItsDay = ago % DAYS_PER_WEEK === happening.weekly && happening.not?.includes(ago) !== true;
  return isItsDay && random.next() < LOW_WEEKS;
}

function isFixed(name: string, ago: number): boolean {
  return INTERVENED.series === name && INTERVENED.on.includes(ago);
}

function logOdds(percentage: number): number {
  return Math.log(percentage / (100 - percentage));
}

function digestOf(name: string): Buffer {
  return createHash('sha256').update(name).digest();
}

function seedOf(name: string): number {
  return digestOf(name).readUInt32BE();
}

/** A version 8 UUID (RFC 9562) that follows from a name. */
function uuidOf(name: string): string {
  const hex = digestOf(`quillhaven ${name}`).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `9${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
