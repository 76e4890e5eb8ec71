/** A Markdown table; every column but the first is aligned as its heading's sign says: `>` before it is to the right. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const titles = headings.map((heading) => heading.replace(/^>/, ''));
  const rules = headings.map((heading) => (heading.startsWith('>') ? '---:' : '---'));
  return [titles, rules, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/**
 * A text of the input inside a table cell: one line, nothing in it is Markdown or HTML. An empty text is shown as
 * `(none)`.
 */
export function cellText(text: string): string {
  if (text === '') return '(none)';
  return text.replace(/[\s\x00-\x1f\x7f\x85\u2028\u2029]+/g, ' ').replace(/[\\`*_[\]<>|~#]/g, '\\$&');
}

/** A whole number with its thousands apart: `1,589`. */
export function cellCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
