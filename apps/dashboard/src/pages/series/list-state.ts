import type { SeriesListPage } from '@dqs/runtime/pages';
import { useMemo } from 'react';

import { useParam } from '../../data/url-state.js';

/** What the list can be grouped by, in words. */
export const GROUP_WORDS = {
  flat: 'Flat',
  dataset: 'Data set',
  rule: 'Rule',
  owner: 'Owner',
  source: 'Source',
} as const;
export type Group = keyof typeof GROUP_WORDS;

/** Columns that are there only when somebody asks for them. */
export const ON_DEMAND = {
  source: 'Source',
  tenant: 'Tenant',
  tags: 'Tags',
  importance: 'Importance',
  expected: 'Expected',
  naive: 'Naive',
  evidence: 'Evidence e',
} as const;
export type OnDemand = keyof typeof ON_DEMAND;

/** A line of the list: the heading of a group, or a row by its place in the columns. */
export type Item =
  | {
      readonly kind: 'group';
      readonly group: SeriesListPage['groups'][number];
      readonly name: string;
      readonly isOpen: boolean;
    }
  | { readonly kind: 'row'; readonly row: number };

/** Groups of more rows than that are closed at first, so that the roll-up is seen as a whole. */
const OPEN_ROWS = 500;
/** Between names in the URL; no name has it. */
const SEPARATOR = '\u001f';

/** The lines that are shown, and what opens and closes a group. */
export function useItems({ groups, group, columns }: SeriesListPage) {
  const [toggled = '', setToggled] = useParam('toggled');
  const names = useMemo(() => new Set(toggled === '' ? [] : toggled.split(SEPARATOR)), [toggled]);
  const isOpenAtFirst = columns.id.length <= OPEN_ROWS;
  const items = useMemo(() => {
    const all: Item[] = [];
    let row = 0;
    for (const one of groups) {
      const name = one.name ?? '';
      const isOpen = group === 'flat' || names.has(name) !== isOpenAtFirst;
      if (group !== 'flat') all.push({ kind: 'group', group: one, name, isOpen });
      if (isOpen) for (let i = 0; i < one.rows; i += 1) all.push({ kind: 'row', row: row + i });
      row += one.rows;
    }
    return all;
  }, [groups, group, names, isOpenAtFirst]);
  const toggle = (name: string) => {
    const next = new Set(names);
    if (!next.delete(name)) next.add(name);
    setToggled([...next].join(SEPARATOR));
  };
  return { items, toggle };
}

/** The columns on demand that the URL names. */
export function useColumns(): readonly [ReadonlySet<OnDemand>, (name: OnDemand) => void] {
  const [text = '', setText] = useParam('columns');
  const shown = new Set(text.split(',').filter((name): name is OnDemand => Object.hasOwn(ON_DEMAND, name)));
  const toggle = (name: OnDemand) => {
    const next = new Set(shown);
    if (!next.delete(name)) next.add(name);
    setText([...next].join(','));
  };
  return [shown, toggle];
}

/** Where views are kept: in this browser. */
const VIEWS = 'dqs-series-views';

/** A view that somebody saved: its name, and the query that leads to it. */
export interface SavedView {
  readonly name: string;
  readonly query: string;
}

/** The views that were saved in this browser; what is no view is left out. */
export function savedViews(): readonly SavedView[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(VIEWS) ?? '[]');
    return Array.isArray(found) ? found.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null) return false;
  const { name, query } = value as Partial<Record<keyof SavedView, unknown>>;
  return typeof name === 'string' && typeof query === 'string';
}

/** Keeps views; those of the same name are one. */
export function keepViews(views: readonly SavedView[]): void {
  const byName = new Map(views.map((view) => [view.name, view]));
  localStorage.setItem(VIEWS, JSON.stringify([...byName.values()]));
}
