import { binomialCdf, exceedanceAt, type ExceedanceTable } from '@dqs/core/stats';

/** Probabilities of a result under its forecast. */
export interface Chance {
  /** P(fewer passes). */
  readonly worse: number;
  /** P(as many passes). */
  readonly same: number;
}

/** Executions up to which every number of passes is looked at; beyond it, quantiles of the forecast stand for them. */
const MOST_SUMMED = 200;
/** Executions this near to those of the forecast count as the same: the spread differs by 5 % at most. */
const NEARLY = 0.1;

/**
 * The chance of `passes` out of `executions` under row `row` of the forecasts.
 *
 * A day with other executions than the forecast assumed has another spread, so that the nearest percentage alone would make
 * one failure out of one look like ten out of ten. Of fewer executions, those that came are a draw without replacement from
 * those assumed, which for any exchangeable executions is exact; of more, each came with the assumed day's pass fraction,
 * which spreads wider than it should rather than less.
 */
export function chanceOf(table: ExceedanceTable, row: number, passes: number, executions: number): Chance {
  const assumed = table.executions[row]!;
  if (executions === assumed) return between(table, row, passes, passes + 1);
  if (executions > MOST_SUMMED && Math.abs(executions - assumed) <= NEARLY * assumed) {
    const scale = assumed / executions;
    return between(table, row, Math.round(passes * scale), Math.round(passes * scale) + 1);
  }
  let [worse, upTo] = [0, 0];
  for (const { k, mass } of possiblePasses(table, row)) {
    if (mass <= 0) continue;
    const atMost =
      executions < assumed && assumed <= MOST_SUMMED
        ? (count: number) => drawnAtMost(count, executions, k, assumed)
        : (count: number) => binomialCdf(count, executions, k / assumed);
    worse += mass * (passes === 0 ? 0 : atMost(passes - 1));
    upTo += mass * atMost(passes);
  }
  return { worse, same: Math.max(0, upTo - worse) };
}

function between(table: ExceedanceTable, row: number, from: number, to: number): Chance {
  const reached = exceedanceAt(table, row, from);
  return { worse: 1 - reached, same: Math.max(0, reached - exceedanceAt(table, row, to)) };
}

/** Passes of the assumed day and their probability: every number of them, or as many steps between none and all. */
function possiblePasses(table: ExceedanceTable, row: number): { readonly k: number; readonly mass: number }[] {
  const assumed = table.executions[row]!;
  const steps = Math.min(assumed, MOST_SUMMED);
  const ends = Array.from({ length: steps + 1 }, (_, i) => Math.floor((i * assumed) / steps));
  return ends.map((k, i) => {
    const below = i === 0 ? 0 : ends[i - 1]! + 1;
    return { k: (below + k) / 2, mass: exceedanceAt(table, row, below) - exceedanceAt(table, row, k + 1) };
  });
}

/** P(at most `count` passes among `drawn` out of `total` executions of which `passes` passed): hypergeometric. */
function drawnAtMost(count: number, drawn: number, passes: number, total: number): number {
  const least = Math.max(0, drawn - (total - passes));
  const most = Math.min(drawn, passes);
  if (count >= most) return 1;
  if (count < least) return 0;
  // Each term from the one before it, relative to the first, and their sum for scale.
  let [term, sum, upTo] = [1, 0, 0];
  for (let i = least; i <= most; i += 1) {
    sum += term;
    if (i <= count) upTo += term;
    term *= ((passes - i) * (drawn - i)) / ((i + 1) * (total - passes - drawn + i + 1));
  }
  return upTo / sum;
}
