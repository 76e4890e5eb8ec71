import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react';

import { useKeys } from './keys.js';

/** How long something that happened is told. */
const SHOWN_MS = 8000;

/** What happened, and what takes it back. */
export interface Toast {
  readonly text: string;
  readonly undo?: () => Promise<unknown> | void;
}

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** Tells what happened, below the page, with the way back. Errors are never told like that: they stand where they happened. */
export function useToast(): (toast: Toast) => void {
  return useContext(ToastContext);
}

/** Where it is told. `z` takes the last one back. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toast, setToast] = useState<Toast>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback((next: Toast | undefined) => {
    clearTimeout(timer.current);
    setToast(next);
    if (next) timer.current = setTimeout(() => setToast(undefined), SHOWN_MS);
  }, []);
  const undo = () => {
    const back = toast?.undo;
    if (back === undefined) return;
    show(undefined);
    void Promise.resolve(back()).catch((error: Error) => show({ text: `Not taken back: ${error.message}` }));
  };
  useKeys({ z: undo });
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status">
        {toast === undefined ? null : (
          <div className="toast">
            <span>{toast.text}</span>
            {toast.undo === undefined ? null : (
              <button type="button" onClick={undo}>
                Undo
              </button>
            )}
          </div>
        )}
      </div>
    </ToastContext>
  );
}
