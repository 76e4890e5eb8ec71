import {
  compareText,
  formatDay,
  groupRows,
  mostFrequentLevels,
  MS_PER_DAY,
  MS_PER_HOUR,
  PanelBuilder,
  Random,
  type DailyPanel,
} from '@dqs/core';

import type { PlantedFault } from './fault.js';

/** Results of a day come in the morning after it, between six and seven o'clock UTC. */
const USUAL_HOUR = 30;
/** How long after the first the second copy of a delivery comes. */
const COPY_AFTER = MS_PER_HOUR / 2;
/** A first version that will be corrected lacks every other pass. */
const LOST = 0.5;

/**
 * When the results of a source and day come, milliseconds, unless a fault keeps them.
 *
 * @param chance in [0, 1), drawn for the day.
 */
export type ArrivalOf = (source: string, day: number, chance: number) => number;

/** A delivery that is going to arrive. */
export interface ScheduledDelivery {
  readonly id: string;
  readonly source: string;
  /** The business day that it is of. */
  readonly day: number;
  /** UTC milliseconds. */
  readonly at: number;
  readonly kind: 'first' | 'copy' | 'correction';
  /** Made when asked for: all of them at once would be the history many times over. */
  readonly panel: () => DailyPanel;
}

/**
 * The results of a history as deliveries, one a source and day, in the order of arrival: what would have come with nobody
 * interfering but the planted faults. Silent days never come, late ones come days later, copies come again under the same id, and
 * what is going to be corrected comes with results that are wrong.
 *
 * @param seed of the minutes at which deliveries come.
 * @param arrivalOf when they come; in the hour after six of the next morning, UTC, by default.
 */
export function deliverySchedule(
  panel: DailyPanel,
  faults: readonly PlantedFault[],
  seed: number,
  arrivalOf: ArrivalOf = usualArrival,
): ScheduledDelivery[] {
  const levels = mostFrequentLevels(panel);
  const scheduled = sourceDays(panel).flatMap(({ source, day, rows }) => {
    const own = faults.filter((fault) => isAbout(fault, source, day));
    if (own.some(({ kind }) => kind === 'silent')) return [];
    const late = Math.max(0, ...own.map(({ kind, amount }) => (kind === 'late' ? amount : 0)));
    const at = Math.round(arrivalOf(source, day, chanceOf(seed, day)) + late * MS_PER_DAY);
    const whole = () => panelOf(panel, rows, levels);
    const first = { id: `${source || 'results'}-${formatDay(day)}`, source, day, at, kind: 'first' as const };
    const corrected = own.find(({ kind }) => kind === 'correction');
    const sent: ScheduledDelivery[] = [{ ...first, panel: corrected ? () => damaged(whole()) : whole }];
    if (own.some(({ kind }) => kind === 'duplicate')) {
      sent.push({ ...first, at: at + COPY_AFTER, kind: 'copy', panel: whole });
    }
    if (corrected) {
      sent.push({ ...first, at: at + corrected.amount * MS_PER_DAY, kind: 'correction', panel: whole });
    }
    return sent;
  });
  return scheduled.sort((a, b) => a.at - b.at || compareText(a.id, b.id));
}

/** The sources of a day draw the same, so that they come together. */
function chanceOf(seed: number, day: number): number {
  return new Random(seed + 31 * day).next();
}

function usualArrival(_source: string, day: number, chance: number): number {
  return day * MS_PER_DAY + (USUAL_HOUR + chance) * MS_PER_HOUR;
}

/** Whether a fault of deliveries is about those of a source and day. */
function isAbout({ scope, from, to }: PlantedFault, source: string, day: number): boolean {
  return (scope.source === undefined || scope.source === source) && day >= from && day <= to;
}

interface SourceDay {
  readonly source: string;
  readonly day: number;
  /** Rows of the panel's cells, ascending. */
  readonly rows: readonly number[];
}

function sourceDays({ keys, cells }: DailyPanel): SourceDay[] {
  const sources = [...new Set(keys.map(({ source }) => source))].sort(compareText);
  const placeOf = new Map(sources.map((source, i) => [source, i]));
  const place = keys.map(({ source }) => placeOf.get(source)!);
  // One number stands for day and source, so that rows are grouped in one go.
  const groups = groupRows(Array.from(cells.day, (day, row) => day * sources.length + place[cells.key[row]!]!));
  return [...groups].map(([number, rows]) => ({
    source: sources[number % sources.length]!,
    day: Math.floor(number / sources.length),
    rows,
  }));
}

function panelOf({ keys, cells }: DailyPanel, rows: readonly number[], levels: readonly string[]): DailyPanel {
  const builder = new PanelBuilder();
  for (const row of rows) {
    const [key, level] = [keys[cells.key[row]!]!, levels[cells.key[row]!]!];
    const counts = { passes: cells.passes[row]!, fails: cells.fails[row]!, errors: cells.errors[row]! };
    builder.addCounts(key, cells.day[row]!, {
      ...counts,
      recordCount: cells.recordCount[row]!,
      filteredCount: cells.filteredCount[row]!,
    });
    builder.addLevel(key, level, counts.passes + counts.fails + counts.errors);
  }
  return builder.build();
}

function damaged(panel: DailyPanel): DailyPanel {
  const lost = panel.cells.passes.map((passes) => Math.floor(passes * LOST));
  const { passes, fails } = panel.cells;
  const cells = {
    ...panel.cells,
    passes: passes.map((count, i) => count - lost[i]!),
    fails: fails.map((n, i) => n + lost[i]!),
  };
  return { ...panel, cells };
}
