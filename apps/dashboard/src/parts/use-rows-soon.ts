import { startTransition, useEffect, useState } from 'react';

/** Rows that a screen has room for. */
const FIRST = 40;

/** The rows of a long list: those that are seen first are painted first, and all others right after. */
export function useRowsSoon<T>(rows: readonly T[]): readonly T[] {
  const [isWhole, setWhole] = useState(rows.length <= FIRST);
  useEffect(() => {
    if (isWhole) return undefined;
    // After the next frame, which has the first rows.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => startTransition(() => setWhole(true))));
    return () => cancelAnimationFrame(frame);
  }, [isWhole]);
  return isWhole ? rows : rows.slice(0, FIRST);
}
