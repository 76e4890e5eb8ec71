import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface PairedCase {
  readonly first: number[];
  readonly second: number[];
  readonly t: number;
  readonly pValue: number;
  readonly interval: [number, number];
}

/** What scripts/make-ab-fixtures.py wrote. */
export interface ScipyFixtures {
  readonly distributions: Readonly<Record<string, number[][]>>;
  readonly paired: readonly PairedCase[];
  readonly welch: readonly PairedCase[];
  readonly wilcoxon: readonly { differences: number[]; mode: 'exact' | 'approx'; statistic: number; pValue: number }[];
  readonly chiSquare: readonly {
    counts: number[];
    shares: number[];
    statistic: number;
    pValue: number;
    alwaysValid: number;
  }[];
  readonly twoShares: readonly { hits: [number, number]; totals: [number, number]; pValue: number }[];
  readonly falseDiscovery: readonly { pValues: number[]; adjusted: number[] }[];
  readonly clustered: readonly {
    values: number[];
    day: number[];
    mean: number;
    standardError: number;
    pValue: number;
    interval: [number, number];
  }[];
  readonly hashes: readonly [string, number, number][];
}

/** The fixtures made by SciPy and scikit-learn. */
export const SCIPY = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'scipy.json'), 'utf8')) as ScipyFixtures;

/** Both sides sum in different orders; the remaining difference is below this. */
export const TOLERANCE = 1e-10;

/** |a − b| over |b|, or |a| where b is 0. */
export function relativeError(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : Math.abs(a - b) / Math.abs(b);
}
