import type { OpenedPages } from '@dqs/api';
import { compareText, throwIfAborted, type Hooks } from '@dqs/core';
import { seriesRows, type SeriesRow } from '@dqs/runtime/pages';

/** How many pages of things a file holds, of all that there are. */
export interface Held {
  readonly held: number;
  readonly of: number;
}

/** What a file holds. */
export interface Gathered {
  /** By the path of their twins. */
  readonly pages: Readonly<Record<string, unknown>>;
  readonly incidents: Held;
  readonly models: Held;
  readonly series: Held;
  /** Pages that would have made the file too large: `/series`. */
  readonly leftOut: readonly string[];
}

/** What a gathering may take. */
export interface GatherLimits {
  /** Bytes of all pages as they stand in the file. */
  readonly mostBytes: number;
  /** Pages of single series. */
  readonly mostSeries: number;
}

/**
 * Gathers pages for a file: those of the navigation, then as many of incidents, models and series as fit, those first that somebody
 * will look for: what is open, what fails, what is likely to.
 */
export async function gatherPages(
  { read, paths, view }: Pick<OpenedPages, 'read' | 'paths' | 'view'>,
  { mostBytes, mostSeries }: GatherLimits,
  hooks: Pick<Hooks, 'signal' | 'onProgress'>,
): Promise<Gathered> {
  const file = new Filling(mostBytes);
  const incidents = [...view.state.incidents].sort(
    (a, b) => Number(a.state === 'resolved') - Number(b.state === 'resolved') || b.openedAt - a.openedAt,
  );
  const series = [...seriesRows(view)].sort(byNeed);
  const models = view.tick.facts.models.map(({ model }) => model);
  const lists = [
    { what: 'pages', twins: ['/frame', ...paths].map(twinOf) },
    { what: 'incidents', twins: incidents.map(({ id }) => pageOf('/incidents', id)) },
    { what: 'models', twins: models.map((model) => pageOf('/models', model)) },
    { what: 'series', twins: series.slice(0, mostSeries).map(({ id }) => pageOf('/series', id)) },
  ];
  const total = lists.reduce((sum, { twins }) => sum + twins.length, 0);
  const held = new Map<string, number>();
  let done = 0;
  for (const { what, twins } of lists) {
    for (const twin of twins) {
      throwIfAborted(hooks.signal);
      hooks.onProgress?.({ stage: 'pages', done: done++, total, unit: 'pages' });
      if (file.isFull) break;
      if (file.add(twin, await read(twin))) held.set(what, (held.get(what) ?? 0) + 1);
    }
  }
  return {
    pages: file.pages,
    incidents: { held: held.get('incidents') ?? 0, of: incidents.length },
    models: { held: held.get('models') ?? 0, of: models.length },
    series: { held: held.get('series') ?? 0, of: series.length },
    leftOut: paths.filter((path) => !Object.hasOwn(file.pages, twinOf(path))),
  };
}

/** What pages are asked with when they are opened; a file holds them like that alone. */
const OPENED_WITH = new Map([['/series', '?group=source']]);

const twinOf = (path: string) => `${path}.json${OPENED_WITH.get(path) ?? ''}`;
const pageOf = (place: string, id: string) => `${place}/${encodeURIComponent(id)}.json`;

const URGENT: readonly SeriesRow['state'][] = ['failing', 'likely', 'suppressed', 'intervened', 'watch'];

function byNeed(a: SeriesRow, b: SeriesRow): number {
  const needOf = ({ incident, state }: SeriesRow) => {
    if (incident !== null) return -1;
    const at = URGENT.indexOf(state);
    return at < 0 ? URGENT.length : at;
  };
  return needOf(a) - needOf(b) || (b.next?.odds ?? 0) - (a.next?.odds ?? 0) || compareText(a.id, b.id);
}

/** Pages that did not fit one after another before the file counts as full: a shorter one may still. */
const MOST_REFUSED = 5;

/** A file that fills up. */
class Filling {
  readonly pages: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  #left: number;
  #refused = 0;

  constructor(mostBytes: number) {
    this.#left = mostBytes;
  }

  get isFull(): boolean {
    return this.#refused >= MOST_REFUSED;
  }

  /** @returns whether it fits. */
  add(twin: string, page: unknown): boolean {
    // As the file writes them, with each sign that could begin a tag spelt out.
    const text = JSON.stringify({ [twin]: page }).replaceAll('<', '\\u003c');
    const bytes = Buffer.byteLength(text);
    if (bytes > this.#left) {
      this.#refused += 1;
      return false;
    }
    this.#refused = 0;
    this.#left -= bytes;
    this.pages[twin] = page;
    return true;
  }
}
