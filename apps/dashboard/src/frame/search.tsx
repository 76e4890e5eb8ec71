import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { StateShape } from '@dqs/reports/components';
import type { FoundKind, FoundRow, SearchPage } from '@dqs/runtime/pages';
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';

import { PAGES } from '../app/pages.js';
import { useConnection } from '../data/page-context.js';
import { useSharedQuery } from '../data/url-state.js';
import { useTwinPath } from '../data/use-page.js';
import { Dialog } from './dialog.js';
import { Problem } from './problem.js';

/** What rows of a kind are called together. */
const GROUPS: Readonly<Record<FoundKind, string>> = {
  page: 'Pages',
  act: 'Do',
  incident: 'Incidents',
  series: 'Series',
  source: 'Sources',
  owner: 'Teams',
  model: 'Models',
  rule: 'Rules of the policy',
};

/** Finds series, incidents, rules, teams, sources, models, pages and acts by what is typed; arrows choose, Enter opens. */
export function Search({ onClose }: { readonly onClose: () => void }) {
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState(0);
  const [, go] = useLocation();
  const shared = useSharedQuery();
  const id = useId();
  const { found, counts, error } = useFound(useDeferredValue(words));
  const at = Math.min(chosen, found.length - 1);
  const open = (row: FoundRow | undefined) => {
    if (row === undefined) return;
    onClose();
    go(withShared(row.path, shared));
  };
  const choose = (next: string) => {
    setWords(next);
    setChosen(0);
  };
  const press = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1 };
    const next = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    if (next === undefined || found.length === 0) return;
    event.preventDefault();
    setChosen((next + found.length) % found.length);
  };
  return (
    <Dialog title="Search" note="series, incidents, rules, teams, sources, models, pages, acts" onClose={onClose}>
      <form
        className="pad search"
        onSubmit={(event) => {
          event.preventDefault();
          open(found[at]);
        }}
      >
        <Field
          words={words}
          onWords={choose}
          onKeyDown={press}
          list={id}
          active={found[at] ? `${id}-${at}` : undefined}
        />
        {error ? <Problem error={error} what="Nothing could be looked for." /> : null}
        <ul className="found" id={id} role="listbox" aria-label="What was found">
          {found.map((row, i) => (
            <Row
              key={`${row.kind} ${row.id}`}
              row={row}
              id={`${id}-${i}`}
              isChosen={i === at}
              group={row.kind === found[i - 1]?.kind ? undefined : groupText(row.kind, found, counts)}
              onOpen={() => open(row)}
            />
          ))}
        </ul>
        {words.trim() !== '' && found.length === 0 && !error ? <Nothing /> : null}
      </form>
    </Dialog>
  );
}

function Nothing() {
  return (
    <p className="faint">Nothing has these words. Beginnings of words are enough, and their order does not matter.</p>
  );
}

interface FieldProps {
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Id of the list, and of the row that is chosen. */
  readonly list: string;
  readonly active: string | undefined;
}

function Field({ words, onWords, onKeyDown, list, active }: FieldProps) {
  return (
    <input
      type="search"
      role="combobox"
      aria-label="Search"
      aria-expanded={active !== undefined}
      aria-controls={list}
      aria-activedescendant={active}
      aria-autocomplete="list"
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      value={words}
      onChange={({ currentTarget }) => onWords(currentTarget.value)}
      onKeyDown={onKeyDown}
      autoFocus
    />
  );
}

interface RowProps {
  readonly row: FoundRow;
  readonly id: string;
  readonly isChosen: boolean;
  /** The name of its group, if it is the first of it. */
  readonly group: string | undefined;
  readonly onOpen: () => void;
}

function Row({ row: { title, detail, state }, id, isChosen, group, onOpen }: RowProps) {
  return (
    <>
      {group === undefined ? null : (
        <li className="of-kind" role="presentation">
          {group}
        </li>
      )}
      <li
        className={isChosen ? 'one on' : 'one'}
        id={id}
        role="option"
        aria-selected={isChosen}
        ref={(shown) => {
          if (isChosen) shown?.scrollIntoView({ block: 'nearest' });
        }}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onOpen}
      >
        {state === null ? null : <StateShape state={state} />}
        <span className="grow">{title}</span>
        {detail === null ? null : <span className="end">{detail}</span>}
      </li>
    </>
  );
}

function groupText(kind: FoundKind, found: readonly FoundRow[], counts: SearchPage['counts'] | undefined): string {
  const [listed, all] = [found.filter((row) => row.kind === kind).length, counts?.[kind] ?? 0];
  return all > listed ? `${GROUPS[kind]}, ${listed} of ${all}` : GROUPS[kind];
}

interface Found {
  readonly found: readonly FoundRow[];
  readonly counts: SearchPage['counts'] | undefined;
  readonly error: Error | null;
}

/** What the server finds; a file finds the pages that it holds. */
function useFound(words: string): Found {
  const connection = useConnection();
  const url = useTwinPath('/search', 'json', { q: words });
  const { data, error } = useQuery({
    queryKey: ['search', url],
    queryFn: ({ signal }) => connection.get(url, signal) as Promise<SearchPage>,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    enabled: !connection.isOffline,
  });
  if (!connection.isOffline) return { found: data?.found ?? [], counts: data?.counts, error };
  const named = PAGES.filter(({ word }) => word.toLowerCase().includes(words.trim().toLowerCase()));
  const found = named.map(
    ({ word, path }): FoundRow => ({ kind: 'page', id: path, title: `Go to ${word}`, detail: null, path, state: null }),
  );
  return { found, counts: undefined, error: null };
}

/** A path with what pages share, unless it says otherwise itself. */
function withShared(path: string, shared: string): string {
  const [place, own = ''] = path.split('?');
  const query = new URLSearchParams(shared);
  for (const [name, value] of new URLSearchParams(own)) query.set(name, value);
  const text = query.toString();
  return text === '' ? place! : `${place!}?${text}`;
}
