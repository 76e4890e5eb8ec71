/** Characters of a question that count; nobody types more. */
const MOST_CHARACTERS = 200;
/** Words of a question that count. */
const MOST_WORDS = 8;

/**
 * What is compared of a text: its letters and digits without accents in lower case, words divided by single spaces, with a space at
 * both ends. All else divides words, so that no sign of a question means anything.
 */
export function foldedText(text: string): string {
  const folded = text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
  return ` ${folded.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}

/** The words of a question, each as {@link foldedText} writes them; none of one that has neither letter nor digit. */
export function wordsOf(question: string): readonly string[] {
  const words = foldedText(question.slice(0, MOST_CHARACTERS)).trim().split(' ');
  return [...new Set(words.filter((word) => word !== ''))].slice(0, MOST_WORDS);
}

/** What can be found by: the name, and what else is known of it, both folded. */
export interface Findable {
  readonly name: string;
  readonly more: string;
}

/** What may be found, by its name and what else is known of it. */
export function findable(name: string, ...more: readonly (string | null | undefined)[]): Findable {
  return { name: foldedText(name), more: foldedText(more.filter((one) => one != null).join(' ')) };
}

/** What a word counts that is found as a word, as the beginning of one, and inside of one. */
const IN_NAME = [6, 5, 2] as const;
const IN_MORE = [4, 3, 1] as const;

/**
 * How well every word of a question is found: the beginning of a word counts more than its inside wherever it is, and what stands in
 * the name more than what else is known.
 *
 * @returns 0 if a word is not found at all.
 */
export function rankOf({ name, more }: Findable, words: readonly string[]): number {
  let rank = 0;
  for (const word of words) {
    const found = Math.max(worth(name, word, IN_NAME), worth(more, word, IN_MORE));
    if (found === 0) return 0;
    rank += found;
  }
  // The beginning of the whole name is what most people type.
  return rank + (name.startsWith(` ${words.join(' ')}`) ? 1 : 0);
}

function worth(text: string, word: string, [whole, beginning, inside]: typeof IN_NAME | typeof IN_MORE): number {
  if (!text.includes(word)) return 0;
  if (text.includes(` ${word} `)) return whole;
  return text.includes(` ${word}`) ? beginning : inside;
}
