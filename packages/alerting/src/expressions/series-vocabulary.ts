import { durationOf } from '@dqs/core/calendar';
import { binomialCdf } from '@dqs/core/stats';

import { EARNED_E, resultOf, type DayResult, type SeriesFacts } from '../facts/facts.js';
import type { Value } from './units.js';
import { fact, type FunctionDefinition, type Subject, type Vocabulary } from './vocabulary.js';

const DAY = durationOf(1, 'd')!;
/** A target above it counts as it, so that a series that must never fail has a rate at which it burns. */
const HIGHEST_TARGET = 99.9;

type Of = Subject<'series'>;

const forecast = (pick: (forecast: NonNullable<SeriesFacts['forecast']>) => number | null) => (facts: SeriesFacts) =>
  facts.forecast === undefined ? undefined : pick(facts.forecast);
const result = (pick: (result: DayResult) => number) => (facts: SeriesFacts, day: number) => {
  const found = resultOf(facts.results, day);
  return found === undefined ? undefined : pick(found);
};

/** Whether so many fails would come by chance alone, were each execution as good as the target asks. */
const failsBeyond: FunctionDefinition<'series'> = {
  type: 'boolean',
  meaning: 'whether the day has more fails than a series that reaches the target shows with probability `alpha`',
  parameters: [
    { name: 'target', type: 'percentage' },
    {
      name: 'alpha',
      type: 'share',
      fallback: 0.01,
      isFixed: true,
      limit: ['above 0 and below 1', (value) => value > 0 && value < 1],
    },
  ],
  apply: ({ facts, day }, [target, alpha]) => {
    const found = resultOf(facts.results, day);
    if (found === undefined) return undefined;
    const n = found.passes + found.fails;
    return found.fails > 0 && chanceOfFails(found.fails, n, target as number) <= (alpha as number);
  },
  shows: ({ facts, day }, [target, alpha]) => {
    const found = resultOf(facts.results, day);
    if (found === undefined) return { observed: null, limit: null };
    return {
      observed: found.fails,
      limit: leastFailsBeyond(found.passes + found.fails, target as number, alpha as number),
    };
  },
};

/** The chance of so many fails or more; counted as passes, so that a small one is exact. */
function chanceOfFails(fails: number, n: number, target: number): number {
  return binomialCdf(n - fails, n, target / 100);
}

/** The number of fails from which a day is beyond its target, by bisection; one more than there are if none is. */
function leastFailsBeyond(n: number, target: number, alpha: number): number {
  let [low, high] = [1, n + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chanceOfFails(middle, n, target) <= alpha) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How fast the fails that the target allows are used up: 1 uses them exactly (Beyer et al., The Site Reliability Workbook, 5). */
const burn: FunctionDefinition<'series'> = {
  type: 'ratio',
  meaning: 'share of fails over a span of days, divided by the share that the target allows',
  parameters: [
    {
      name: 'span',
      type: 'duration',
      isFixed: true,
      limit: ['whole days from 1d to 28d', (value) => value % DAY === 0 && value >= DAY && value <= 28 * DAY],
    },
  ],
  apply: ({ facts, day }, [span]) => {
    const from = day - (span as number) / DAY;
    let [fails, executions] = [0, 0];
    for (let i = facts.results.length - 1; i >= 0 && facts.results[i]!.day > from; i -= 1) {
      if (facts.results[i]!.day > day) continue;
      fails += facts.results[i]!.fails;
      executions += facts.results[i]!.fails + facts.results[i]!.passes;
    }
    // In this order a rate of 2 is 2 and not a little less.
    return executions === 0 ? undefined : (100 * fails) / (executions * (100 - Math.min(facts.target, HIGHEST_TARGET)));
  },
};

const hasTag: FunctionDefinition<'series'> = {
  type: 'boolean',
  meaning: 'whether the catalog or the tool gives the series a tag',
  parameters: [{ name: 'tag', type: 'text' }],
  apply: ({ facts }, [tag]) => (facts.labels.tags ?? []).includes(tag as string),
};

const hasFlag: FunctionDefinition<'series'> = {
  type: 'boolean',
  meaning: 'whether the forecast carries a flag, such as "cold_start"',
  parameters: [{ name: 'flag', type: 'text' }],
  apply: ({ facts }, [flag]): Value | undefined =>
    facts.forecast && (facts.forecast.flags ?? []).includes(flag as string),
};

const showsEarned = ({ facts }: Of) => ({ observed: facts.earned?.e ?? null, limit: EARNED_E });

/** Facts about a day to come. */
export const FORECAST_NAMES = [
  'p_below_target',
  'expected',
  'predicted',
  'lower_80',
  'upper_80',
  'lower_95',
  'upper_95',
] as const;

/** What rules about series may say. */
export const SERIES_VOCABULARY: Vocabulary<'series'> = {
  facts: new Map([
    [
      'p_below_target',
      fact(
        'share',
        'probability that the forecast day misses its target',
        forecast((f) => f.pBelowTarget),
      ),
    ],
    [
      'expected',
      fact(
        'percentage',
        'expected pass percentage of the forecast day',
        forecast((f) => f.expected),
      ),
    ],
    [
      'predicted',
      fact(
        'percentage',
        'pass percentage of least expected absolute error',
        forecast((f) => f.predicted),
      ),
    ],
    [
      'lower_80',
      fact(
        'percentage',
        'lower bound of the interval of 80 %',
        forecast((f) => f.lower80),
      ),
    ],
    [
      'upper_80',
      fact(
        'percentage',
        'its upper bound',
        forecast((f) => f.upper80),
      ),
    ],
    [
      'lower_95',
      fact(
        'percentage',
        'lower bound of the interval of 95 %',
        forecast((f) => f.lower95),
      ),
    ],
    [
      'upper_95',
      fact(
        'percentage',
        'its upper bound',
        forecast((f) => f.upper95),
      ),
    ],
    [
      'naive',
      fact(
        'percentage',
        'naive forecast: median of the last 7 observed days',
        forecast((f) => f.naive),
      ),
    ],
    ['target', fact('percentage', 'pass percentage that a day should reach', (facts) => facts.target)],
    ['importance', fact('count', 'how much the series matters, from 1 to 5', (facts) => facts.importance)],
    [
      'pass_percentage',
      fact(
        'percentage',
        'pass percentage of the day',
        result((r) => (100 * r.passes) / (r.passes + r.fails)),
      ),
    ],
    [
      'executions',
      fact(
        'count',
        'passes and fails of the day',
        result((r) => r.passes + r.fails),
      ),
    ],
    [
      'passes',
      fact(
        'count',
        'passes of the day',
        result((r) => r.passes),
      ),
    ],
    [
      'fails',
      fact(
        'count',
        'fails of the day',
        result((r) => r.fails),
      ),
    ],
    [
      'errors',
      fact(
        'count',
        'results of the day that are neither',
        result((r) => r.errors),
      ),
    ],
    [
      'error_share',
      fact(
        'share',
        'share of errors among all results of the day',
        result((r) => r.errors / (r.passes + r.fails + r.errors)),
      ),
    ],
    [
      'earned',
      fact(
        'boolean',
        'whether its pool has earned its pages, and its own record does not speak against it',
        isEarned,
        showsEarned,
      ),
    ],
    ['source', fact('text', 'its source', (facts) => facts.labels.source)],
    ['tenant', fact('text', 'its tenant', (facts) => facts.labels.tenant)],
    ['dataset', fact('text', 'name of its dataset', (facts) => facts.labels.datasetName ?? facts.labels.dataset)],
    ['rule', fact('text', 'code of its rule', (facts) => facts.labels.rule)],
    ['attribute', fact('text', 'attribute that the rule looks at', (facts) => facts.labels.attribute)],
    ['owner', fact('text', 'who answers for it', (facts) => facts.labels.owner)],
  ]),
  functions: new Map([
    ['fails_beyond', failsBeyond],
    ['burn', burn],
    ['has_tag', hasTag],
    ['has_flag', hasFlag],
  ]),
};

function isEarned({ earned }: SeriesFacts): boolean | undefined {
  return earned && earned.e >= EARNED_E && !earned.veto;
}
