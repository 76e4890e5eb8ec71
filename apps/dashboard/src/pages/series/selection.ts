import { useCallback, useMemo, useRef, useState } from 'react';

/** The series that were chosen. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Chooses one or lets it go; with `isRange` all from the last one that was. */
  readonly toggle: (id: string, isRange: boolean) => void;
  readonly set: (ids: readonly string[]) => void;
}

/** What is chosen of rows; whoever is not among them any more is not. */
export function useSelection(all: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set());
  const last = useRef<string>(undefined);
  const ids = useMemo(() => {
    if (chosen.size === 0) return chosen;
    const there = new Set(all);
    return [...chosen].every((id) => there.has(id)) ? chosen : new Set([...chosen].filter((id) => there.has(id)));
  }, [all, chosen]);
  const toggle = useCallback(
    (id: string, isRange: boolean) => {
      const from = isRange && last.current !== undefined ? all.indexOf(last.current) : -1;
      const to = all.indexOf(id);
      const isOn = !ids.has(id);
      const touched = from < 0 ? [id] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
      last.current = id;
      const next = new Set(ids);
      for (const one of touched) {
        if (isOn) next.add(one);
        else next.delete(one);
      }
      setChosen(next);
    },
    [all, ids],
  );
  const set = useCallback((next: readonly string[]) => setChosen(new Set(next)), []);
  return { ids, toggle, set };
}
