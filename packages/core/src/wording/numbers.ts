/** Stands before a unit, so that a line never ends between the two. */
export const NO_BREAK_SPACE = '\u00a0';

/** Odds in [0, 1] as people read them: whole per cent, and `<1 %` or `>99 %` rather than a certainty that nobody has. */
export function oddsText(odds: number): string {
  const percent = Math.round(100 * odds);
  const shown = percent < 1 ? '<1' : percent > 99 ? '>99' : String(percent);
  return `${shown}${NO_BREAK_SPACE}%`;
}

/** A range of odds: `60 to 80 %`. */
export function oddsRangeText({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${Math.round(100 * from)} to ${Math.round(100 * to)}${NO_BREAK_SPACE}%`;
}

/** Fewer forecasts than these say nothing about how often they come true. */
export const FEW_FORECASTS = 20;

/** A pass percentage in [0, 100] with one decimal; `–` where there is none. */
export function passText(percentage: number | null | undefined): string {
  if (percentage === null || percentage === undefined || Number.isNaN(percentage)) return '–';
  return percentage.toFixed(1);
}

/** A target as it was set: 95, 99.5. */
export function targetText(target: number): string {
  return String(Math.round(100 * target) / 100);
}

/** A number of things: `1 incident`, `0 incidents`, `3 series`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Names in one sentence: `a`, `a and b`, `a, b and c`; beyond `most` of them `a, b and 7 more`. */
export function listText(names: readonly string[], most = names.length): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}`;
}
