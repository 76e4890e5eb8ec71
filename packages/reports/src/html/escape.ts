const ENTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }),
);

/** A text for HTML, in element content and in quoted attributes: names from the data never become markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES.get(character)!);
}

/** A value as JSON for a quoted attribute. */
export function jsonAttribute(value: unknown): string {
  return escapeHtml(JSON.stringify(value));
}
