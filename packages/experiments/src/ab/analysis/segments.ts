import { benjaminiHochberg } from '../stats/benjamini-hochberg.js';
import { comparePaired } from './paired-comparison.js';
import { compareSplit } from './split-comparison.js';
import { winnerOf, type Comparison, type JudgingRules, type Winner } from './comparison.js';
import type { PairedRows, SplitRows } from './observations.js';

/** The comparison in one segment. */
export interface ExperimentSegment {
  readonly segment: string;
  readonly rows: number;
  readonly days: number;
  readonly control: number | null;
  readonly difference: number | null;
  readonly relative: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Always-valid, for this segment alone. */
  readonly pValue: number;
  /** The same, adjusted for the number of segments (Benjamini and Hochberg). */
  readonly adjustedPValue: number;
  /** Who is better here, at a false-discovery rate of α; null if unknown. */
  readonly winner: Winner | null;
}

/** Rows of either design. */
export type DesignRows =
  | { readonly design: 'paired'; readonly rows: PairedRows }
  | { readonly design: 'split'; readonly rows: SplitRows };

/** The comparison that fits the rows. */
export function compare(given: DesignRows, rules: JudgingRules): Comparison {
  return given.design === 'paired' ? comparePaired(given.rows, rules) : compareSplit(given.rows, rules);
}

/** The rows of each segment, ascending by name; rows without a segment belong to none. */
export function bySegment(given: DesignRows): Map<string, DesignRows> {
  const names = [...new Set(given.rows.segment)].filter((name) => name !== '').sort();
  return new Map(names.map((name) => [name, pick(given, name)]));
}

/** Compares every segment, greatest relative harm first. */
export function compareSegments(given: DesignRows, rules: JudgingRules): ExperimentSegment[] {
  const results = [...bySegment(given)].map(([segment, rows]) => ({ segment, result: compare(rows, rules) }));
  const pValues = results.map(({ result }) => result.alwaysValid?.pValue ?? 1);
  const adjusted = benjaminiHochberg(pValues);
  return results
    .map(({ segment, result }, i) => {
      const { rows, days, control, difference, relative, alwaysValid } = result;
      return {
        segment,
        rows,
        days,
        control,
        difference,
        relative,
        low: alwaysValid?.low ?? null,
        high: alwaysValid?.high ?? null,
        pValue: pValues[i]!,
        adjustedPValue: adjusted[i]!,
        winner: adjusted[i]! <= rules.alpha && difference !== null ? winnerOf(difference) : null,
      };
    })
    .sort((a, b) => (b.relative ?? 0) - (a.relative ?? 0));
}

function pick(given: DesignRows, name: string): DesignRows {
  const { segment } = given.rows;
  const kept = segment.flatMap((one, row) => (one === name ? [row] : []));
  const shared = { day: Int32Array.from(kept, (row) => given.rows.day[row]!), segment: kept.map(() => name) };
  if (given.design === 'paired') {
    const { control, treatment } = given.rows;
    const doubles = (values: Float64Array) => Float64Array.from(kept, (row) => values[row]!);
    return { design: 'paired', rows: { ...shared, control: doubles(control), treatment: doubles(treatment) } };
  }
  const { unit, treated, loss } = given.rows;
  const own = {
    unit: kept.map((row) => unit[row]!),
    treated: Uint8Array.from(kept, (row) => treated[row]!),
    loss: Float64Array.from(kept, (row) => loss[row]!),
  };
  return { design: 'split', rows: { ...shared, ...own } };
}
