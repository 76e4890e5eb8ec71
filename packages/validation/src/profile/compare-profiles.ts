import type { GateCheck } from '@dqs/core';

import { check, said } from '../gates/gate-report.js';
import { targetCorrelation, type FeatureProfile, type TrainingProfile } from './training-profile.js';
import type { ValueSketch } from './value-sketch.js';

/**
 * The features a model learned from must be those that the one code path of prediction computes again from the model's
 * own history. Whatever was done to the training rows in between (a leaked target, swapped columns, another unit, missing
 * values filled, rows lost or doubled, shuffled outcomes) shows as a difference.
 *
 * @param kept the profile in the bundle.
 * @param again the profile of the same days, computed from the history in the bundle.
 */
export function recomputedProfileCheck(kept: TrainingProfile, again: TrainingProfile): GateCheck {
  const name = 'recomputed-features';
  const differences = profileDifferences(kept, again);
  const figures = { value: differences.length, threshold: 0 };
  if (differences.length === 0) {
    const reason = `${kept.features.length} features of ${kept.rows} rows, computed again from the history in the bundle, are the same`;
    return check(name, 'pass', reason, figures);
  }
  const shown = differences.slice(0, 6).join('; ');
  const more = differences.length > 6 ? ` and ${differences.length - 6} more` : '';
  return check(name, 'fail', `what the model learned from is not what its history gives: ${shown}${more}`, figures);
}

/** The differences between two profiles, one sentence each. */
export function profileDifferences(kept: TrainingProfile, again: TrainingProfile): string[] {
  const differences: string[] = [];
  if (kept.rows !== again.rows) differences.push(`${kept.rows} rows, expected ${again.rows}`);
  if (!sameSketch(kept.target, again.target))
    differences.push(`the target (${sketchChange(kept.target, again.target)})`);
  if (!sameSketch(kept.executions, again.executions)) {
    differences.push(`the executions (${sketchChange(kept.executions, again.executions)})`);
  }
  const byName = new Map(again.features.map((feature) => [feature.name, feature]));
  for (const feature of kept.features) {
    const other = byName.get(feature.name);
    const difference = other ? featureDifference(feature, other) : 'unknown';
    if (difference !== undefined) differences.push(`${feature.name} (${difference})`);
  }
  return differences;
}

function featureDifference(kept: FeatureProfile, again: FeatureProfile): string | undefined {
  if (kept.kind !== again.kind) return `${kept.kind}, expected ${again.kind}`;
  if (kept.missing !== again.missing) return `${kept.missing} values missing, expected ${again.missing}`;
  if (kept.kind === 'categorical') {
    return sameNumbers(kept.categoryCounts ?? [], again.categoryCounts ?? []) ? undefined : 'other categories';
  }
  if (!kept.sketch || !again.sketch) return 'no distribution';
  if (!sameSketch(kept.sketch, again.sketch)) return sketchChange(kept.sketch, again.sketch);
  return targetDifference(kept, again);
}

/** The same values in another order correlate differently with the target. */
function targetDifference(kept: FeatureProfile, again: FeatureProfile): string | undefined {
  if (!kept.withTarget || !again.withTarget) return 'nothing about the target';
  const [a, b] = [targetCorrelation(kept.withTarget), targetCorrelation(again.withTarget)];
  const isSame = (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) < 1e-6;
  if (isSame && kept.withTarget.equal === again.withTarget.equal) return undefined;
  return `correlation with the target ${said(a, 3)}, expected ${said(b, 3)}`;
}

function sketchChange(kept: ValueSketch, again: ValueSketch): string {
  return `mean ${meanText(kept)} of ${kept.count} values, expected ${meanText(again)} of ${again.count}`;
}

function meanText({ sum, count }: ValueSketch): string {
  return count === 0 ? 'none' : said(sum / count, 4);
}

function sameSketch(a: ValueSketch, b: ValueSketch): boolean {
  return a.count === b.count && sameNumbers(a.keys, b.keys) && sameNumbers(a.counts, b.counts) && sameSum(a.sum, b.sum);
}

/** Sums may differ only by the order in which they were added. */
function sameSum(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
