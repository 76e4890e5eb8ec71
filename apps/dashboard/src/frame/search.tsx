import { useState } from 'react';
import { useLocation } from 'wouter';

import { PAGES } from '../app/pages.js';
import { useSharedQuery } from '../data/url-state.js';
import { Dialog } from './dialog.js';

/** Where somebody can go by typing. */
export function Search({ onClose }: { readonly onClose: () => void }) {
  const [words, setWords] = useState('');
  const [, go] = useLocation();
  const shared = useSharedQuery();
  const found = PAGES.filter(({ word }) => word.toLowerCase().includes(words.toLowerCase()));
  return (
    <Dialog title="Search" onClose={onClose}>
      <form
        className="pad"
        onSubmit={(event) => {
          event.preventDefault();
          if (found[0]) go(found[0].path + shared);
          onClose();
        }}
      >
        <input
          type="search"
          aria-label="Search series, incidents, rules"
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
          autoFocus
        />
        <ul className="found">
          {found.map(({ word, path }) => (
            <li key={path}>{word}</li>
          ))}
        </ul>
      </form>
    </Dialog>
  );
}
