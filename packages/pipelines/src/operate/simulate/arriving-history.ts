import type { DailyPanel, PanelCells } from '@dqs/core';
import type { ScheduledDelivery } from '@dqs/synthetic';

import { issuingHistory, type IssuingHistory } from '../issue-forecasts.js';

/** The results of a source and day that are not known as they will be in the end. */
interface Exception {
  readonly source: string;
  readonly day: number;
  /** What is known instead; undefined for nothing. */
  readonly instead: ScheduledDelivery | undefined;
}

/**
 * The history as it is known at any time of a simulation: what `Deliveries.panel({ knownAt })` gives, at a fraction of the work.
 *
 * No result dated after the as-of day changes a bit of a forecast, so one history with the days to come in it serves for as long as
 * what has arrived is what it will be in the end; what the models know of its series then goes forward from day to day. It is made
 * anew only while something is late or waits for its correction.
 */
export class ArrivingHistory {
  readonly #bySourceDay: ReadonlyMap<string, readonly ScheduledDelivery[]>;
  /** Everything that will have arrived in the end. */
  readonly #panel: DailyPanel;
  #made: { readonly key: string; readonly history: IssuingHistory } | undefined;

  /**
   * @param panel what the schedule delivers; days that it does not deliver are never known.
   * @param schedule in the order of arrival.
   */
  constructor(panel: DailyPanel, schedule: readonly ScheduledDelivery[]) {
    const groups = new Map<string, ScheduledDelivery[]>();
    for (const one of schedule) {
      const group = groups.get(placeOf(one));
      if (group) group.push(one);
      else groups.set(placeOf(one), [one]);
    }
    this.#bySourceDay = groups;
    const { keys, cells } = panel;
    const delivered = [...cells.key.keys()].filter((row) => {
      return groups.has(placeOf({ source: keys[cells.key[row]!]!.source, day: cells.day[row]! }));
    });
    const isWhole = delivered.length === cells.key.length;
    this.#panel = isWhole ? panel : { ...panel, cells: pickCells(cells, Int32Array.from(delivered)) };
  }

  /** The history known at a time, to forecast from results up to a day. */
  at(now: number, asOf: number): IssuingHistory {
    const exceptions = this.#exceptions(now, asOf);
    const key = JSON.stringify(exceptions.map(({ source, day, instead }) => [source, day, instead?.at ?? null]));
    if (this.#made?.key !== key) this.#made = { key, history: issuingHistory(withExceptions(this.#panel, exceptions)) };
    return this.#made.history;
  }

  #exceptions(now: number, asOf: number): Exception[] {
    return [...this.#bySourceDay.values()].flatMap((versions) => {
      const [first] = versions as [ScheduledDelivery];
      if (first.day > asOf) return [];
      const known = versions.filter(({ at }) => at <= now);
      const isFinal = known.length > 0 && !versions.some(({ at, kind }) => kind === 'correction' && at > now);
      return isFinal ? [] : [{ source: first.source, day: first.day, instead: known.at(-1) }];
    });
  }
}

function placeOf({ source, day }: Pick<ScheduledDelivery, 'source' | 'day'>): string {
  return `${day} ${source}`;
}

function withExceptions(panel: DailyPanel, exceptions: readonly Exception[]): DailyPanel {
  if (exceptions.length === 0) return panel;
  const { keys, cells } = panel;
  const places = new Map(exceptions.map((one) => [placeOf(one), one]));
  const [passes, fails] = [cells.passes.slice(), cells.fails.slice()];
  const kept: number[] = [];
  const days = new Set(exceptions.map(({ day }) => day));
  const seen = new Map<Exception, number>();
  for (let row = 0; row < cells.key.length; row += 1) {
    const exception = days.has(cells.day[row]!)
      ? places.get(placeOf({ source: keys[cells.key[row]!]!.source, day: cells.day[row]! }))
      : undefined;
    if (exception === undefined) kept.push(row);
    else if (exception.instead !== undefined) {
      // The cells of one source and day stand in the same order in both panels.
      const cell = seen.get(exception) ?? 0;
      seen.set(exception, cell + 1);
      const other = contentOf(exception.instead).cells;
      [passes[row], fails[row]] = [other.passes[cell]!, other.fails[cell]!];
      kept.push(row);
    }
  }
  return { ...panel, cells: pickCells({ ...cells, passes, fails }, Int32Array.from(kept)) };
}

const CONTENTS = new WeakMap<ScheduledDelivery, DailyPanel>();

function contentOf(delivery: ScheduledDelivery): DailyPanel {
  let content = CONTENTS.get(delivery);
  if (!content) CONTENTS.set(delivery, (content = delivery.panel()));
  return content;
}

function pickCells(cells: PanelCells, rows: Int32Array): PanelCells {
  const whole = (column: Int32Array) => rows.map((row) => column[row]!);
  return {
    key: whole(cells.key),
    day: whole(cells.day),
    passes: whole(cells.passes),
    fails: whole(cells.fails),
    errors: whole(cells.errors),
    recordCount: Float64Array.from(rows, (row) => cells.recordCount[row]!),
    filteredCount: Float64Array.from(rows, (row) => cells.filteredCount[row]!),
  };
}
