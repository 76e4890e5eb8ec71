import type { DqsClient } from '@dqs/client';
import { useId, useState, type ReactNode } from 'react';

import { Dialog } from '../frame/dialog.js';
import { Problem } from '../frame/problem.js';
import { useAct } from './use-act.js';

/** An act that tells people or changes history: it says what it does, and is asked once. */
export interface AskProps<Made> {
  readonly title: string;
  /** What happens. */
  readonly effect: ReactNode;
  /** The button that does it. */
  readonly word: string;
  readonly isDanger?: boolean;
  /** Whether somebody has to say why; `optional` if they may. @default 'required' */
  readonly reason?: 'required' | 'optional' | 'none';
  /** What is told once it is done. */
  readonly done: string;
  readonly act: (reason: string) => Promise<Made>;
  /** Takes it back, from where it is told that it is done. */
  readonly undo?: (made: Made) => Promise<unknown>;
  readonly onClose: () => void;
  /** Further fields, above the reason. */
  readonly children?: ReactNode;
}

/** A dialog that asks once. What goes wrong stands in it. */
export function Ask<Made>(props: AskProps<Made>) {
  const { title, effect, word, isDanger, reason = 'required', done, act, undo, onClose, children } = props;
  const [why, setWhy] = useState('');
  const id = useId();
  const work = useAct({
    ...{ send: () => act(why.trim()), told: () => done, onDone: onClose },
    ...(undo && { undo: (_: DqsClient, made: Made) => undo(made) }),
  });
  const isMissing = reason === 'required' && why.trim() === '';
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="pad"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isMissing && !work.isPending) work.mutate();
        }}
      >
        <div className="effect">{effect}</div>
        {children}
        {reason === 'none' ? null : (
          <div className="field">
            <label htmlFor={id}>Why{reason === 'optional' ? ' (may be left out)' : ''}</label>
            <input
              id={id}
              type="text"
              value={why}
              maxLength={1000}
              required={reason === 'required'}
              autoFocus
              onChange={({ currentTarget }) => setWhy(currentTarget.value)}
            />
            <small>It is written down with your name.</small>
          </div>
        )}
        {work.error ? <Problem error={work.error} what="Not done." /> : null}
        <div className="btns">
          <button
            type="submit"
            className={isDanger ? 'btn danger' : 'btn primary'}
            disabled={isMissing || work.isPending}
          >
            {word}
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
