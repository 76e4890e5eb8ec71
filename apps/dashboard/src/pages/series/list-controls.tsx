import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';

import { useParam } from '../../data/url-state.js';
import { Dialog } from '../../frame/dialog.js';
import { useKeys } from '../../frame/keys.js';
import { useToast } from '../../frame/toasts.js';
import { Choice } from '../../parts/choice.js';
import { GROUP_WORDS, keepViews, ON_DEMAND, savedViews, type Group, type OnDemand } from './list-state.js';

/** A filter is asked for once whoever types has paused. */
const PAUSE_MS = 250;
export const FIRST_GROUP: Group = 'source';

/** What is shown of the series, and how: filter, groups, columns. All of it stands in the URL. */
export function Controls({
  columns,
  onColumn,
}: {
  readonly columns: ReadonlySet<OnDemand>;
  readonly onColumn: (name: OnDemand) => void;
}) {
  const [group = FIRST_GROUP, setGroup] = useParam('group');
  return (
    <div className="btns filters">
      <Filter />
      <Choice
        label="Group by"
        value={Object.hasOwn(GROUP_WORDS, group) ? (group as Group) : FIRST_GROUP}
        choices={GROUP_WORDS}
        onChoose={(next) => setGroup(next === FIRST_GROUP ? undefined : next)}
      />
      <details className="menu no-phone">
        <summary className="btn">Columns</summary>
        <div>
          {(Object.entries(ON_DEMAND) as [OnDemand, string][]).map(([name, word]) => (
            <label className="check" key={name}>
              <input type="checkbox" checked={columns.has(name)} onChange={() => onColumn(name)} />
              {word}
            </label>
          ))}
        </div>
      </details>
    </div>
  );
}

/** The filter; `/` goes there. */
function Filter() {
  const [filter = '', setFilter] = useParam('filter');
  const [text, setText] = useState(filter);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(filter), [filter]);
  useEffect(() => {
    if (text === filter) return;
    const timer = setTimeout(() => setFilter(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, filter, setFilter]);
  useKeys({ '/': () => input.current?.focus() });
  return (
    <input
      type="text"
      className="filter"
      ref={input}
      value={text}
      maxLength={1000}
      aria-label="Filter"
      placeholder="Filter: source:shop state:failing min_p:60 tag:gold"
      spellCheck={false}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') setFilter(text);
        if (key === 'Escape') currentTarget.blur();
      }}
    />
  );
}

/** What of a URL a saved view keeps. */
const KEPT = ['filter', 'sort', 'group', 'columns', 'owner', 'source', 'density'] as const;

/** The views that were saved in this browser, and the way to save another. */
export function useViews() {
  const [views, setViews] = useState(savedViews);
  const keep = (next: typeof views) => {
    keepViews(next);
    setViews(savedViews());
  };
  return { views, keep };
}

/** Links to saved views. */
export function Views({ views, keep }: ReturnType<typeof useViews>) {
  const toast = useToast();
  if (views.length === 0) return null;
  return (
    <nav className="views" aria-label="Saved views">
      <span className="faint">Saved views</span>
      {views.map(({ name, query }) => (
        <span className="view" key={name}>
          <Link href={`/series${query}`}>{name}</Link>
          <button
            type="button"
            aria-label={`Forget the view ${name}`}
            onClick={() => {
              keep(views.filter((one) => one.name !== name));
              toast({ text: `Forgot the view ${name}`, undo: () => keep(views) });
            }}
          >
            ×
          </button>
        </span>
      ))}
    </nav>
  );
}

/** Asks for the name of a view and keeps it. */
export function SaveView({ views, keep, onClose }: ReturnType<typeof useViews> & { readonly onClose: () => void }) {
  const [params] = useSearchParams();
  const [name, setName] = useState('');
  const toast = useToast();
  const save = () => {
    const kept = new URLSearchParams(KEPT.flatMap((one) => params.getAll(one).map((value) => [one, value])));
    const query = kept.toString();
    keep([...views, { name: name.trim(), query: query === '' ? '' : `?${query}` }]);
    toast({ text: `Saved the view ${name.trim()} in this browser`, undo: () => keep(views) });
    onClose();
  };
  return (
    <Dialog title="Save view" note="filter, order, groups and columns" onClose={onClose}>
      <form
        className="pad"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') save();
        }}
      >
        <div className="field">
          <label htmlFor="view-name">Name</label>
          <input
            id="view-name"
            type="text"
            maxLength={60}
            required
            autoFocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <small>It is kept in this browser; a link to the page shows the same to others.</small>
        </div>
        <div className="btns">
          <button type="submit" className="btn primary" disabled={name.trim() === ''}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
