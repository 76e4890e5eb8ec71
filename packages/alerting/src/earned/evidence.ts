import { EARNED_E } from '../facts/facts.js';

/** A warning after its day: what it said, and whether it came true. Days that a person saved are left out. */
export interface GradedWarning {
  readonly series: string;
  /** Stated probability of missing the target, in [0, 1]. */
  readonly p: number;
  readonly missed: boolean;
}

/** A day of a pool. */
export interface GradedDay {
  readonly warnings: readonly GradedWarning[];
  /** Series of the pool that have a result, warned of or not, and those of them that missed their target. */
  readonly graded: number;
  readonly missed: number;
}

/** What is known of a pool's warnings. Survives JSON. */
export interface PoolRecord {
  readonly pool: string;
  /** ln of the evidence that its warnings have skill. */
  readonly logE: number;
  readonly days: number;
  readonly warnings: number;
  readonly hits: number;
  /** Series-days before today, and how many of them missed: the base rate. */
  readonly graded: number;
  readonly missed: number;
  /** ln of the evidence, by series, that its warnings come true less often than they say. */
  readonly vetoes: readonly { readonly series: string; readonly logE: number }[];
}

/** Odds beyond it are taken for it, so that one surprise does not end all evidence. */
const MOST_CERTAIN = 0.95;
const HEDGE = 0.5;

/** The record of a pool before its first day. */
export function newPool(pool: string): PoolRecord {
  return { pool, logE: 0, days: 0, warnings: 0, hits: 0, graded: 0, missed: 0, vetoes: [] };
}

/**
 * The record after a day. The evidence is an e-process against "days that are warned of miss their target no more often
 * than the pool's days before" (Ramdas et al., "Game-theoretic statistics and safe anytime-valid inference", 2023): every
 * warning bets half of its stake by the likelihood ratio of what it said to the base rate. The bets of a day are averaged,
 * since its series may fail together, and only days multiply.
 */
export function gradeDay(record: PoolRecord, { warnings, graded, missed }: GradedDay): PoolRecord {
  const base = (record.missed + 1) / (record.graded + 2);
  const factors = warnings.map((one) => factor(Math.max(base, Math.min(one.p, MOST_CERTAIN)), base, one.missed));
  const mean = factors.reduce((sum, one) => sum + one, 0) / factors.length;
  return {
    ...record,
    logE: warnings.length === 0 ? record.logE : record.logE + Math.log(mean),
    days: record.days + (warnings.length === 0 ? 0 : 1),
    warnings: record.warnings + warnings.length,
    hits: record.hits + warnings.filter((one) => one.missed).length,
    graded: record.graded + graded,
    missed: record.missed + missed,
    vetoes: vetoesAfter(record, warnings, base),
  };
}

/** The same bet the other way round: that a series' warnings are worth no more than the base rate. */
function vetoesAfter(record: PoolRecord, warnings: readonly GradedWarning[], base: number): PoolRecord['vetoes'] {
  const logs = new Map(record.vetoes.map(({ series, logE }) => [series, logE]));
  for (const { series, p, missed } of warnings) {
    const said = Math.min(p, MOST_CERTAIN);
    if (said <= base) continue;
    logs.set(series, (logs.get(series) ?? 0) + Math.log(factor(base, said, missed)));
  }
  return [...logs].map(([series, logE]) => ({ series, logE }));
}

/** What a bet on `mine` against `theirs` gives back of 1. */
function factor(mine: number, theirs: number, missed: boolean): number {
  const ratio = missed ? mine / theirs : (1 - mine) / (1 - theirs);
  return HEDGE + (1 - HEDGE) * ratio;
}

/** Largest e that is shown: evidence beyond it decides nothing more. */
const MOST_E = 1e12;

/** What rules see of a pool, for one of its series. */
export function earnedFacts(
  record: PoolRecord,
  series: string,
): { readonly pool: string; readonly e: number; readonly veto: boolean } {
  const veto = record.vetoes.find((one) => one.series === series)?.logE ?? 0;
  return {
    pool: record.pool,
    e: Math.min(MOST_E, Math.exp(record.logE)),
    veto: veto >= Math.log(EARNED_E),
  };
}
