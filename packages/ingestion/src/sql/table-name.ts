/** A part of the name of a table. */
export interface NamePart {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** The parts of `checks`, `dwh.checks` or `dwh."my checks"`; undefined where a text is no such name. */
export function tableNameParts(table: string): readonly NamePart[] | undefined {
  if (/[\0\n\r]/.test(table)) return undefined;
  const parts: NamePart[] = [];
  for (let at = 0; ; ) {
    const isQuoted = table[at] === '"';
    const end = isQuoted ? endOfQuoted(table, at) : endOfPlain(table, at);
    const text = isQuoted ? table.slice(at + 1, end - 1).replaceAll('""', '"') : table.slice(at, end);
    if (text === '' || (isQuoted && table[end - 1] !== '"')) return undefined;
    parts.push({ text, isQuoted });
    if (end === table.length) return parts;
    if (table[end] !== '.') return undefined;
    at = end + 1;
  }
}

/** Behind the quote that ends a name; one that is doubled does not. */
function endOfQuoted(table: string, start: number): number {
  for (let at = start + 1; at < table.length; at += 1) {
    if (table[at] !== '"') continue;
    if (table[at + 1] !== '"') return at + 1;
    at += 1;
  }
  return start;
}

function endOfPlain(table: string, start: number): number {
  let end = start;
  while (end < table.length && table[end] !== '.' && table[end] !== '"') end += 1;
  return end;
}
