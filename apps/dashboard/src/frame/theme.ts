import { useCallback, useSyncExternalStore } from 'react';

/** A theme; without a choice that of the system. */
export type Theme = 'light' | 'dark';

const KEY = 'dqs-theme';
const listeners = new Set<() => void>();
const dark = matchMedia('(prefers-color-scheme: dark)');
dark.addEventListener('change', () => listeners.forEach((told) => told()));

function current(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return dark.matches ? 'dark' : 'light';
}

/** The theme, and what turns it; a choice is kept for the browser. */
export function useTheme(): readonly [Theme, () => void] {
  const theme = useSyncExternalStore((told) => (listeners.add(told), () => listeners.delete(told)), current);
  const turn = useCallback(() => {
    const other = current() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = other;
    try {
      localStorage.setItem(KEY, other);
    } catch {
      // Holds for this visit.
    }
    listeners.forEach((told) => told());
  }, []);
  return [theme, turn];
}
