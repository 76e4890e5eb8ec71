import { pickFrame, pickRows, rowsWhere } from '@dqs/core';
import type { SeriesHistory } from '@dqs/features';

import { seriesNames } from '../../forecast/distribution/known-day.js';
import { latestDay, pickLabelled, rowsInMemory, type LabelledRows } from '../training-set.js';

/** Days at the end of a training all of whose rows are kept: what happened last says most about what comes. */
export const KEPT_DAYS = 56;
/** Series of which less than this share of the executions of those days passed keep all their rows: failures are rare. */
export const FAILING_SHARE = 0.5;

/** The rows that a training learns from, of all rows of its days. */
export interface SampledRows {
  /** Their indices, ascending. */
  readonly chosen: Int32Array;
  /** How many rows each of them stands for, 1 or more: what was dropped weighs on through those that were not. */
  readonly standsFor: Float32Array;
}

/**
 * Chooses a share of rows by a hash of series and day, which depends on nothing else: neither on the order nor on what other rows
 * there are, so that every part of a history chooses alike. Rows of the last {@link KEPT_DAYS} days and of failing series are all kept,
 * so more than the share may remain; the others stand for `1 / share` rows each.
 *
 * @param share above 0 and up to 1.
 */
export function sampleRows(history: SeriesHistory, { requests }: LabelledRows, share: number): SampledRows {
  const { series, targetDay } = requests;
  const lastDay = latestDay(targetDay);
  const newest = lastDay - KEPT_DAYS;
  const isFailing = failingSeries(history, newest, lastDay);
  const hashes = seriesNames(history).map(textHash);
  const limit = share * 2 ** 32;
  const isKept = (row: number) => targetDay[row]! > newest || isFailing[series[row]!] === 1;
  const chosen = rowsWhere(
    series.length,
    (row) => isKept(row) || rowHash(hashes[series[row]!]!, targetDay[row]!) < limit,
  );
  const standsFor = new Float32Array(chosen.length);
  chosen.forEach((row, i) => (standsFor[i] = isKept(row) ? 1 : 1 / share));
  return { chosen, standsFor };
}

/** The chosen rows, each weighing as much as the rows that it stands for; their features are in memory where they fit. */
export function pickSampled(rows: LabelledRows, { chosen, standsFor }: SampledRows): LabelledRows {
  const { frame, weight } = rows.set;
  const picked = pickLabelled(rows, chosen);
  return {
    requests: picked.requests,
    set: {
      frame: chosen.length <= rowsInMemory(frame.columns.length) ? pickFrame(frame, chosen) : picked.set.frame,
      target: picked.set.target,
      weight: pickRows(weight, chosen).map((executions, i) => executions * standsFor[i]!),
    },
  };
}

/** 1 for each series of whose executions after one day and up to another too few passed. */
function failingSeries({ series, offsets, day, passes, executions }: SeriesHistory, after: number, upTo: number) {
  const failing = new Uint8Array(series.length);
  for (let s = 0; s < failing.length; s += 1) {
    let [passed, executed] = [0, 0];
    for (let i = offsets[s]!; i < offsets[s + 1]!; i += 1) {
      if (day[i]! <= after || day[i]! > upTo) continue;
      passed += passes[i]!;
      executed += executions[i]!;
    }
    if (executed > 0 && passed < FAILING_SHARE * executed) failing[s] = 1;
  }
  return failing;
}

/** A 32-bit hash of a text: FNV-1a over its UTF-16 units. */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A hash of a series and a day, uniform in 0 … 2³² − 1: the finalizer of MurmurHash3 over both. */
function rowHash(ofSeries: number, day: number): number {
  let hash = ofSeries ^ mixed(day);
  hash = mixed(hash);
  return hash >>> 0;
}

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
