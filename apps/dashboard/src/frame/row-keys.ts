import { useKeys } from './keys.js';

/** Keys that press the button of a row that names them by `data-key`, and the first of the page where no row is focused. */
const ACTS = ['a', 'o', 'm', 'f', 'x', 'e'] as const;

/**
 * `j` and `k` move through the rows of the page (elements with `data-row`, in their order), `Enter` opens the one that is focused,
 * and a letter presses its button with that `data-key`.
 */
export function useRowKeys(): void {
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Enter: () => focused()?.querySelector<HTMLElement>('a[href]')?.click(),
    ...Object.fromEntries(ACTS.map((key) => [key, () => press(key)])),
  });
}

function focused(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('[data-row]') ?? null;
}

function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')].filter(
    (row) => row.getClientRects().length > 0,
  );
  const place = rows.findIndex((row) => row.contains(document.activeElement));
  const next = place < 0 ? rows[by > 0 ? 0 : rows.length - 1] : rows[place + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}

/** What is selected comes before what is focused. */
function press(key: string): void {
  const button = `[data-key="${key}"]`;
  const selected = document.querySelector<HTMLElement>(`.selection ${button}`);
  (selected ?? (focused() ?? document).querySelector<HTMLElement>(button))?.click();
}
