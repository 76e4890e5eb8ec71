/**
 * A Markdown table; every column but the first is aligned by the sign of its heading: a leading `>` aligns it to the
 * right.
 */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const titles = headings.map((heading) => heading.replace(/^>/, ''));
  const rules = headings.map((heading) => (heading.startsWith('>') ? '---:' : '---'));
  return [titles, rules, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/**
 * A text from the input inside a table cell: one line, with Markdown and HTML escaped. An empty text is shown as
 * `(none)`.
 */
export function cellText(text: string): string {
  if (text === '') return '(none)';
  return text.replace(/[\s\x00-\x1f\x7f\x85\u2028\u2029]+/g, ' ').replace(/[\\`*_[\]<>|~#]/g, '\\$&');
}

/** A whole number with thousands separators: `1,589`. */
export function cellCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
