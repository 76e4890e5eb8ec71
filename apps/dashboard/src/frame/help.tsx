import { useState } from 'react';

import { PAGES } from '../app/pages.js';
import { Dialog } from './dialog.js';
import { keysAreOn, switchKeys } from './keys.js';

/** What the keys do, on every page. */
const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['Ctrl K', 'search'],
  ['?', 'this help'],
  ['j k', 'down, up'],
  ['↵', 'open'],
  ['x', 'select'],
  ['⇧ x', 'select up to here'],
  ['a', 'acknowledge'],
  ['o', 'assign'],
  ['m', 'silence'],
  ['f', 'feedback'],
  ['← →', 'day in a chart'],
  ['t', 'chart as a table'],
  ['e', 'export'],
  ['.', 'copy permalink'],
  ['z', 'undo'],
  ['Esc', 'close, clear'],
];

/** The keys, and the switch that turns them off. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const [isOn, setOn] = useState(keysAreOn);
  return (
    <Dialog title="Keys" note="off while you type" onClose={onClose} wide>
      <dl className="pad keys">
        {[...PAGES.map(({ key, word }) => [`g ${key}`, word.toLowerCase()] as const), ...KEYS].map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <footer>
        <label>
          <input
            type="checkbox"
            checked={isOn}
            onChange={({ currentTarget }) => {
              switchKeys(currentTarget.checked);
              setOn(currentTarget.checked);
            }}
          />{' '}
          Single keys do something
        </label>
      </footer>
    </Dialog>
  );
}
