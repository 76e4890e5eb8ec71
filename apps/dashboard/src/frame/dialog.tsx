import { useEffect, useId, useRef, type ReactNode } from 'react';

/** What a dialog is made of. */
export interface DialogProps {
  readonly title: string;
  /** Beside the title, such as what it is about. */
  readonly note?: ReactNode;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A dialog over the page: keeps the focus, gives it back, ends with Esc. Open as long as it is rendered. */
export function Dialog({ title, note, onClose, wide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current!;
    shown.showModal();
    // What is to be filled in comes before what closes it.
    shown.querySelector<HTMLElement>('input, select, textarea')?.focus();
    return () => {
      shown.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => (event.preventDefault(), onClose())}
      onMouseDown={(event) => event.target === dialog.current && onClose()}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <p>{note}</p>}
        <button type="button" className="btn quiet sm right" onClick={onClose} aria-label="Esc: close">
          Esc
        </button>
      </header>
      {children}
    </dialog>
  );
}
