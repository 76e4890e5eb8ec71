import { compareText, endOfKey, formatDay, type DailyPanel } from '@dqs/core';

import type { Delivered, SourceDays } from './entries.js';

/** Sources that an entry names; of more, those with most executions. */
const MOST_SOURCES = 100;

/** What an entry says of a delivery's panel, so that lists and arrivals need not read it. */
export type PanelFacts = Pick<Delivered, 'series' | 'executions' | 'fails' | 'errors' | 'sources'>;

interface Span {
  first: number;
  last: number;
  executions: number;
}

/** The facts of a panel. */
export function factsOf(panel: DailyPanel): PanelFacts {
  const { cells, keys } = panel;
  const spans = new Map<string, Span>();
  let [fails, errors, executions] = [0, 0, 0];
  for (let start = 0, end = 0; start < cells.key.length; start = end) {
    end = endOfKey(cells.key, start);
    const { source } = keys[cells.key[start]!]!;
    const span = spans.get(source) ?? { first: cells.day[start]!, last: cells.day[start]!, executions: 0 };
    spans.set(source, span);
    for (let row = start; row < end; row += 1) {
      const count = cells.passes[row]! + cells.fails[row]! + cells.errors[row]!;
      span.executions += count;
      executions += count;
      fails += cells.fails[row]!;
      errors += cells.errors[row]!;
    }
    span.first = Math.min(span.first, cells.day[start]!);
    span.last = Math.max(span.last, cells.day[end - 1]!);
  }
  return { series: keys.length, executions, fails, errors, sources: sourcesOf(spans) };
}

function sourcesOf(spans: ReadonlyMap<string, Span>): SourceDays[] {
  const most = [...spans].sort(([a, x], [b, y]) => y.executions - x.executions || compareText(a, b));
  return most.slice(0, MOST_SOURCES).map(([source, { first, last, executions }]) => {
    return { source, from: formatDay(first), to: formatDay(last), executions };
  });
}
