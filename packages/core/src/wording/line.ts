/** What is not shown, turns the direction of a line or ends it; the joiners that scripts and emoji need are none of it. */
const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu;

/** The longest name that is shown as it is. */
const MOST_CHARACTERS = 200;

/**
 * A text from elsewhere, such as a name or a reason, as part of one line: what is hidden or ends a line becomes a space,
 * and beyond `most` characters it is cut, with `…` at its end.
 */
export function lineText(text: string, most = MOST_CHARACTERS): string {
  const line = text.replace(HIDDEN, ' ').replace(/ {2,}/g, ' ').trim();
  const letters = [...line];
  return letters.length <= most ? line : `${letters.slice(0, most - 1).join('')}…`;
}
