import { benjaminiHochbergLimit, eBenjaminiHochbergLimit, eValue } from '@dqs/core/stats';

import type { MonitoredPool } from '../monitor.js';
import { dailyMeans, type LossCourse } from '../scores/loss-course.js';
import { extendDegradation, startDegradation, windowLoss } from '../sequential/degradation.js';
import { dailyReference } from '../sequential/reference.js';
import { simulatePools, type SimulatedOperation } from './simulate-pools.js';

/** How often verdicts on degradation fell in a simulated operation, at the levels of their defaults. */
export interface SimulatedVerdicts {
  readonly pools: number;
  /** By length of window, in days. */
  readonly windows: readonly WindowCounts[];
  /** Pools whose e-value reached 2 / α on any day, α = 0.05, and after how many days from the drop: infinity if never. */
  readonly everDegraded: number;
  readonly delays: readonly number[];
  /** Pools with a drop that Benjamini and Hochberg's rule rejects on its very first day, by that day alone. */
  readonly foundOnFirstDay: number;
  /** Rejections by e-BH on the last day, among pools without and with a drop. */
  readonly falseByEValues: number;
  readonly rightByEValues: number;
}

/** Verdicts on one length of window. */
export interface WindowCounts {
  readonly window: number;
  /** Looks at which each pool was judged, a window apart. */
  readonly looks: number;
  /** Pools with a p-value of at most 0.05, over all looks. */
  readonly alarms: number;
  /** Mean over the looks of the share of false ones among the rejections by Benjamini and Hochberg at 0.05. */
  readonly falseDiscoveryRate: number;
  /** Looks of pools with a drop, and those rejected. */
  readonly planted: number;
  readonly found: number;
}

const LEVEL = 0.05;
const WINDOWS = [7, 28, 90];

/** The verdicts on a simulated operation. */
export function verdictsOfSimulation(operation: SimulatedOperation): SimulatedVerdicts {
  const pools = simulatePools(operation).map(lossesOf);
  const { drop } = operation;
  const isPlanted = pools.map((_, index) => index < (drop?.pools ?? 0));
  const evidence = pools.map(eValuesByDay);
  const last = evidence.map((values) => values.at(-1)! / 2);
  const limit = eBenjaminiHochbergLimit(last, LEVEL);
  const rejected = last.map((value) => value >= limit);
  return {
    pools: pools.length,
    windows: WINDOWS.map((window) => windowCounts(pools, window, { isPlanted, hasDrop: drop !== undefined })),
    everDegraded: evidence.filter((values) => values.some((value) => value >= 2 / LEVEL)).length,
    delays: evidence
      .filter((_, i) => isPlanted[i])
      .map((values) => delayOf(values, (value) => value >= 2 / LEVEL, drop!.fromDay)),
    foundOnFirstDay: drop === undefined ? 0 : foundAt(pools, drop.fromDay, isPlanted),
    falseByEValues: rejected.filter((one, i) => one && !isPlanted[i]).length,
    rightByEValues: rejected.filter((one, i) => one && isPlanted[i]).length,
  };
}

function foundAt(pools: readonly PoolLosses[], day: number, isPlanted: readonly boolean[]): number {
  const pValues = pools.map(({ live, reference }) => windowLoss(live.subarray(day, day + 1), 1, reference).pValue);
  const limit = benjaminiHochbergLimit(pValues, LEVEL);
  return pValues.filter((value, i) => isPlanted[i] && value <= limit).length;
}

interface PoolLosses {
  readonly live: Float64Array;
  readonly reference: NonNullable<ReturnType<typeof dailyReference>>;
}

function lossesOf({ history }: MonitoredPool): PoolLosses {
  const means = ({ columns }: LossCourse) => dailyMeans(columns.absoluteError, columns.graded);
  return { live: means(history.live), reference: dailyReference(means(history.backtest!), LEVEL)! };
}

function eValuesByDay({ live, reference }: PoolLosses): number[] {
  let state = startDegradation(reference);
  return Array.from(live, (_, day) => {
    state = extendDegradation(state, live.subarray(day, day + 1), reference);
    return eValue(state.evidence);
  });
}

function delayOf(values: readonly number[], isAlarm: (value: number) => boolean, from: number): number {
  const at = values.findIndex((value, day) => day >= from && isAlarm(value));
  return at < 0 ? Number.POSITIVE_INFINITY : at - from + 1;
}

interface Planted {
  readonly isPlanted: readonly boolean[];
  readonly hasDrop: boolean;
}

function windowCounts(pools: readonly PoolLosses[], window: number, { isPlanted, hasDrop }: Planted): WindowCounts {
  const days = pools[0]!.live.length;
  let [looks, alarms, falseShares, planted, found] = [0, 0, 0, 0, 0];
  for (let end = days; end >= window; end -= hasDrop ? days : window) {
    const pValues = pools.map(
      ({ live, reference }) => windowLoss(live.subarray(end - window, end), window, reference).pValue,
    );
    const limit = benjaminiHochbergLimit(pValues, LEVEL);
    const rejections = pValues.map((value) => value <= limit);
    const wrong = rejections.filter((one, i) => one && !isPlanted[i]).length;
    const right = rejections.filter((one, i) => one && isPlanted[i]).length;
    looks += 1;
    alarms += pValues.filter((value, i) => value <= LEVEL && !isPlanted[i]).length;
    falseShares += wrong === 0 ? 0 : wrong / (wrong + right);
    planted += isPlanted.filter(Boolean).length;
    found += right;
  }
  return { window, looks, alarms, falseDiscoveryRate: falseShares / looks, planted, found };
}
