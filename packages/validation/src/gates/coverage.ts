import type { GateCheck } from '@dqs/core';
import { clusteredMean } from '@dqs/core/stats';
import { z } from 'zod';

import { check, said, type LimitsOf } from './gate-report.js';
import { distributionCheck, spreadFault } from './scored-distributions.js';
import { bandOf, type RowLimits, type ScoredRows } from './scored-rows.js';

/** Limits of the distance of coverage from its nominal value. */
export const COVERAGE_LIMITS = {
  /** Of the central interval of 80 %, in percentage points. */
  maxCoverageError80: z.number().min(0).max(100).default(5),
  /** Of the central interval of 95 %, in percentage points. */
  maxCoverageError95: z.number().min(0).max(100).default(3),
};

type Limits = RowLimits & LimitsOf<typeof COVERAGE_LIMITS>;

/**
 * Whether central intervals of 80 and 95 % hold as many results as they say, by the randomised PIT. A coverage outside its
 * limits fails if its 99 % band, days being its units, is outside too; one inside passes if the band is not wider than the
 * limits themselves. Otherwise the days cannot tell.
 */
export function coverageChecks(rows: ScoredRows, limits: Limits): GateCheck[] {
  const { maxCoverageError80, maxCoverageError95 } = limits;
  return [
    coverageCheck(rows, limits, { nominal: 80, allowed: maxCoverageError80 }),
    coverageCheck(rows, limits, { nominal: 95, allowed: maxCoverageError95 }),
  ];
}

/** A nominal coverage and how far from it the one that is found may be, in percentage points. */
interface Asked {
  readonly nominal: number;
  readonly allowed: number;
}

function coverageCheck(rows: ScoredRows, least: RowLimits, asked: Asked): GateCheck {
  const { nominal, allowed } = asked;
  const name = `coverage-${nominal}`;
  return distributionCheck(name, rows, least, (columns) => {
    const { coverage, band } = coverageWithBand(columns.pit, rows.day, asked);
    const distance = Math.abs(coverage - nominal);
    const figures = { value: coverage, threshold: nominal };
    const found =
      `an interval of ${nominal} % holds ${said(coverage, 1)} % of the results (99 % band by days ` +
      `${said(Math.max(0, coverage - band), 1)} to ${said(Math.min(100, coverage + band), 1)}), ` +
      `${nominal} ± ${said(allowed)} are allowed`;
    if (distance > allowed) {
      if (distance - band <= allowed) return check(name, 'inconclusive', `${found}; chance may explain it`, figures);
      return spreadFault(columns, name, `${found}: it is too ${coverage < nominal ? 'narrow' : 'wide'}`, figures);
    }
    if (band <= allowed) return check(name, 'pass', found, figures);
    return check(name, 'inconclusive', `${found}; so few days cannot tell`, figures);
  });
}

/** The share of results inside, in percent, with the half width of its band. */
function coverageWithBand(pit: Float64Array, day: Int32Array, { nominal, allowed }: Asked) {
  const inside = pit.map((one) => (Math.abs(one - 0.5) < nominal / 200 ? 100 : 0));
  const byDay = clusteredMean(inside, day);
  const coverage = byDay.mean;
  const limit = coverage < nominal ? nominal - allowed : nominal + allowed;
  const atLimit = errorOfShare(Math.min(100, Math.max(0, limit)), pit, day);
  const standardError = Math.max(byDay.standardError, atLimit);
  return { coverage, band: bandOf({ ...byDay, standardError }) };
}

/**
 * Standard error of a share of results inside, in percent. Days that happen to be alike, all their results inside say, do
 * not make a share certain; how much the rows of a day resemble each other is seen by how far inside they are.
 */
function errorOfShare(share: number, pit: Float64Array, day: Int32Array): number {
  const distance = pit.map((one) => Math.abs(one - 0.5));
  const { mean, standardError } = clusteredMean(distance, day);
  const variance = distance.reduce((sum, one) => sum + (one - mean) ** 2, 0) / distance.length;
  const inflation = variance > 0 ? Math.max(1, (standardError ** 2 * pit.length) / variance) : 1;
  return Math.sqrt((share * (100 - share) * inflation) / pit.length);
}
