import type { PageView } from '../page-view.js';
import { seriesRows } from '../series-rows.js';
import type { PageReader } from '../sources.js';
import { pageTable, type PageTable } from '../table.js';
import { candidates } from './candidates.js';
import { Best, FOUND_KINDS, type Candidate, type FoundKind, type FoundRow } from './found.js';
import { actsOnSubjects } from './subject-acts.js';
import { rankOf, wordsOf } from './words.js';

/** What a question finds. */
export interface SearchPage {
  readonly question: string;
  readonly knownAt: number;
  readonly isNow: boolean;
  /** The best of each kind, kind after kind; those of the kind with the best of all come first. */
  readonly found: readonly FoundRow[];
  /** How many there are of each kind, those included that are not listed. */
  readonly counts: Readonly<Record<FoundKind, number>>;
}

/** Rows of a kind. */
const MOST_FOUND = 8;

/** What a question finds in a view; without a word of it the pages and the acts. */
export function searchPage(view: PageView, question: string, reader: PageReader): SearchPage {
  const words = wordsOf(question);
  const found = new Map<FoundKind, Best>(FOUND_KINDS.map((kind) => [kind, new Best(MOST_FOUND)]));
  const take = (one: Candidate) => {
    const rank = words.length === 0 ? Number(one.kind === 'page' || one.kind === 'act') : rankOf(one.text, words);
    if (rank > 0) found.get(one.kind)!.add(one, rank);
  };
  for (const one of candidates(view, reader)) take(one);
  for (const one of actsOnSubjects(view, words, reader)) take(one);
  const best = [...found].filter(([, { count }]) => count > 0).map(([kind, { all }]) => ({ kind, all }));
  // The kinds stand in their order already, which a sort keeps among equals.
  best.sort((a, b) => b.all[0]!.rank - a.all[0]!.rank);
  const counts = FOUND_KINDS.map((kind) => [kind, found.get(kind)!.count] as const);
  return {
    ...{ question, knownAt: view.at, isNow: view.isNow },
    found: withStates(
      view,
      best.flatMap(({ kind, all }) => all.map(({ row }) => ({ kind, state: null, ...row() }))),
    ),
    counts: Object.fromEntries(counts) as Record<FoundKind, number>,
  };
}

/** Only what is listed is looked at as closely as lists of series do. */
function withStates(view: PageView, found: readonly FoundRow[]): readonly FoundRow[] {
  const ids = new Set(found.flatMap(({ kind, id }) => (kind === 'series' ? [id] : [])));
  const { tick } = view;
  const series = tick.facts.series.filter(({ id }) => ids.has(id));
  const states = new Map(
    seriesRows({ ...view, tick: { ...tick, facts: { ...tick.facts, series } } }).map(({ id, state }) => [id, state]),
  );
  return found.map((one) => (one.kind === 'series' ? { ...one, state: states.get(one.id) ?? null } : one));
}

/** The table of what was found. */
export function searchTables({ found }: SearchPage): readonly PageTable[] {
  return [
    pageTable('found', found, {
      kind: [FOUND_KINDS.join(', '), (row) => row.kind],
      id: ['of the kind', (row) => row.id],
      title: ['as it is shown', (row) => row.title],
      detail: ['what tells it from others', (row) => row.detail],
      path: ['where it is', (row) => row.path],
      state: ['of a series, state of the visual language', (row) => row.state],
    }),
  ];
}
