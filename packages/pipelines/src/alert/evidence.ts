import type { ModelFacts, RecordFacts } from '@dqs/alerting';
import {
  accuracyOf,
  calibrationOf,
  driftOf,
  joinScores,
  poolEvidence,
  withinDays,
  type Accuracy,
  type Calibration,
  type Coverage,
  type DriftRow,
  type PoolEvidence,
} from '@dqs/monitoring';

import type { CourseStore } from '../monitor/course-months.js';
import { recordOf, tenthsOf } from './morning.js';
import { driftInputs, ledgerPools, upToDay, type LedgerPools } from '../monitor/monitor-ledger.js';

/** The window of shares and skill that rules about models look at, days. */
const WINDOW = 28;
/** Share of false alarms of running evidence over all time, as in monitoring. */
const FALSE_ALARMS = 0.05;

/** What monitoring says of pools and models at a time. */
export interface Evidence {
  /** e-value of the warnings of a pool, by {@link poolKey}. */
  readonly earned: ReadonlyMap<string, number>;
  /** Of the version in use. */
  readonly model: Omit<ModelFacts, 'model' | 'labels'>;
  /** How often odds came true in the last 90 days, of those that warn. */
  readonly record: readonly RecordFacts[];
  /** The same by tenths of all odds. */
  readonly tenths: readonly RecordFacts[];
  /** What all of it is made from. */
  readonly pools: LedgerPools;
}

/** What names the pool of a series: rule, level and source of a tenant. */
export function poolKey(of: {
  readonly tenantId: string;
  readonly ruleCode: string;
  readonly level: string;
  readonly source: string;
}): string {
  return JSON.stringify([of.tenantId, of.ruleCode, of.level, of.source]);
}

/**
 * What the graded forecasts of a ledger say, as known at a time: of days up to one, which are all graded by then, so that the
 * answer is the same whenever it is asked for.
 */
export async function evidenceAt(ledger: CourseStore, lastDay: number, knownAt: number): Promise<Evidence> {
  const read = await ledgerPools(upToDay(ledger, lastDay), knownAt);
  const { pools, lastDay: last } = read;
  // No windows: rules look at running evidence.
  const evidence = pools.map(({ history }) => poolEvidence(history, [], last, FALSE_ALARMS));
  const earned = pools.map(({ pool }, i) => [poolKey(pool), evidence[i]!.earned.eValue] as const);
  const recent = joinScores(pools.map((one) => one.recent));
  const all = withinDays(recent, last - WINDOW + 1, last);
  const accuracy = accuracyOf(all);
  const drift = driftOf(await driftInputs(pools, last, {}), accuracy.mae ?? Number.NaN);
  const model = modelFacts({ evidence, accuracy, calibration: calibrationOf(all), drift });
  return { earned: new Map(earned), model, record: recordOf(recent), tenths: tenthsOf(recent), pools: read };
}

interface Measured {
  readonly evidence: readonly PoolEvidence[];
  readonly accuracy: Accuracy;
  readonly calibration: Calibration;
  readonly drift: readonly DriftRow[];
}

function modelFacts({ evidence, accuracy, calibration, drift }: Measured): Evidence['model'] {
  return {
    ...given('liveVsNaive', mean(evidence.map(({ skill }) => skill.eWorse))),
    // Half of it counts: the other half of the false alarms is spent on the luck of the reference.
    ...given('liveVsBacktest', mean(evidence.map(({ degradation }) => halved(degradation.eValue)))),
    ...coverageFacts(calibration),
    ...given('skill', accuracy.naive.skill),
    ...driftFacts(drift),
  };
}

/** So far may the share of the central 80 or 95 % lie from the true one, with a confidence of 99 %, for rules to look at it. */
const MOST_DOUBT = { coverage80: 0.1, coverage95: 0.07 } as const;

/** The coverage of intervals; nothing where so few results, or so few days of their own, have come that chance explains a lot. */
export function coverageFacts({
  coverage80,
  coverage95,
}: Pick<Calibration, 'coverage80' | 'coverage95'>): Pick<ModelFacts, 'coverage80' | 'coverage95'> {
  const told = (name: keyof typeof MOST_DOUBT, { share, low, high }: Coverage) =>
    share !== null && Math.max(share - low, high - share) <= MOST_DOUBT[name] ? { [name]: share } : {};
  return { ...told('coverage80', coverage80), ...told('coverage95', coverage95) };
}

/** The mean of e-values is one, whatever depends on what. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function halved(value: number | null): number | null {
  return value === null ? null : value / 2;
}

/** The drift that may cost most, one that counts before others. */
function driftFacts(drift: readonly DriftRow[]): Pick<ModelFacts, 'drift'> {
  const row = drift.find(({ verdict }) => verdict === 'fail') ?? drift.find(({ ofTheError }) => ofTheError !== null);
  if (row === undefined || row.ofTheError === null || Number.isNaN(row.qValue)) return {};
  return { drift: { impact: row.ofTheError, q: row.qValue } };
}

function given<K extends keyof Evidence['model']>(key: K, value: number | null): Partial<Evidence['model']> {
  return value === null || !Number.isFinite(value) ? {} : { [key]: value };
}
