import { useEffect, useRef } from 'react';

/** What a key does: by its name as `KeyboardEvent.key` has it, `j`, `Enter`, `?`, or a sequence, `g t`. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Whether keys are switched off in this browser. */
const OFF = 'dqs-keys-off';
/** After the first key of a sequence, the second has to come within this time. */
const SEQUENCE_MS = 1500;

/** Whether a person types there, so that a key is a letter. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=range])'))
  );
}

/** Whether keys are switched on. */
export function keysAreOn(): boolean {
  return localStorage.getItem(OFF) === null;
}

/** Switches keys on or off, for those whom they get in the way. */
export function switchKeys(isOn: boolean): void {
  if (isOn) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, '1');
}

/**
 * Does what keys say while the component is there; not while somebody types, a dialog is open that does not hold the component, or
 * keys are off. The component that came last is asked first.
 */
export function useKeys(keys: Keys, isInDialog = false): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    let first: { readonly key: string; readonly at: number } | undefined;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!keysAreOn() || isTyping(event.target)) return;
      if (!isInDialog && document.querySelector('dialog[open]') !== null) return;
      const isSecond = first !== undefined && event.timeStamp - first.at < SEQUENCE_MS;
      const own = latest.current;
      const act = (isSecond ? own[`${first!.key} ${event.key}`] : undefined) ?? own[event.key];
      first = { key: event.key, at: event.timeStamp };
      // Enter and space belong to what is focused and can be pressed.
      const isPressed =
        event.key === 'Enter' && event.target instanceof HTMLElement && event.target.matches('a, button, summary');
      if (act === undefined || isPressed) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [isInDialog]);
}
