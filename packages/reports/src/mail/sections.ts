import type { HeldFacts, LateSourceFacts, LikelyFacts, NeedFacts, TodayFacts } from '@dqs/alerting';
import { countText, lineText } from '@dqs/core/wording';

/** Rows that a mail shows; the rest is counted, and stands on the page. */
const MOST = { needs: 10, likely: 6, held: 30, changed: 10 } as const;

/** What a digest shows of a list, and a note that says what of it. */
export interface Section<T> {
  readonly title: string;
  readonly note: string;
  readonly rows: readonly T[];
  /** How many more there are. */
  readonly more: number;
}

function sectionOf<T>(title: string, all: readonly T[], most: number, note: string): Section<T> {
  return { title, note, rows: all.slice(0, most), more: Math.max(0, all.length - most) };
}

/** Incidents that need a person, of all that are open. */
export function needsSection({ needs, openIncidents }: TodayFacts): Section<NeedFacts> {
  const open = countText(openIncidents, 'open incident');
  const note = openIncidents > needs.length ? `${needs.length} of ${open}, worst first` : 'worst first';
  return sectionOf('Needs you', needs, MOST.needs, note);
}

/** Late sources that no incident above speaks of. */
export function lateElsewhere({ late, needs }: TodayFacts): readonly LateSourceFacts[] {
  const told = new Set(needs.map(({ incident }) => incident));
  return late.filter(({ incident }) => incident === undefined || !told.has(incident));
}

/** Series that will probably miss their target. */
export function likelySection({ likely }: TodayFacts): Section<LikelyFacts> {
  const note = likely.length > MOST.likely ? `first ${MOST.likely} of ${likely.length}, by cost` : 'by cost';
  return sectionOf('Likely to fail today', likely, MOST.likely, note);
}

/** What fires and was told by no message of its own. Nothing is dropped: what has no room is counted. */
export function heldSection({ held }: TodayFacts): Section<HeldFacts> {
  return sectionOf('Not told by page', held, MOST.held, 'held back, and why');
}

/** What is new, silent or changed. */
export function changedSection({ changed }: TodayFacts): Section<string> {
  return sectionOf('Changed', changed, MOST.changed, 'since yesterday');
}

/** `gl_accounts · distribution: team-finance used 3 of 3 pages this week.` */
export function heldText({ what, why }: HeldFacts): string {
  return `${lineText(what)}: ${lineText(why, 300)}.`;
}

/** `and 4 more`; empty where there are none. */
export function moreText({ more }: Pick<Section<unknown>, 'more'>): string {
  return more === 0 ? '' : `and ${more} more`;
}
